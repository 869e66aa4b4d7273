import type { Network } from "./network";

/**
 * The first of a network's parameters that is not a number which 32 bits can hold, in words: training that has run away
 * leaves NaN, infinities, or numbers beyond 3.4e38.
 *
 * @returns undefined where all are such numbers
 */
export function ruinedWeight({ layers }: Network): string | undefined {
  for (const [k, layer] of layers.entries()) {
    for (const [name, { data }] of Object.entries(layer.parameters)) {
      const wrong = data.find((value) => !Number.isFinite(Math.fround(value)));
      if (wrong !== undefined) return `${wrong} in ${name} of layers[${k}] ${layer.name}`;
    }
  }
  return undefined;
}

/** Keeps a copy of the weights that a network has now. @returns a function that gives them back to it */
export function weightsNow(network: Network): () => void {
  const kept = network.parameters.map(({ data }) => data.slice());
  return () => {
    for (const [k, { data }] of network.parameters.entries()) data.set(kept[k]);
  };
}
