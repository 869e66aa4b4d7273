import type { Network } from "../network/network";
import { formatShape, type Tensor } from "../tensor";

/** A network's own tensors by their names in a file: "0.filters" is parameter `filters` of layers[0]. */
export function namedParameters({ layers }: Network): Map<string, Tensor> {
  return new Map(
    layers.flatMap(({ parameters }, k) =>
      Object.entries(parameters).map(([name, values]): [string, Tensor] => [`${k}.${name}`, values]),
    ),
  );
}

/**
 * Copies tensors into the parameters of their names, once it is sure that they all fit.
 *
 * @throws {Error} if they do not: lists all that is missing, too many, or of another shape; nothing has changed then
 */
export function fill(network: Network, tensors: ReadonlyMap<string, Tensor>): void {
  const parameters = namedParameters(network);
  const wrong: string[] = [];
  for (const [name, { shape }] of parameters) {
    const found = tensors.get(name)?.shape;
    if (found && formatShape(found) === formatShape(shape)) continue;
    wrong.push(`expected tensor "${name}" ${formatShape(shape)}, found ${found ? formatShape(found) : "none"}`);
  }
  for (const [name, { shape }] of tensors) {
    if (!parameters.has(name)) {
      wrong.push(`expected only parameters of the layers, found ${JSON.stringify(name)} ${formatShape(shape)}`);
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  for (const [name, { data }] of parameters) data.set(tensors.get(name)?.data ?? []);
}
