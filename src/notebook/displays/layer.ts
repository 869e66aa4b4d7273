import type { Layer } from "../../layers/layer";
import { formatShape, sizeOf, type Tensor } from "../../tensor";
import type { MimeBundle } from "../notebook-kernel";
import { attempt } from "./attempt";
import { inBraces, several } from "./html";
import { isTensor } from "./tensor";

/** A layer: its options, then a line for each of its parameters. */
export function layerDisplay(layer: Layer): MimeBundle {
  const options = Object.entries(attempt(() => layer.describe?.()) ?? {});
  const words = options.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
  const head = `${layer.name}${words && ` { ${words} }`}`;
  const known = parametersOf(layer);
  if (!known) return { "text/plain": `${head}\n  its parameters are made when it knows its input` };
  const { parameters, drawn } = known;
  const width = Math.max(0, ...parameters.map(([name]) => name.length));
  const lines = parameters.map(([name, { shape, data }]) => {
    return `  ${name.padEnd(width)}  ${formatShape(shape)}${drawn ? spread(data) : ", drawn when first needed"}`;
  });
  const count = countOf(layer);
  return {
    "text/plain": [`${head}, ${count === 0 ? "no parameters" : several(count, "parameter")}`, ...lines].join("\n"),
  };
}

/** "Conv3x3 { filters (8, 3, 3) }" */
export function layerLine(layer: Layer): string {
  const shapes = parametersOf(layer)?.parameters.map(([name, { shape }]) => `${name} ${formatShape(shape)}`);
  return inBraces(layer.name, shapes ? shapes.join(", ") : "parameters not made yet");
}

/** How many numbers training changes; 0 while the layer does not know. */
export function countOf(layer: Layer): number {
  const { parameters = [] } = parametersOf(layer) ?? {};
  return parameters.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
}

/**
 * A layer's parameters by name, and whether they have their values; undefined while the layer does not know its sizes.
 * Reading `parameters` draws weights that are not drawn yet. So they are read from a stand-in, which has the layer as
 * its prototype: the weights are drawn for the stand-in alone, and the layer's go on waiting for the stream of its
 * network.
 */
function parametersOf(layer: Layer): { parameters: [string, Tensor][]; drawn: boolean } | undefined {
  const standIn: Layer = layer.draw ? Object.create(layer) : layer;
  const all = attempt(() => Object.entries(standIn.parameters).filter(([, parameter]) => isTensor(parameter)));
  return all && { parameters: all, drawn: standIn === layer || Object.keys(standIn).length === 0 };
}

/** ", from -0.31 to 0.28, mean 0.01", and how many are no numbers. */
function spread(values: ArrayLike<number>): string {
  const numbers = Array.from(values).filter(Number.isFinite);
  const others = values.length - numbers.length;
  const warning = others > 0 ? `, ${others === values.length ? "all" : others} not finite` : "";
  if (numbers.length === 0) return warning;
  const [least, most] = numbers.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const words = least === most ? `, all ${digits(least)}` : `, from ${digits(least)} to ${digits(most)}`;
  return words + warning;
}

const digits = (value: number) => String(Number(value.toPrecision(3)));
