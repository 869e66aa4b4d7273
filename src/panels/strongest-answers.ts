import type { Dataset } from "../data/dataset";
import type { Layer } from "../layers/layer";
import { MaxPool2D } from "../layers/max-pool2d";
import { Softmax } from "../layers/softmax";
import { Network } from "../network/network";
import type { Tensor } from "../tensor";
import { predict } from "../training/predict";

/**
 * How strongly each filter answers to each image: the largest number of its map.
 *
 *   answers[n · f + c] = max_{i, j} maps of image n [i, j, c]
 *
 * @param layers  up to the one with the filters
 * @returns       in steps of a 100,000th or less of the largest: what computes for `predict` has seven digits
 * @throws {RangeError} if an answer is not finite, as where training ruined the weights
 */
export function strongestAnswers(layers: readonly Layer[], images: Dataset): Float64Array {
  const answers = answersByProbe(layers, images) ?? answersByLayers(layers, images);
  const wrong = answers.find((answer) => !Number.isFinite(answer));
  if (wrong !== undefined) throw new RangeError(`whatExcites: filters must answer with finite numbers, got ${wrong}`);
  const largest = answers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const step = 2 ** (Math.ceil(Math.log2(largest || 1)) - finest);
  return answers.map((x) => Math.round(x / step) * step);
}

const finest = 17;

/** A layer's output for an image. */
export const mapsOf = (layers: readonly Layer[], image: Tensor): Tensor =>
  layers.reduce((input, layer) => layer.forward(input), image);

function answersByLayers(layers: readonly Layer[], images: Dataset): Float64Array {
  const all = Array.from({ length: images.length }, (_, n) => largestOf(mapsOf(layers, images.image(n))));
  return Float64Array.from(all.flat());
}

/** The largest number of each map of maps (h, w, f). */
function largestOf({ shape, data }: Tensor): number[] {
  const largest = new Array<number>(shape[2]).fill(-Infinity);
  for (const [k, value] of data.entries()) largest[k % shape[2]] = Math.max(largest[k % shape[2]], value);
  return largest;
}

/** How far totals may lie from 0, for images that were looked at; exponentials in 32 bits reach to 87. */
const reachOfTotals = 20;
const lookedAt = 20;

/**
 * The same by a network that answers with the maxima, so that `predict` may run it on the engine: behind the layers
 * stand pooling over whole maps, and softmax with one class for each filter and one whose total is 0.
 *
 *   total[c] = scale · max[c],  total[f] = 0,  max[c] = ln(p[c] / p[f]) / scale
 *
 * @returns undefined where maps are not as high as wide, or an answer is too strong for 32 bits
 */
function answersByProbe(layers: readonly Layer[], images: Dataset): Float64Array | undefined {
  const first = Array.from({ length: Math.min(lookedAt, images.length) }, (_, n) => mapsOf(layers, images.image(n)));
  const [h, w, filters] = first[0].shape;
  const reach = Math.max(...first.map(({ data }) => data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)));
  if (h !== w || !(reach < Infinity)) return undefined;
  const scale = reachOfTotals / (reach || 1);
  const classes = Math.max(filters + 1, images.classNames.length);
  const softmax = new Softmax(filters, classes);
  const { weights, biases } = softmax.parameters;
  weights.data.fill(0);
  biases.data.fill(0);
  for (let c = 0; c < filters; c++) weights.data[c * classes + c] = scale; // weights[c, c]
  const { data } = predict(new Network([...layers, new MaxPool2D(h), softmax]), images);
  const answers = new Float64Array(images.length * filters);
  for (let n = 0; n < images.length; n++) {
    const zero = Math.log(data[n * classes + filters]);
    for (let c = 0; c < filters; c++) answers[n * filters + c] = (Math.log(data[n * classes + c]) - zero) / scale;
  }
  return answers.every(Number.isFinite) ? answers : undefined;
}
