import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { crc32, zipped } from "../../scripts/zip.mjs";
import { exerciseOf } from "../helpers/exercises";
import { KernelClient } from "../helpers/kernel/client";
import { type TemporaryProject, temporaryProject } from "../helpers/kernel/temporary-project";
import { notebookNames, readNotebook } from "../helpers/notebook";
import { freshCopy, removeCopy, runScript } from "../helpers/project-copy";
import { describeWith } from "../helpers/require-all";
import { isCheckout } from "../helpers/stored-notebooks";

/** Python's own reader: it checks every sum. */
const unzip = (file: string, folder: string) => execFileSync("python3", ["-m", "zipfile", "-e", file, folder]);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "handout-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a zip file of ours is what others read, empty files and long ones, and the same bytes each time", () => {
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, k) => (k * k) % 251));
  const entries = [
    { name: "a/empty.txt", bytes: Buffer.alloc(0) },
    { name: "a/größe.bin", bytes: bytes },
    { name: "run", bytes: Buffer.from("#!/bin/sh\n"), runs: true },
  ];
  expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926); // the check value that the sum is known by
  writeFileSync(join(folder, "own.zip"), zipped(entries));
  unzip(join(folder, "own.zip"), join(folder, "own"));
  for (const { name, bytes } of entries) expect(statSync(join(folder, "own", name)).size).toBe(bytes.length);
  expect(zipped(entries).equals(zipped(entries))).toBe(true);
});

describeWith(isCheckout(root) ? undefined : "this folder is no git checkout", "npm run handout", () => {
  let project: TemporaryProject;
  const unpacked = () => join(folder, "handout", "cnn-notebooks");

  beforeAll(async () => {
    const { status, output } = await runScript(root, ["scripts/handout.mjs", "--to", join(folder, "handout.zip")]);
    expect(output).toMatch(/^✓ .*handout\.zip: \d+ files, [\d.]+ MB, without solutions\n$/m);
    expect(status).toBe(0);
    unzip(join(folder, "handout.zip"), join(folder, "handout"));
    project = temporaryProject({});
    cpSync(unpacked(), project.folder, { recursive: true });
    symlinkSync(join(root, "data", "mnist"), join(project.folder, "data", "mnist"));
  });
  afterAll(() => project?.close());

  test("has what students need, and no solution", () => {
    for (const path of [
      "package.json",
      "package-lock.json",
      ".npmrc",
      "scripts/start.mjs",
      "exercises/as-it-circulates.ts",
    ]) {
      expect(existsSync(join(unpacked(), path)), path).toBe(true);
    }
    expect(notebookNames(join(unpacked(), "notebooks"))).toEqual(notebookNames(join(root, "notebooks")));
    const files = readdirSync(unpacked(), { recursive: true, encoding: "utf8" });
    expect(
      files.filter((file) => /solution|repaired|teaching|^test|^bench|node_modules|^data\/mnist/.test(file)),
    ).toEqual(["jupyter/python/solutions.py"]);
  });

  test("its pages link to nothing that stayed behind, and keep the words", () => {
    const files = readdirSync(unpacked(), { recursive: true, encoding: "utf8" });
    const pages = files.filter((file) => file.endsWith(".md"));
    const links = pages.flatMap((page) => {
      const text = readFileSync(join(unpacked(), page), "utf8");
      return [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => ({ page, target }));
    });
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(({ page, target }) => !existsSync(join(unpacked(), dirname(page), target)))).toEqual([]);
    expect(readFileSync(join(unpacked(), "README.md"), "utf8")).toContain("solutions are in exercises/solutions.");
  });

  test("runs, unpacked into a clone: each exercise of notebook 2 says that it is not answered yet", async () => {
    const { cells } = readNotebook(join(project.folder, "notebooks", "02-max-pooling.ipynb"));
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    const kernel = await KernelClient.start({ project: project.folder });
    try {
      const exercises = code.filter(({ metadata }) => exerciseOf(metadata?.tags ?? []) !== undefined);
      expect(exercises).toHaveLength(3);
      for (const cell of [code[0]!, ...exercises]) {
        const { reply, stdout } = await kernel.run([cell.source].flat().join(""));
        expect(reply.status, reply.evalue).toBe("ok");
        const exercise = exerciseOf(cell.metadata?.tags ?? []);
        if (exercise !== undefined) expect(stdout).toBe(`${exercise} not answered yet\n`);
      }
    } finally {
      await kernel.stop();
    }
  });

  test("--into keeps a repository that students' copies are clones of: corrections come as commits", async () => {
    const target = join(folder, "repository");
    const umask = process.umask(0o077); // of a teacher whose own files are closed to others
    onTestFinished(() => void process.umask(umask));
    const hand = () => runScript(root, ["scripts/handout.mjs", "--into", target]);
    const git = (...words: string[]) =>
      execFileSync("git", words, { cwd: target, encoding: "utf8" }).trim().split("\n");
    expect((await hand()).output).toMatch(/^✓ .*repository: \d+ files, without solutions, committed\n$/m);
    for (const path of [".", "src", ".git", ".git/objects"]) {
      expect(statSync(join(target, path)).mode & 0o777, path).toBe(0o755);
    }
    const files = git("ls-files");
    expect(files).toContain("notebooks/02-max-pooling.ipynb");
    expect(files.filter((file) => /solution|teaching|^test/.test(file))).toEqual(["jupyter/python/solutions.py"]);
    writeFileSync(join(target, "exports"), "installed there: ignored by git");
    await hand();
    expect(git("log", "--oneline")).toHaveLength(1); // nothing changed
    writeFileSync(join(target, "notebooks", "old.ipynb"), "{}");
    git("add", "--all");
    await hand();
    expect(git("log", "--oneline")).toHaveLength(1); // what is no longer handed out is gone, and all is as it was
    expect(existsSync(join(target, "exports"))).toBe(true);
    expect((await runScript(root, ["scripts/handout.mjs", "--into", folder])).output).toMatch(
      /expected a handout's repository or an empty folder, got another one/,
    );
  });

  test("what git does not have yet is handed out and named, and a folder with answers stays", async () => {
    const copy = freshCopy();
    onTestFinished(() => removeCopy(copy));
    const git = (...words: string[]) => execFileSync("git", ["-C", copy, ...words], { stdio: "ignore" });
    cpSync(join(root, ".gitignore"), join(copy, ".gitignore"));
    git("init");
    git("add", "--all");
    for (const path of ["answers", "submissions"]) {
      mkdirSync(join(copy, path));
      writeFileSync(join(copy, path, "ada.ipynb"), "{}");
    }
    const { output } = await runScript(copy, ["scripts/handout.mjs", "--into", join(copy, "..", "handed")]);
    expect(output).toMatch(/^• submissions\/ada\.ipynb: handed out, though git does not have it yet\n✓ /);
    expect(existsSync(join(copy, "..", "handed", "answers"))).toBe(false);
  });

  test("the export says why there are no solutions to fold in", async () => {
    const { status, output } = await runScript(unpacked(), ["scripts/export.mjs", "--solutions"]);
    expect(output).toMatch(/there is no exercises\/solutions here\. Is this a handout/);
    expect(status).toBe(1);
  });
});
