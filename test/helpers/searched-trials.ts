import type { SearchedTrials } from "../../src/index";
import { seededRandom } from "../../src/random";

/** A made-up search in which the rate matters most, filters a little, and a name not at all. */
export function madeUpSearch(trials: number): SearchedTrials {
  const random = seededRandom(7);
  const rows = Array.from({ length: trials }, (_, k) => {
    const filters = [8, 16, 32][random.integer(3)]!;
    const rate = Number((10 ** (-4 + 3 * random.uniform())).toPrecision(6));
    const settings = {
      filters,
      rate,
      dropout: Number((random.uniform() / 2).toPrecision(6)),
      batch: 1 + random.integer(64),
      pool: random.integer(2) === 1,
    };
    const loss = 0.02 + 0.4 * (Math.log10(rate) + 2.2) ** 2 + 3 / filters + 0.02 * random.uniform();
    return { settings, loss, accuracy: 1 - loss / 4, epochs: k % 3 === 0 ? 1 : 9, stopped: k % 3 === 0 };
  });
  return {
    space: {
      filters: { choice: [8, 16, 32] },
      rate: { logUniform: [1e-4, 1e-1] },
      dropout: { uniform: [0, 0.5] },
      batch: { integer: [1, 64] },
      pool: { choice: [true, false] },
    },
    rows,
  };
}
