import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jupyterEnvironment, pythonCommand } from "../../scripts/project.mjs";

/** A cell of a notebook file. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string;
  readonly metadata?: object;
  readonly attachments?: object;
  readonly outputs?: readonly object[];
}

/** @returns a cell of Markdown */
export const markdown = (source: string, more: object = {}): Cell => ({ cell_type: "markdown", source, ...more });

/** A code cell as it is after a run, its outputs given by type. */
export function code(source: string, outputs: readonly Record<string, unknown>[] = [], metadata: object = {}): Cell {
  const shown = outputs.map((data) => ({ output_type: "display_data", data, metadata: {} }));
  return { cell_type: "code", source, metadata, outputs: shown };
}

/** @returns an output that is a Plotly figure */
export const figureOutput = (figure: object) => ({ "application/vnd.plotly.v1+json": figure });

/**
 * Converts a notebook that has its outputs already as JupyterLab's menu does, without a kernel. @returns the page's
 * path
 */
export function exportedPage(
  cells: readonly Cell[],
  { name = "page", metadata = {}, sanitize = false }: { name?: string; metadata?: object; sanitize?: boolean } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const file = join(folder, `${name}.ipynb`);
  const whole = cells.map((cell, k) => ({
    id: `cell-${k}`,
    metadata: {},
    ...(cell.cell_type === "code" && { execution_count: k, outputs: [] }),
    ...cell,
  }));
  const language_info = { name: "typescript" };
  const notebook = { cells: whole, metadata: { language_info, ...metadata }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(file, JSON.stringify(notebook));
  const options = ["--to", "html", `--HTMLExporter.sanitize_html=${sanitize ? "True" : "False"}`, "--log-level=ERROR"];
  execFileSync(pythonCommand("jupyter"), ["nbconvert", ...options, file], { env: jupyterEnvironment(), stdio: "pipe" });
  return join(folder, `${name}.html`);
}
