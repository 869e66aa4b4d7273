import type { Contender } from "./contender";

/**
 * The largest difference of losses over the first steps. Peers in float64 stay far below it, those in float32 a little.
 */
const tolerance = 1e-4;

/**
 * Checks that contenders compute the same: compares the losses of the first steps with those of the first contender.
 *
 * @throws {Error} for the first that does not: what computes something else has no place in a table of times
 */
export async function verify(
  contenders: readonly Contender[],
  batch: number,
  steps: number,
): Promise<Record<string, number>> {
  const expected = await contenders[0].losses(batch, steps);
  const differences: Record<string, number> = {};
  for (const contender of contenders) {
    const losses = await contender.losses(batch, steps);
    const worst = Math.max(...losses.map((loss, k) => Math.abs(loss - expected[k])));
    if (!(worst <= tolerance) || losses.length !== steps) {
      throw new Error(
        `bench: ${contender.name} is ${worst} off at batch ${batch}, where at most ${tolerance} is expected`,
      );
    }
    differences[contender.name] = worst;
  }
  return differences;
}
