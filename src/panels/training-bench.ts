import { gzipSync } from "node:zlib";
import type { Dataset } from "../data/dataset";
import { onlyOptions, positiveRate, ShapeError, wholeNumber } from "../errors";
import { at, centred, label, pixels } from "../figures/drawing";
import { reach } from "../figures/numbers";
import { element, svgDocument } from "../figures/svg";
import { colours, diverging } from "../figures/theme";
import { type Tensor, tensor } from "../tensor";
import {
  chart,
  curvePoints,
  epochsShown,
  epochsX,
  errorY,
  imagesBetween,
  type Measured,
  stepsFor,
} from "./error-curve";
import { textOf } from "./packed";
import { Panel } from "./panel";
import { inBands, inThreeLevels, packLevels } from "./three-levels";
import { Trainer } from "./trainer";

export interface TrainingBenchOptions {
  /** How many images, the last ones, are kept back to be asked about. Default 500. */
  readonly heldOut?: number;
  /** What the reader finds set: the article's 8 filters, rate 0.005, and one image a step. */
  readonly filters?: number;
  readonly learningRate?: number;
  readonly batchSize?: number;
  /** Of the first weights, and of the order of the images. Default 1. */
  readonly seed?: number;
}

/** More images would make a notebook heavy. */
const mostImages = 5000;
const epochsOfStill = 3;
/** Losses of first steps by which a page sees whether it computes as the notebook does. */
const comparedSteps = 8;

/**
 * A bench on which the article's network is trained while one watches: in the notebook's page, by that page alone.
 *
 * @param images  (h, w), up to 5,000 of them; they go into the notebook in three grey levels, compressed
 * @throws {RangeError} if there are more, or an option is beyond what they allow
 * @throws {ShapeError} if they are coloured
 * @throws {TrainingError} if the run that is drawn for paper diverges: three epochs of the options
 */
export function trainingBench(images: Dataset, options: TrainingBenchOptions = {}): Panel {
  const known = { heldOut: true, filters: true, learningRate: true, batchSize: true, seed: true } as const;
  onlyOptions("trainingBench", options, known);
  const { heldOut = 500, filters = 8, learningRate = 0.005, batchSize = 1, seed = 1 } = options;
  if (images.imageShape.length !== 2) {
    throw new ShapeError(`trainingBench: images must be (h, w), got (${images.imageShape.join(", ")})`);
  }
  if (!(images.length <= mostImages)) {
    throw new RangeError(`trainingBench: expected at most ${mostImages} images, got ${images.length}`);
  }
  const settings = {
    heldOut: wholeNumber("trainingBench: heldOut", heldOut),
    filters: wholeNumber("trainingBench: filters", filters),
    batchSize: wholeNumber("trainingBench: batchSize", batchSize),
    seed,
  };
  const rate = positiveRate("trainingBench: learningRate", learningRate);
  const coarse = inThreeLevels(images);
  const run = runForStill(coarse, settings, rate);
  const data = {
    panel: "training-bench",
    shape: images.imageShape,
    classes: images.classNames.length,
    labels: Array.from({ length: images.length }, (_, i) => images.label(i)),
    pixels: textOf(compressed(coarse)),
    ...settings,
    learningRate: rate,
    losses: run.losses,
  };
  const words =
    `The ${filters} filters of a network before and after ${epochsOfStill} times through ` +
    `${images.length - heldOut} images. The error on ${heldOut} others goes ` +
    `from ${percent(run.measured[0])} to ${percent(run.measured[run.measured.length - 1])}.`;
  return new Panel(data, stillOf(run, heldOut, words), words);
}

const percent = ({ error }: Measured) => `${(100 * error).toFixed(1)} %`;

/** All levels, one image after the other, in bands, packed by `packLevels` and then by gzip. */
function compressed(images: Dataset): Uint8Array {
  const [h, w] = images.imageShape;
  const bytes = new Uint8Array(images.length * h * w);
  for (let i = 0; i < images.length; i++) bytes.set(images.pixels(i), i * h * w);
  return gzipSync(packLevels(inBands(bytes, [h, w])), { level: 9 });
}

interface StillRun {
  readonly before: Tensor;
  readonly after: Tensor;
  readonly measured: readonly Measured[];
  /** Of the first steps. */
  readonly losses: readonly number[];
}

function runForStill(
  images: Dataset,
  settings: ConstructorParameters<typeof Trainer>[1],
  learningRate: number,
): StillRun {
  const trainer = new Trainer(images, settings);
  try {
    const copy = ({ shape, data }: Tensor) => tensor(shape, data.slice());
    const before = copy(trainer.weights()[0]);
    const measured: Measured[] = [{ epochs: 0, error: trainer.heldOutError() }];
    const losses = Array.from({ length: Math.min(comparedSteps, trainer.stepsPerEpoch) }, () =>
      trainer.step(1, learningRate),
    );
    const steps = stepsFor(imagesBetween, settings.batchSize);
    const all = epochsOfStill * trainer.stepsPerEpoch;
    while (trainer.steps < all) {
      trainer.step(Math.min(all - trainer.steps, steps - (trainer.steps % steps)), learningRate);
      measured.push({ epochs: trainer.epochs, error: trainer.heldOutError() });
    }
    return { before, after: copy(trainer.weights()[0]), measured, losses };
  } finally {
    trainer.dispose();
  }
}

const cell = 12;
const gap = 6;
const columns = 8;

function stillOf({ before, after, measured }: StillRun, heldOut: number, words: string): string {
  const count = before.shape[0];
  const rows = Math.ceil(count / columns);
  const side = 3 * cell + gap;
  const end = reach(before, after);
  const tile = ({ data }: Tensor, f: number) =>
    pixels(data.subarray(9 * f, 9 * f + 9), [3, 3], cell, diverging, [-end, end]);
  const grid = (filters: Tensor, top: number) =>
    Array.from({ length: count }, (_, f) =>
      at((f % columns) * side, top + Math.floor(f / columns) * side, tile(filters, f)),
    );
  const second = 24 + rows * side + 24;
  const chartX = Math.min(count, columns) * side + 40;
  const content = [
    label(0, 14, "filters before"),
    ...grid(before, 24),
    label(0, second, "and after"),
    ...grid(after, second + 10),
    label(chartX, 14, `error on ${heldOut} images held out`),
    at(chartX, 20, ...chartOf(measured)),
  ];
  const height = Math.max(20 + chart.height, second + 10 + rows * side);
  return svgDocument(chartX + chart.width, height, words, content.join(""));
}

function chartOf(measured: readonly Measured[]): string[] {
  const shown = epochsShown(measured);
  const small = { "font-size": 12 };
  const [left, right] = [chart.left, chart.width - chart.right];
  const lines = [0, 0.25, 0.5, 0.75, 1].map((error) => {
    const y = errorY(error);
    const line = element("line", { x1: left, x2: right, y1: y, y2: y, stroke: colours.grid });
    return line + label(left - 6, y + 4, `${100 * error} %`, { ...small, "text-anchor": "end" });
  });
  const numbers = Array.from({ length: shown + 1 }, (_, epochs) =>
    label(epochsX(epochs, shown), errorY(0) + 16, `${epochs}`, { ...small, ...centred }),
  );
  const points = curvePoints(measured, shown);
  const curve = element("polyline", { points, fill: "none", stroke: colours.blue, "stroke-width": 2 });
  const name = label((left + right) / 2, chart.height - 6, "epochs", { ...small, ...centred });
  return [...lines, ...numbers, curve, name];
}
