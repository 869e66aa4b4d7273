import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";

/**
 * By network, then by the images that the engine was checked on: what `traitsOf` told of the layers that it agreed
 * with.
 */
const found = new WeakMap<Network, WeakMap<Uint8Array, readonly unknown[]>>();

/**
 * Whether the engine agrees with the layers. `check` is called only if the network or the images are new, or if a layer
 * has changed since the last check: its class, a setting, or a method of its own or of one of its classes. New weights
 * do not count as a change, because the check is about the formula, not about the numbers in it. If `check` cannot tell
 * (undefined), the engine runs, and `check` is called again the next time.
 */
export function agreedBefore(network: Network, { bytes }: Dataset, check: () => boolean | undefined): boolean {
  const known = found.get(network) ?? new WeakMap<Uint8Array, readonly unknown[]>();
  found.set(network, known);
  const now = network.layers.flatMap(traitsOf);
  const before = known.get(bytes);
  if (before?.length === now.length && before.every((trait, k) => Object.is(trait, now[k]))) {
    return true;
  }
  const agrees = check();
  if (agrees) known.set(bytes, now);
  else known.delete(bytes);
  return agrees !== false;
}

/**
 * All that a layer computes by, but its tensors: its own plain values, and the functions that it and its classes have.
 */
function traitsOf(layer: object): unknown[] {
  const traits: unknown[] = [];
  for (let of = layer; of && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      const trait = get ?? value;
      const remembered = trait === undefined || typeof trait === "object"; // tensors of a pass, or none yet
      if (!remembered) traits.push(name, trait);
    }
  }
  return traits;
}
