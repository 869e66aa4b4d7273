// What every notebook in the new form has: a picture and what it is for at the top, words explained at the end, readable
// lines.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/project.mjs";
import { readNotebook } from "./helpers/notebook";

const names = [
  "01-convolution",
  "02-max-pooling",
  "03-softmax",
  "04-training",
  "05-going-deeper",
  "06-inside",
  "07-search",
];
const neighbours = ["", ...names, "00-start-here"];
/** Those that follow the article say what they correct. */
const mirrors = names.slice(0, 4);

/** The longest line of prose; tables, formulas and pictures cannot be broken. */
const longestLine = 80;
/** The most lines of a cell; the article's own loops are the longest. */
const mostLines = 18;
/** Of all lines of code, those that print or show what others computed. */
const mostShown = 1 / 5;

/** How many lines belong to calls that print or show something: a call goes on until its brackets are closed. */
function shownLines(code: readonly string[]): number {
  let shown = 0;
  for (const cell of code) {
    let open = 0;
    for (const line of cell.split("\n").filter((text) => text.trim())) {
      if (open === 0 && !/^\s*(print|printRows|show|showSource|console\.log)\(/.test(line)) continue;
      shown++;
      open += (line.match(/[([{]/g) ?? []).length - (line.match(/[)\]}]/g) ?? []).length;
    }
  }
  return shown;
}

describe.each(names)("%s", (name) => {
  const { cells } = readNotebook(join(root, "notebooks", `${name}.ipynb`));
  const texts = (kind: string) =>
    cells.filter((cell) => cell.cell_type === kind).map(({ source }) => [source].flat().join(""));
  const [prose, code] = [texts("markdown"), texts("code")];
  const all = prose.join("\n\n");

  test("opens with a picture, what the reader will be able to do, what is needed, and how long it takes", () => {
    expect(prose[0]).toMatch(/^# \d · .*\n\n!\[.{20,}\]\(pictures\/[\w-]+\.svg\)/);
    for (const words of ["**You will be able to**", "**You need**", "minutes"]) {
      expect(prose[0].replace(/\s+/g, " ")).toContain(words);
    }
  });

  test("links to the notebooks before and after, at the top and at the end", () => {
    const at = neighbours.indexOf(name);
    for (const neighbour of [neighbours[at - 1], neighbours[at + 1]]) {
      if (neighbour) expect(prose[0]).toContain(`(${neighbour}.ipynb)`);
    }
    expect(prose.at(-1)?.replace(/\s+/g, " ")).toMatch(
      new RegExp(`\\*\\*Next:\\*\\* \\[[^\\]]+\\]\\(${neighbours[at + 1]}\\.ipynb\\)`),
    );
  });

  test("ends with a recap, its words, references, and a mirror of the article with what was corrected", () => {
    const parts = [
      "## Recap",
      "**Words.**",
      "**References.**",
      ...(mirrors.includes(name) ? ["## Corrected here"] : []),
    ];
    for (const part of parts) expect(all).toContain(part);
  });

  test(`lines of prose have at most ${longestLine} characters`, () => {
    const lines = prose.flatMap((cell) => cell.split("\n")).filter((line) => !/^(\||!\[|\$\$)/.test(line));
    expect(lines.filter((line) => line.length > longestLine)).toEqual([]);
  });

  test(`cells have at most ${mostLines} lines of at most 100 characters`, () => {
    const lines = code.map((cell) => cell.split("\n"));
    expect(lines.filter((cell) => cell.length > mostLines).map(([start]) => start)).toEqual([]);
    expect(lines.flat().filter((line) => line.length > 100)).toEqual([]);
  });

  test("less than a fifth of the code prints or shows", () => {
    const lines = code.flatMap((cell) => cell.split("\n")).filter((line) => line.trim());
    expect(shownLines(code) / lines.length).toBeLessThan(mostShown);
  });

  test("every code cell but the first follows text, or another cell of the same thought: three in a row at most", () => {
    const kinds = cells.map((cell) => (cell.cell_type === "code" ? "c" : "m")).join("");
    expect(kinds).not.toContain("cccc");
  });

  test("what is imported is used", () => {
    const imported = [...code[0].matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, list]) => list.split(","));
    const words = imported.map((one) => one.trim().replace(/^type /, "")).filter(Boolean);
    const rest = code.join("\n").replace(/^import .*$/gm, "");
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(rest))).toEqual([]);
  });
});

test("lines that print or show are counted to the end of their call", () => {
  expect(shownLines(["const a = 1;\nprint({\n  a: [a],\n});\nconst b = a;\n  show(chart(b));", "printed(1);"])).toBe(4);
});
