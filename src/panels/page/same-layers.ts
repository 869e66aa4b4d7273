/** Sums in 64 bits, rounded to six digits on their way: what differs by more was computed in another way. */
const tolerance = 1e-4;

/**
 * A panel computes with the layers as they were when the page was built. Where a reader has edited one since, the
 * notebook's own result tells.
 *
 * @throws {Error} if the two differ
 */
export function requireSameLayers(here: number, inNotebook: number): void {
  if (Math.abs(here - inNotebook) <= tolerance * (1 + Math.abs(inNotebook))) return;
  throw new Error(
    `this page computes ${here} where the notebook got ${inNotebook}. Layers were edited between: run the import, then this cell`,
  );
}
