/** How a run stood: after how many epochs, and which share of the held-out images was wrong, 0 to 1. */
export interface Measured {
  readonly epochs: number;
  readonly error: number;
}

/** How many images are learned from between two measurements. */
export const imagesBetween = 250;

/** Steps that learn from about so many images; one at least. */
export const stepsFor = (images: number, batchSize: number): number => Math.max(1, Math.round(images / batchSize));

/** The chart in which the errors of runs are drawn, in pixels of its own; what stands around it is within its size. */
export const chart = { width: 350, height: 210, left: 48, right: 10, top: 10, bottom: 40 } as const;

/** Where a share from 0 to 1 is, from the top. */
export const errorY = (error: number): number => chart.top + (1 - error) * (chart.height - chart.top - chart.bottom);

/** How many epochs a chart has room for: three, or as many as the runs took. */
export const epochsShown = (...runs: readonly (readonly Measured[])[]): number =>
  Math.max(3, ...runs.flat().map(({ epochs }) => Math.ceil(epochs)));

/** Where a number of epochs is, from the left. @param shown  epochs that the chart has room for */
export const epochsX = (epochs: number, shown: number): number =>
  chart.left + (epochs / shown) * (chart.width - chart.left - chart.right);

/** A run as the points of a polyline: "38,30 45.5,61 …". */
export const curvePoints = (run: readonly Measured[], shown: number): string =>
  run.map(({ epochs, error }) => `${epochsX(epochs, shown).toFixed(1)},${errorY(error).toFixed(1)}`).join(" ");
