import { onlyOptions, ShapeError } from "../errors";
import { colourAt } from "../figures/colour-at";
import { at, centred, label, pixels, tiles } from "../figures/drawing";
import { reach } from "../figures/numbers";
import { svgDocument } from "../figures/svg";
import { diverging } from "../figures/theme";
import { Conv3x3 } from "../layers/conv3x3";
import { type Random, seededRandom } from "../random";
import { type Tensor, tensor } from "../tensor";
import { comparedSteps, FilterLearning } from "./filter-learning";
import { packImages, unpackImages } from "./packed";
import { Panel } from "./panel";

export interface LearningFilterOptions {
  /** What each image is, as in "after 10 steps on a digit". Default: "image 1" and so on. */
  readonly captions?: readonly string[];
  /** How long a step is. Default 0.5. */
  readonly learningRate?: number;
  /** Where the weights to begin with come from, as those of `Conv3x3` do. */
  readonly random?: Random;
}

/**
 * A filter of 3 x 3 that learns, step by step, to give the map that another one makes of an image.
 *
 * @param images  (h, w) of one size, values from -0.5 to 0.5: what it may learn from
 * @param target  the nine weights of the other filter, row by row
 * @throws {ShapeError} if the images are of other shapes, the target has not nine weights, or captions do not fit
 * @throws {RangeError} if a value of an image is beyond [-0.5, 0.5], or the learning rate is not a positive number
 */
export function learningFilter(
  images: readonly Tensor[],
  target: ArrayLike<number>,
  options: LearningFilterOptions = {},
): Panel {
  onlyOptions("learningFilter", options, { captions: true, learningRate: true, random: true });
  const { captions = images.map((_, k) => `image ${k + 1}`), learningRate = 0.5, random = seededRandom() } = options;
  const packed = packImages("learningFilter", images);
  const weights = Array.from(target);
  if (weights.length !== 9 || !weights.every(Number.isFinite))
    throw new ShapeError(`learningFilter: target must be nine numbers, got ${JSON.stringify(weights).slice(0, 80)}`);
  if (captions.length !== images.length)
    throw new ShapeError(
      `learningFilter: captions must be ${images.length}, one for each image, got ${captions.length}`,
    );
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(`learningFilter: learningRate must be a positive number, got ${learningRate}`);
  const start = Array.from(new Conv3x3(1, { random }).filters.data);
  const [image] = unpackImages(packed.pixels, packed.shape); // as the page has it, in 256 levels
  const learning = new FilterLearning(image, weights, start);
  learning.learn(comparedSteps, learningRate);
  if (!Number.isFinite(learning.loss))
    throw new RangeError(`learningFilter: target and learningRate are so large that the loss is ${learning.loss}`);
  const data = {
    panel: "learning-filter",
    ...packed,
    captions: captions.map(String),
    target: weights,
    start,
    learningRate,
    loss: learning.loss,
  };
  const { still, words } = stillOf(new FilterLearning(image, weights, start), learningRate);
  return new Panel(data, still, words);
}

const shownSteps = [0, 10, 100, 1000];
const tileSize = 36;
const cell = 4;
const gap = 34;

/** Weights and map after 0, 10, 100 and 1,000 steps, or as many as there were before the loss was lost. */
function stillOf(learning: FilterLearning, learningRate: number): { still: string; words: string } {
  const [rows, columns] = learning.map.shape;
  const width = Math.max(3 * tileSize, columns * cell);
  const most = reach(learning.wanted);
  const offBy: string[] = [];
  const after: number[] = [];
  const drawn = shownSteps.map((steps, k) => {
    learning.learn(steps - learning.steps, learningRate);
    after.push(learning.steps);
    offBy.push(twoDigits(learning.furthest));
    const scale = reach(tensor([9], learning.weights.slice()));
    const nine = tiles(3, 3, tileSize, (i, j) => {
      const weight = learning.weights[i * 3 + j];
      return { text: twoDigits(weight), fill: colourAt(diverging, 0.5 + weight / scale / 2.4) };
    });
    const map = pixels(learning.map.data, [rows, columns], cell, diverging, [-most, most]);
    const title = label(width / 2, 16, k === 0 ? "at the start" : `after ${learning.steps} steps`, centred);
    const middle = (wide: number) => (width - wide) / 2;
    const below = at(middle(columns * cell), 36 + 3 * tileSize, map);
    return at(k * (width + gap), 0, title, at(middle(3 * tileSize), 26, nine), below);
  });
  const words =
    `A filter that learns: its nine weights, and its map below, after ${after.join(", ")} steps. ` +
    `The weight that is furthest from the one to be learned is off by ${offBy.join(", ")}.`;
  const height = 36 + 3 * tileSize + rows * cell + 2;
  return { still: svgDocument(shownSteps.length * (width + gap) - gap, height, words, drawn.join("")), words };
}

const twoDigits = (value: number) => (Math.abs(value) < 0.005 ? "0" : String(Number(value.toPrecision(2))));
