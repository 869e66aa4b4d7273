// A class: one installation, and copies of the project that use it by links, as another user.
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { jupyterEnvironment, jupyterVariables, root } from "../../scripts/project.mjs";
import { KernelClient } from "../helpers/kernel/client";
import { freshCopy, removeCopy, runScript } from "../helpers/project-copy";

const nobody = 65534;

/** Another user than the one whose installation it is, where we may become one and he may look at this project. */
const uid = process.getuid?.() === 0 && parents(root).every((path) => lstatSync(path).mode & 1) ? nobody : undefined;

function parents(path: string): string[] {
  return path === "/" ? [] : [path, ...parents(dirname(path))];
}

let shared: string;
let copy: string;

/** An installation as set-up leaves it, with this project's packages, and a Python that every user can run. */
function installation(): string {
  const folder = freshCopy();
  chmodSync(dirname(folder), 0o755);
  for (const path of ["node_modules", "data/mnist"]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
  cpSync(join(root, ".local", "assets"), join(folder, ".local", "assets"), { recursive: true });
  for (const name of readdirSync(join(root, ".local")))
    if (/\.cjs(\.map)?$|panel-files/.test(name)) cpSync(join(root, ".local", name), join(folder, ".local", name));
  const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
  execFileSync(python, ["-m", "venv", "--without-pip", join(folder, ".venv")]);
  writeFileSync(join(folder, ".venv", "bin", "jupyter-lab"), "");
  stamp(folder);
  return folder;
}

/** Writes down that all steps were made of the files as they are. */
function stamp(folder: string): void {
  const names = ["node-packages", "python-environment", "kernel", "extension", "panels", "export-assets", "mnist"];
  const script = `
    import { writeStamps } from "./scripts/setup/step.mjs";
    const modules = await Promise.all(${JSON.stringify(names)}.map((name) => import("./scripts/setup/" + name + ".mjs")));
    const made = modules.flatMap(Object.values).filter((one) => one?.key && one.make);
    writeStamps(Object.fromEntries(made.map((step) => [step.name, step.key()])));`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
}

/** A student's copy: what git brings, in a folder of his own. */
function studentsCopy(): string {
  const folder = freshCopy();
  for (const name of [".gitignore", "tsconfig.json"]) cpSync(join(root, name), join(folder, name));
  give(folder);
  return folder;
}

/** Makes the copy the student's. */
function give(folder: string): void {
  if (uid !== undefined) execFileSync("chown", ["-R", `${uid}:${uid}`, dirname(folder)]);
}

const asStudent: { uid?: number } = uid === undefined ? {} : { uid };
const setUp = (folder: string, words: string[]) => runScript(folder, ["scripts/setup.mjs", ...words], asStudent);
const stale = async (folder: string) => (await setUp(folder, ["--check"])).output.trim();

beforeAll(() => {
  shared = installation();
  copy = studentsCopy();
});
afterAll(() => [shared, copy].forEach(removeCopy));

describe("set-up --from, where it cannot be, is one clear line:", () => {
  test("no project there", async () => {
    const { status, output } = await setUp(copy, ["--from", "/nowhere"]);
    expect(output).toBe("\n✗ --from /nowhere: expected a folder with this project in it, found none.\n");
    expect(status).toBe(1);
  });

  test("this folder itself", async () => {
    const { output } = await setUp(copy, ["--from", "."]);
    expect(output).toMatch(/^\n✗ --from \.: this is that folder; run the command in a copy/);
  });

  test("a project that is not set up", async () => {
    const bare = freshCopy();
    const { output } = await runScript(copy, ["scripts/setup.mjs", "--from", bare]); // closed to the other user
    removeCopy(bare);
    expect(output).toMatch(/it is not set up, there is no Node packages, .*MNIST\. Its owner runs npm run setup there/);
  });

  test("another version", async () => {
    appendFileSync(join(copy, "package-lock.json"), "\n");
    const { output } = await setUp(copy, ["--from", shared]);
    expect(output).toMatch(
      /it is another version than this copy, .* \(Node packages differ\)\. Bring both to the same/,
    );
    cpSync(join(root, "package-lock.json"), join(copy, "package-lock.json"));
    expect(existsSync(join(copy, "node_modules"))).toBe(false);
  });

  test("a Python that does not run", async () => {
    const python = join(shared, ".venv", "bin", "python");
    const target = readlinkSync(python);
    rmSync(python);
    symlinkSync("/nowhere/python3", python);
    const { output } = await setUp(copy, ["--from", shared]);
    expect(output).toMatch(/its Python \(\/nowhere\/python3\) does not run for this user\. Its owner deletes \.venv/);
    rmSync(python);
    symlinkSync(target, python);
  });
});

describe("a copy set up --from another project", () => {
  const links = ["node_modules", ".venv", ".local/assets", "data/mnist"];
  const changed = () => spawnSync("find", [shared, "-newer", join(shared, "mark")], { encoding: "utf8" }).stdout;

  beforeAll(async () => {
    writeFileSync(join(shared, "mark"), "");
    const { status, output } = await setUp(copy, ["--from", shared]);
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).not.toContain("Node packages");
  });

  test("has packages, pages' scripts and MNIST by links, the kernel as its own, and is whole", async () => {
    expect(links.map((path) => readlinkSync(join(copy, path)))).toEqual(links.map((path) => join(shared, path)));
    expect(lstatSync(join(copy, ".local", "kernel.cjs")).isFile()).toBe(true);
    expect(await stale(copy)).toBe("");
    expect(await setUp(copy, [])).toEqual({ status: 0, output: "" });
    expect(await setUp(copy, ["--from", shared])).toEqual({ status: 0, output: "" });
  });

  test("changed nothing in the other one", () => expect(changed()).toBe(""));

  test("has a clean git status, links and all", () => {
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "safe.directory=*", "-C", copy, ...words], { encoding: "utf8" });
    git("init", "--quiet");
    git("add", "--all");
    const files = git("ls-files").split("\n");
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => /^(node_modules|\.venv|\.local|data\/mnist|\.env)\b/.test(file))).toEqual([]);
    rmSync(join(copy, ".git"), { recursive: true });
  });

  test("tells VS Code of its own kernel, not of the other one", () => {
    const [, path = ""] = /^JUPYTER_PATH="(.+)"$/m.exec(readFileSync(join(copy, ".env"), "utf8")) ?? [];
    const { argv } = JSON.parse(readFileSync(join(path, "kernels", "tslab", "kernel.json"), "utf8"));
    expect(argv).toContain(join(copy, ".local", "kernel.cjs"));
  });

  test("runs its own sources, and saves in its own folder", async () => {
    appendFileSync(join(copy, "src", "errors.ts"), "\nexport const mine = 42;\n");
    const kernel = await KernelClient.start({ project: copy });
    try {
      expect((await kernel.run('import { mine } from "./src/errors";\nmine')).result).toBe("42");
      const cell = `import { Network, save, Softmax } from "./src/index";
        save(new Network([new Softmax(4, 2)]), "data/models/mine.safetensors");`;
      const { reply } = await kernel.run(cell);
      expect(reply.status, reply.evalue).toBe("ok");
    } finally {
      await kernel.stop();
    }
    expect(existsSync(join(copy, "data", "models", "mine.safetensors"))).toBe(true);
    expect(changed()).toBe("");
  });

  test("whose sources were edited builds what holds them in its own folder, never through a link", async () => {
    give(copy);
    expect((await stale(copy)).split("\n")).toEqual(["JupyterLab extension", "Panels for the HTML export"]);
    expect((await setUp(copy, [])).status).toBe(0);
    expect(lstatSync(join(copy, ".local", "assets")).isDirectory()).toBe(true);
    expect(await stale(copy)).toBe("");
    expect(changed()).toBe("");
  });

  test("never installs through a link: the folder becomes its own first", async () => {
    const npm = join(dirname(copy), "npm");
    writeFileSync(npm, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    appendFileSync(join(copy, "package-lock.json"), "\n");
    const environment = { ...process.env, PATH: `${dirname(npm)}:${process.env.PATH}` };
    const { output } = await runScript(copy, ["scripts/setup.mjs"], { environment, ...asStudent });
    expect(output).toContain("Node packages could not be installed (npm ended with 1)");
    expect(existsSync(join(copy, "node_modules"))).toBe(false);
    expect(existsSync(join(shared, "node_modules", "esbuild"))).toBe(true);
  });
});

