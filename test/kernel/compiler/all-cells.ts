// Every cell that there is, each after the cells before it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/project.mjs";
import { groups } from "../semantics";

export interface CellSequence {
  readonly name: string;
  readonly cells: readonly string[];
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

const folder = join(root, "notebooks");

export const notebooks: readonly CellSequence[] = readdirSync(folder)
  .filter((file) => file.endsWith(".ipynb"))
  .sort()
  .map((file) => {
    const { cells } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Notebook;
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    return { name: file, cells: code.map(({ source }) => source.join("")) };
  });

export const semantics: readonly CellSequence[] = groups.flatMap(({ entries }) =>
  entries.map(({ title, cells }) => ({
    name: title,
    cells: cells.map((cell) => (typeof cell === "string" ? cell : cell.code)),
  })),
);

export const sequences: readonly CellSequence[] = [...notebooks, ...semantics];
