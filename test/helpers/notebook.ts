import { readdirSync, readFileSync } from "node:fs";

/** The part of Jupyter's notebook format that the tests look at. */
export interface Notebook {
  readonly cells: {
    readonly id?: string;
    readonly cell_type: "code" | "markdown" | "raw";
    readonly source: string | string[];
    readonly metadata?: { readonly tags?: readonly string[] };
    readonly execution_count?: number | null;
    readonly outputs?: {
      readonly output_type: string;
      readonly name?: string;
      readonly data?: Record<string, unknown>;
    }[];
  }[];
  readonly metadata?: {
    /** The models of the notebook's widgets, as JupyterLab saves them, by their ids. */
    readonly widgets?: Readonly<Record<string, { readonly state: Readonly<Record<string, WidgetModel>> }>>;
  };
}

interface WidgetModel {
  /** What stands in a widget that shows outputs. */
  readonly state: { readonly outputs?: readonly { readonly data?: Record<string, unknown> }[] };
}

/** A notebook of these cells, for our kernel. */
export const notebook = (...cells: readonly string[]) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    language_info: { name: "typescript", file_extension: ".ts" },
  },
  cells: cells.map((source, k) => ({
    cell_type: "code",
    id: `cell-${k}`,
    metadata: {},
    execution_count: null,
    source,
    outputs: [] as object[],
  })),
});

/** @returns a notebook file, parsed */
export const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, "utf8"));

/** The notebooks of a folder, in order, without their extension. */
export function notebookNames(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => name.slice(0, -".ipynb".length));
}

interface PlotlyFigure {
  readonly layout: { readonly title?: { readonly text?: string } };
}

/** The Plotly figures of an executed notebook, those below its controls included. */
export function plotlyFigures(notebook: Notebook | undefined): PlotlyFigure[] {
  if (notebook === undefined) throw new Error("plotlyFigures: the notebook was not executed");
  const widgets = Object.values(notebook.metadata?.widgets ?? {}).flatMap(({ state }) => Object.values(state));
  const outputs = [
    ...notebook.cells.flatMap((cell) => cell.outputs ?? []),
    ...widgets.flatMap(({ state }) => state.outputs ?? []),
  ];
  return outputs.flatMap(({ data }) => (data?.["application/vnd.plotly.v1+json"] as PlotlyFigure | undefined) ?? []);
}

/** How many Plotly figures an executed notebook holds. */
export const figureOutputs = (notebook: Notebook | undefined): number => plotlyFigures(notebook).length;

/** Whether a notebook's text holds LaTeX. */
export function hasFormulas(notebook: Notebook | undefined): boolean {
  const text = (notebook?.cells ?? []).filter((cell) => cell.cell_type === "markdown");
  return text.some((cell) => /\$[^$]+\$|\\begin\{/.test([cell.source].flat().join("")));
}

/**
 * The environment of a kernel for tests that are about cells and not about results: see src/training/quick-runs.ts.
 * One thread: beside other tests two would wait for each other most of the time.
 */
export const quickRuns = { CNN_NOTEBOOKS_QUICK: "1", CNN_THREADS: "1" };

/** The code cells of a notebook. */
export function codeCells({ cells }: Notebook): { source: string; tags: readonly string[] }[] {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  return code.map(({ source, metadata }) => ({ source: [source].flat().join(""), tags: metadata?.tags ?? [] }));
}
