// What the start page says of each notebook's length is what the notebook says, and what its words and code make likely.
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/project.mjs";
import { notebookNames, readNotebook } from "./helpers/notebook";

const folder = join(root, "notebooks");
const text = ({ source }: { source: string | string[] }) => [source].flat().join("");
const cellsOf = (name: string) => readNotebook(join(folder, `${name}.ipynb`)).cells;

/** Minutes to read and play: slowly read words, lines of code, and a look at what each cell shows. */
function estimate(name: string): number {
  const code = cellsOf(name).filter(({ cell_type }) => cell_type === "code");
  const prose = cellsOf(name).filter(({ cell_type }) => cell_type === "markdown");
  const words =
    prose
      .map(text)
      .join(" ")
      .match(/[\p{L}\d]+/gu)?.length ?? 0;
  const lines = code.flatMap((cell) => text(cell).split("\n")).filter((line) => line.trim()).length;
  return words / 150 + lines / 15 + code.length / 3;
}

/** Readers differ by more than this. */
const most = 0.4;

test.each(notebookNames(folder).slice(1))("%s", (name) => {
  const [start] = cellsOf("00-start-here").map(text);
  const card = start?.split("\n").find((line) => line.includes(`(${name}.ipynb)`));
  const [opening = ""] = cellsOf(name).map(text);
  const minutes = Number(/About\s+(\d+)\s+minutes/.exec(opening)?.[1]);
  expect(card).toContain(`| about ${minutes} minutes`);
  expect(Math.abs(minutes / estimate(name) - 1), `about ${estimate(name).toFixed(0)}`).toBeLessThan(most);
});
