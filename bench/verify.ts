import type { Contender } from "./contender";

/** Agreement over the first steps. float64 peers end far below it, float32 ones a little. */
const tolerance = 1e-4;

/**
 * Whether contenders compute the same: each one's losses over the first steps against the first contender's.
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
