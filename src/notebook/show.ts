import type { Figure } from "../figures/figure";
import type { Panel } from "../panels/panel";
import { isPanel, panelWithCode } from "./displays/panel";
import { notebookKernel } from "./notebook-kernel";

/**
 * Draws a Plotly figure or a panel below the running cell.
 *
 * @throws {TypeError} if it is neither
 * @throws {Error} outside a notebook
 */
export function show(shown: Figure | Panel): void {
  const data = bundleOf(shown);
  notebookKernel().display({ data, metadata: {}, transient: {} }, false);
}

function bundleOf(shown: Figure | Panel): Record<string, unknown> {
  if (typeof shown === "object" && shown !== null && isPanel(shown)) return panelWithCode(shown);
  const figure = shown as Figure;
  if (!Array.isArray(figure?.data) || typeof figure.layout !== "object") {
    throw new TypeError("show: expected a Plotly figure { data: [...], layout: {...} }, or a panel");
  }
  return {
    "application/vnd.plotly.v1+json": figure,
    "text/plain": "A Plotly figure, which this front end cannot draw.",
  };
}
