// The list of what the notebooks claim: each row is a sentence that its notebook has, and names cells of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/project.mjs";
import { exempt } from "./helpers/claimed-numbers";
import { asks, readClaims, type ShownCell, unclaimed, unsupported, unsupportedOf } from "./helpers/claims";
import { notebookNames, readNotebook } from "./helpers/notebook";
import { plain } from "./helpers/prose-numbers";

const folder = join(root, "notebooks");
const claims = readClaims(readFileSync(join(folder, "claims.md"), "utf8"));
const cellsOf = (name: string) => readNotebook(join(folder, `${name}.ipynb`)).cells;
const text = ({ source }: { source: string | string[] }) => [source].flat().join("");

test("every notebook but the start page has claims", () => {
  const names = notebookNames(folder).filter((name) => name !== "00-start-here");
  const claiming = new Set(claims.map(({ notebook }) => notebook));
  expect(names.filter((name) => !claiming.has(name))).toEqual([]);
});

test.each(claims)("$notebook: $sentence", ({ notebook, sentence, cells }) => {
  const all = cellsOf(notebook);
  const prose = all.filter(({ cell_type }) => cell_type === "markdown").map((cell) => plain(text(cell)));
  expect(prose.filter((words) => words.includes(sentence))).toHaveLength(1);
  const code = all.filter(({ cell_type }) => cell_type === "code").map(({ id }) => id);
  expect(cells.filter((id) => !code.includes(id))).toEqual([]);
});

test.each([...new Set(claims.map(({ notebook }) => notebook))])("%s has no result that no row claims", (name) => {
  const prose = cellsOf(name).filter(({ cell_type, id = "" }) => cell_type === "markdown" && !asks(id));
  const own = claims.filter(({ notebook }) => notebook === name);
  expect(unclaimed(prose.map(text).join("\n\n"), own, exempt[name])).toEqual([]);
});

describe("a number that nothing shows is found", () => {
  const cell = (id: string, kind: ShownCell["kind"], source: string, shown = "") => ({ id, kind, source, shown });
  const cells = [
    cell("a", "markdown", "Of 2,000 digits *97* % are right, once 96.8 %. A 3 as well."),
    cell("b", "code", "take(2000)", "accuracy 0.9719\nworst 96.81"),
    cell("c", "code", "take(500)", "loss 0.31"),
  ];

  test("not where output and code bear the text out", () => {
    expect(unsupported(cells)).toEqual([]);
  });

  test("one that went stale, with its cell and sentence", () => {
    const stale = [cell("a", "markdown", "Once it is 96.7 %. And 2,001 digits."), ...cells.slice(1)];
    expect(unsupported(stale)).toEqual(['a: 96.7 in "Once it is 96.7 %."', 'a: 2,001 in "And 2,001 digits."']);
    expect(unsupported(stale, { "96.7": "of the article", "And 2,001": "an example" })).toEqual([]);
  });

  test("a per cent that stands in the code alone", () => {
    expect(unsupported([cell("a", "markdown", "It is 50 %."), cell("b", "code", "take(50)")])).toHaveLength(1);
  });

  test("a claim's number that only another cell shows", () => {
    const claim = (...ids: string[]) => ({ notebook: "", sentence: "97 % are right", cells: ids, seeds: "1" });
    expect(unsupportedOf(claim("b"), cells)).toEqual([]);
    expect(unsupportedOf(claim("c"), cells)).toEqual(["97"]);
  });

  test("a result that no row claims", () => {
    const rows = readClaims("## n\n\n| claim | cells | seeds |\n|---|---|---|\n| *97* % are | `b`, `c` | 1, 2 |");
    expect(rows).toEqual([{ notebook: "n", sentence: "97 % are", cells: ["b", "c"], seeds: "1, 2" }]);
    expect(unclaimed("Here 97 % are right, there 96.8.", rows)).toEqual(['96.8 in "Here 97 % are right, there 96.8."']);
    expect(() => readClaims("## n\n| 97 % are | | 1 |")).toThrow("expected three columns");
  });
});