test("a copy that takes the sources which the other one was set up with since is whole, and has its list of panels", async () => {
  const follower = studentsCopy();
  onTestFinished(() => removeCopy(follower));
  await setUp(follower, ["--from", shared]);
  for (const folder of [shared, follower])
    appendFileSync(join(folder, "src", "errors.ts"), "\nexport const newer = 1;\n");
  expect((await setUp(follower, ["--from", shared])).output).toMatch(
    /^• JupyterLab extension, Panels .* other sources/,
  );
  writeFileSync(join(shared, ".local", "panel-files.json"), '{ "newer": "1" }');
  stamp(shared);
  expect(await setUp(follower, ["--from", shared])).toEqual({ status: 0, output: "" });
  expect(await stale(follower)).toBe("");
  expect(readFileSync(join(follower, ".local", "panel-files.json"), "utf8")).toBe('{ "newer": "1" }');
});

test("a Hub's start_server.py makes a student's copy once, and becomes the server in its environment", async () => {
  cpSync(join(root, "deploy"), join(shared, "deploy"), {
    recursive: true,
    filter: (path) => !/node_modules/.test(path),
  });
  cpSync(join(root, ".gitignore"), join(shared, ".gitignore"));
  const git = (...words: string[]) => execFileSync("git", ["-C", shared, ...words]);
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=class", "-c", "user.email=class@localhost", "commit", "--quiet", "--message", "As handed out");
  const server = join(shared, ".venv", "bin", "jupyterhub-singleuser");
  writeFileSync(server, '#!/bin/sh\npwd; echo "$@"; echo "$JUPYTER_PATH"\n', { mode: 0o755 });
  const home = studentsCopy(); // a folder that the student may write
  const environment = { ...process.env, HOME: home, CNN_NODE: process.execPath };
  const start = () =>
    spawnSync(join(shared, ".venv", "bin", "python"), [join(shared, "deploy/jupyterhub/start_server.py"), "--flag"], {
      cwd: home,
      env: environment,
      encoding: "utf8",
      ...asStudent,
    });
  const first = start();
  const own = join(home, "cnn");
  const expected = [own, `--ServerApp.root_dir=${own} --flag`, `${own}/jupyter:${own}/.local/assets`];
  expect(first.stdout.trim().split("\n").slice(-3), first.stderr).toEqual(expected);
  expect(readlinkSync(join(own, "node_modules"))).toBe(join(shared, "node_modules"));
  writeFileSync(join(own, "package-lock.json"), "of another version");
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const [, target = ""] =
    /git-pull\?.*&targetpath=([^&]+)&/.exec(readFileSync(join(root, "docs/class.md"), "utf8")) ?? [];
  expect(join(own, target, "/")).toBe(join(own, "/")); // the link for corrections counts from the server's root
  const second = start(); // says so, and starts all the same
  expect(second.stdout.trim().split("\n")).toEqual(expected);
  expect(second.stderr).toMatch(/it is another version than this copy[\s\S]*start_server: .* is not up to date with/);
  rmSync(join(own, "scripts"), { recursive: true });
  expect(start()).toMatchObject({ status: 1, stderr: expect.stringContaining(`start_server: ${own} is broken`) });
  environment.HOME = "/nowhere";
  const message = "start_server: the account has no home folder: there is no /nowhere\n";
  expect(start()).toMatchObject({ status: 1, stderr: message });
  removeCopy(home);
});

test("scripts/environment.mjs prints what npm start gives to JupyterLab", async () => {
  const { status, output } = await runScript(root, ["scripts/environment.mjs"]);
  expect(status).toBe(0);
  const printed = JSON.parse(output);
  expect(printed).toEqual(jupyterVariables());
  expect(jupyterEnvironment()).toEqual({ ...process.env, HOME: expect.any(String), ...printed });
  expect(Object.keys(printed)).toContain("JUPYTER_PATH");
});
