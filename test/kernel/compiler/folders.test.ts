// The README of the kernel is its map: all files stand in it, and folders import only from rows below their own.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/project.mjs";

const folder = join(root, "jupyter/kernel");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** The files of each row, by its folder; a row without one belongs to the folder above. */
function rowsOf(readme: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  let current = "";
  for (const [, name, list = ""] of readme.matchAll(/^\| (?:`([^`]+?)\/?` )?\| ((?:`[\w-]+\.ts` ?)+)\|/gm)) {
    current = name ?? current;
    const named = Array.from(list.matchAll(/`([^`]+)`/g), ([, file]) => file as string);
    rows.set(current, [...(rows.get(current) ?? []), ...named]);
  }
  return rows;
}

/** Imports that lead from a folder to one above it: "requests/x.ts -> run/y". */
function upwardImports(order: readonly string[], read: (file: string) => string): string[] {
  const floor = (file: string) => order.indexOf(dirname(file));
  return files.flatMap((file) =>
    Array.from(read(file).matchAll(/(?:from|import) "(\.[^"]+)"/g), ([, from]) =>
      relative(folder, join(folder, dirname(file), from as string)),
    )
      .filter((target) => floor(target) < floor(file))
      .map((target) => `${file} -> ${target}`),
  );
}

describe("the map of the kernel", () => {
  const rows = rowsOf(readFileSync(join(folder, "README.md"), "utf8"));
  const read = (file: string) => readFileSync(join(folder, file), "utf8");

  it("has every file, once", () => {
    const mapped = [...rows].flatMap(([name, list]) => list.map((file) => join(name, file)));
    expect(mapped.sort()).toEqual([...files].sort());
  });

  it("is in order: no folder imports from one above it", () => {
    expect(upwardImports([...rows.keys()], read)).toEqual([]);
  });

  it("an import that leads up is found", () => {
    const planted = (file: string) => (file === "protocol/messages.ts" ? 'import { x } from "../run/modules";' : "");
    expect(upwardImports([...rows.keys()], planted)).toEqual(["protocol/messages.ts -> run/modules"]);
  });
});
