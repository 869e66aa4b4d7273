import type { Dataset } from "../data/dataset";
import { ShapeError } from "../errors";
import { at, frame, label, pixels } from "../figures/drawing";
import { reach, round6 } from "../figures/numbers";
import { svgDocument } from "../figures/svg";
import { colours, diverging } from "../figures/theme";
import type { Network } from "../network/network";
import { formatShape, type Tensor } from "../tensor";
import {
  around,
  begin,
  beyond,
  epsilons,
  judgedSlope,
  lossAt,
  type NudgedWeight,
  plotOf,
  plotSize,
  stepSize,
  weightAt,
} from "./nudges";
import { Panel } from "./panel";
import { markupOf } from "./shape";

/** How wrong an answer is, and ∂L/∂answer. */
export type Loss = (answer: Tensor, label: number) => { readonly loss: number; readonly dLdOut: Tensor };

/**
 * The loss of some images as a curve of one weight, which the reader moves: the tangent by backward, and the secant of
 * the judge whose nudge shrinks. Everything is computed here, by the network's layers; the weights are as before when
 * it returns.
 *
 * @param network  its first layer has filters (f, h, w)
 * @param images   some ten: the loss is computed some 90 times for each weight
 * @param weights  one to four positions in the filters, counted row by row
 * @param loss     of one answer, such as `crossEntropy`
 * @throws {ShapeError} if the first layer has no such filters
 * @throws {RangeError} if a position is not in them, there are none or more than four, there is no image, or a loss is not finite
 */
export function weightNudge(network: Network, images: Dataset, weights: readonly number[], loss: Loss): Panel {
  const { filters } = network.layers[0].parameters;
  if (filters?.shape.length !== 3) {
    const got = filters ? formatShape(filters.shape) : "none";
    throw new ShapeError(`weightNudge: the first layer must have filters (f, h, w), got ${got}`);
  }
  if (images.length === 0) throw new RangeError("weightNudge: expected at least one image, got none");
  const isThere = (k: number) => Number.isInteger(k) && k >= 0 && k < filters.data.length;
  if (weights.length < 1 || weights.length > 4 || !weights.every(isThere)) {
    throw new RangeError(
      `weightNudge: weights must be one to four positions in ${formatShape(filters.shape)}, got ${JSON.stringify(weights)}`,
    );
  }
  const pass = passOver(network, images, loss);
  const nudged = weights.map((k) => nudgedWeight(pass, filters, k));
  const data = {
    panel: "weight-nudge",
    digits: images.length,
    shape: filters.shape,
    filters: Array.from(filters.data, round6),
    places: [...weights],
    losses: nudged.flatMap(({ losses }) => losses),
    slopes: nudged.flatMap(({ slopes }) => slopes),
    judged: nudged.flatMap(({ judged }) => judged),
  };
  const wrong = data.losses.find((loss) => !Number.isFinite(loss));
  if (wrong !== undefined) throw new RangeError(`weightNudge: losses must be finite, got ${wrong}`);
  return new Panel(data, ...stillOf(filters, weights[0], nudged[0]));
}

/** One weight moved through all states; it is put back. */
function nudgedWeight(pass: Pass, filters: Tensor, k: number): NudgedWeight {
  const weight = filters.data[k];
  const [losses, slopes, judged]: number[][] = [[], [], []];
  const epsilon = epsilons[epsilons.length - 1];
  const passWith = (value: number, isBack: boolean) => {
    filters.data[k] = value;
    return pass(k, isBack);
  };
  try {
    for (let s = -around - beyond; s <= around + beyond; s++) {
      const moved = weight + s * stepSize;
      const isState = Math.abs(s) <= around;
      const { loss, slope } = passWith(moved, isState);
      losses.push(round6(loss));
      if (!isState) continue;
      slopes.push(round6(slope));
      const [above, below] = [passWith(moved + epsilon, false), passWith(moved - epsilon, false)];
      judged.push(round6((above.loss - below.loss) / (2 * epsilon)));
    }
  } finally {
    filters.data[k] = weight;
  }
  return { weight, losses, slopes, judged };
}

/** The mean loss of some images, and, where wanted, its slope for weight k of the first layer's filters. */
type Pass = (k: number, isBack: boolean) => { readonly loss: number; readonly slope: number };

/** Forward through all layers, and back. */
function passOver(network: Network, images: Dataset, lossOf: Loss): Pass {
  const all = Array.from({ length: images.length }, (_, i) => ({ image: images.image(i), label: images.label(i) }));
  const [first, ...rest] = network.layers;
  return (k, isBack) => {
    let [loss, slope] = [0, 0];
    for (const { image, label } of all) {
      const out = lossOf(network.forward(image), label);
      loss += out.loss / all.length;
      if (!isBack) continue;
      const dLdMaps = rest.reduceRight((dLdOut, layer) => layer.backward(dLdOut).dLdInput, out.dLdOut);
      slope += first.backward(dLdMaps).gradients.filters.data[k] / all.length;
    }
    return { loss, slope };
  };
}

const cell = 12;
/** The filters with the weight framed, and its curve with point, tangent and secant. */
function stillOf(filters: Tensor, place: number, nudged: NudgedWeight): [still: string, words: string] {
  const [count, h, w] = filters.shape;
  const { state, epsilon } = begin;
  const end = reach(filters);
  const size = h * w;
  const shown = Array.from({ length: count }, (_, f) => {
    const values = filters.data.subarray(f * size, (f + 1) * size);
    const within = place - f * size;
    const ring =
      within >= 0 && within < size
        ? at(
            (within % w) * cell,
            Math.floor(within / w) * cell,
            frame(cell, cell, { stroke: colours.orange, "stroke-width": 2.5 }),
          )
        : "";
    const tile = at(
      (f % 2) * (w * cell + 10),
      24 + Math.floor(f / 2) * (h * cell + 10),
      pixels(values, [h, w], cell, diverging, [-end, end]),
      ring,
    );
    return tile;
  });
  const plotX = 2 * (w * cell + 10) + 20;
  const plot = markupOf(plotOf(nudged, state, epsilon));
  const [width, plotHeight] = plotSize;
  const told = [
    `weight ${signed(weightAt(nudged, state))}: the loss is ${signed(lossAt(nudged, state))}`,
    `tangent, by backward: slope ${signed(nudged.slopes[state])}`,
    `secant, by nudging with ε = ${epsilon}: slope ${signed(judgedSlope(nudged, state, epsilon))}`,
  ];
  const lines = told.map((line, k) => {
    const fill = [colours.text, colours.blue, colours.orange][k];
    return label(plotX + 38, plotHeight + 44 + 18 * k, line, { "font-size": 13, fill });
  });
  const content = [label(0, 14, "filters"), ...shown, at(plotX, 24, plot), label(plotX, 14, "loss"), ...lines];
  const height = Math.max(plotHeight + 44 + 18 * 2 + 10, 24 + Math.ceil(count / 2) * (h * cell + 10));
  const words =
    `The loss as a curve of one weight of a filter, with a point on it, the tangent and a secant. ${told.join("; ")}.`.replace(
      ". weight",
      ". Weight",
    );
  return [svgDocument(plotX + width, height, words, content.join("")), words];
}

const signed = (value: number) => String(Number(value.toPrecision(3))).replace("-", "−");
