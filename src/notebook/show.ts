import type { Figure } from "../figures/figure";
import { notebookKernel } from "./kernel";

/**
 * Draws a Plotly figure below the running cell.
 *
 * @throws {TypeError} if it is no figure
 * @throws {Error} outside a notebook
 */
export function show(figure: Figure): void {
  if (!Array.isArray(figure?.data) || typeof figure.layout !== "object") {
    throw new TypeError("show: expected a Plotly figure { data: [...], layout: {...} }");
  }
  const data = {
    "application/vnd.plotly.v1+json": figure,
    "text/plain": "A Plotly figure, which this front end cannot draw.",
  };
  notebookKernel().display({ data, metadata: {}, transient: {} }, false);
}
