import { readdirSync, readFileSync } from "node:fs";

/** As much of Jupyter's notebook format as the tests look at. */
export interface Notebook {
  readonly cells: {
    readonly cell_type: "code" | "markdown" | "raw";
    readonly source: string | string[];
    readonly execution_count?: number | null;
    readonly outputs?: {
      readonly output_type: string;
      readonly name?: string;
      readonly data?: Record<string, unknown>;
    }[];
  }[];
}

export const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, "utf8"));

/** The notebooks of a folder, in order, without their extension. */
export function notebookNames(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => name.slice(0, -".ipynb".length));
}

/** How many Plotly figures an executed notebook holds. */
export function figureOutputs(notebook: Notebook | undefined): number {
  if (notebook === undefined) throw new Error("figureOutputs: the notebook was not executed");
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.filter((output) => "application/vnd.plotly.v1+json" in (output.data ?? {})).length;
}

/** Whether its text holds LaTeX. */
export function hasFormulas(notebook: Notebook | undefined): boolean {
  const text = (notebook?.cells ?? []).filter((cell) => cell.cell_type === "markdown");
  return text.some((cell) => /\$[^$]+\$|\\begin\{/.test([cell.source].flat().join("")));
}
