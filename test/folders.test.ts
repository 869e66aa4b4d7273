// CONTRIBUTING.md says which folder of src/ may import which: this holds both to each other. And no files import in a
// circle, types included: whoever reads along the imports comes to an end.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/project.mjs";

const source = join(root, "src");

/** By folder of src/: the folders that it may import. Files at the root of src/ may be imported everywhere. */
function allowedIn(text: string): Map<string, string[]> {
  const rows = text.matchAll(/^\| `src\/([\w-]+)\/` \|.*\|([^|]*)\|$/gm);
  return new Map(
    Array.from(rows, ([, folder = "", list = ""]) => [
      folder,
      Array.from(list.matchAll(/`([^`]+)`/g), (found) => found[1] ?? ""),
    ]),
  );
}

/** The folders of src/ that the files of one import, apart from itself. */
function importedBy(folder: string): string[] {
  const files = readdirSync(join(source, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const targets = files.flatMap((file) => {
    const path = join(source, folder, file);
    const imports = readFileSync(path, "utf8").matchAll(/(?:from|import) "(\.[^"]+)"/g);
    return Array.from(imports, ([, from = ""]) => relative(source, join(path, "..", from)));
  });
  const folders = targets.filter((target) => target.includes("/")).map((target) => target.split("/")[0] as string);
  return [...new Set(folders)].filter((name) => name !== folder).sort();
}

describe("the folders of src/", () => {
  const allowed = allowedIn(readFileSync(join(root, "CONTRIBUTING.md"), "utf8"));

  test("all stand in the table of CONTRIBUTING.md", () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...allowed.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  test.each([...allowed])("%s imports no other than %j", (folder, list) => {
    expect(importedBy(folder).filter((name) => !list.includes(name))).toEqual([]);
  });

  test("nothing but index.ts imports the engine: without it everything works", () => {
    const others = [...allowed.keys()].filter((folder) => folder !== "engine");
    expect(others.filter((folder) => importedBy(folder).includes("engine"))).toEqual([]);
  });
});

/** The first circle of imports among the TypeScript files of a folder, file by file; [] where there is none. */
function circleIn(folder: string): string[] {
  const done = new Set<string>();
  const circleFrom = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file) || !existsSync(join(root, file))) return [];
    const imports = readFileSync(join(root, file), "utf8").matchAll(/(?:from|import|import\() ?"(\.[^"]+)"/g);
    for (const [, to = ""] of imports) {
      const circle = circleFrom(`${join(file, "..", to).replace(/\.ts$/, "")}.ts`, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const circle = circleFrom(join(folder, file), []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test.each(["src", "jupyter/kernel", "bench", "test/helpers"])("no files of %s import in a circle", (folder) => {
  expect(circleIn(folder)).toEqual([]);
});

/** Bytes that a program wrote. */
const generated = ["src/engine/simd-bytes.ts"];

test("no file of src is longer than 200 lines", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(200);
  const long = files
    .map((file) => join("src", file))
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length - 1 }))
    .filter(({ file, lines }) => lines > 200 && !generated.includes(file));
  expect(long).toEqual([]);
});
