import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exportedNames, namesPage, page } from "../scripts/list-names.mjs";
import * as index from "../src/index";

const text = readFileSync("src/index.ts", "utf8");
const names = exportedNames(text);

describe("src/index.ts", () => {
  test("lists names, each line with half a line of comment; no wildcards", () => {
    expect(text).not.toContain("export *");
    const lines = text.split("\n").filter((line) => line.startsWith("export "));
    expect(lines.filter((line) => exportedNames(line).length === 0)).toEqual([]);
  });

  test("exports these values and no others: the list is what a cell is offered", () => {
    const values = names.filter(({ type }) => !type).map(({ name }) => name);
    expect(Object.keys(index).sort()).toEqual(values.sort());
  });

  test("exports each name once", () => {
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });
});

test("every exported name is documented in docs/names.md, which is made of the index", () => {
  expect(readFileSync(page, "utf8"), "run `npm run list-names`").toBe(namesPage(text));
  const documented = readFileSync(page, "utf8");
  expect(documented, "tables without rows").not.toMatch(/\| --- \|\n(?!\|)/);
  for (const { name } of names) expect(documented).toContain(`\`${name}\``);
});
