// One panel of each kind, as a notebook makes it.
import {
  Conv2D,
  Conv3x3,
  crossEntropy,
  Dropout,
  drawingPad,
  filterBench,
  gradientSum,
  Layer,
  learningFilter,
  learningRate,
  loadMnist,
  MaxPool2D,
  Network,
  noiseOrNudge,
  type Panel,
  poolingWindows,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
  totalsToProbabilities,
  train,
  trainingBench,
  weightNudge,
  whatExcites,
  whereFrom,
} from "../../src/index";
import { LearningSnapshots, snapshotSteps } from "../../src/panels/learning-snapshots";
import { watchItLearn } from "../../src/panels/watch-it-learn";
import { articleImage } from "./article";
import { trainedNetwork } from "./trained-network";

const random = seededRandom(6);
/** As after pooling: at one place in five a slope. */
export const digitSlopes = tensor(
  [26, 26],
  Array.from({ length: 676 }, () => (random.uniform() < 0.2 ? random.normal() / 100 : 0)),
);

/** Black and white pixels, by chance, and an image without a digit. */
const coins = tensor(
  [28, 28],
  Array.from({ length: 784 }, () => (random.uniform() < 0.5 ? -0.5 : 0.5)),
);
const empty = tensor([28, 28], new Array<number>(784).fill(-0.5));

/** A layer of the reader's own, whose code no page has. */
class LeakyReLU extends Layer {
  readonly parameters = {};
  forward = ({ shape, data }: Tensor) =>
    tensor(
      shape,
      data.map((value) => (value > 0 ? value : value / 10)),
    );
  backward = (dLdInput: Tensor) => ({ dLdInput, gradients: {} });
}

/** The network of the panel "where-from": an own layer among others, untrained. */
export const askedNetwork = new Network(
  [
    new Conv2D(6),
    new ReLU(),
    new MaxPool2D(),
    new Conv2D(12, { padding: "same" }),
    new LeakyReLU(),
    new Dropout(0.5),
    new Softmax(10),
  ],
  { input: [28, 28], random: seededRandom(3) },
);

/** The network of the panel "what-excites", untrained. */
export const excitedNetwork = new Network(
  [new Conv2D(4), new ReLU(), new MaxPool2D(), new Conv2D(6, { padding: "same" }), new ReLU(), new Softmax(10)],
  { input: [28, 28], random: seededRandom(3) },
);

/** Two runs of 80 steps at each of four rates; at the largest one or both diverge. */
export const triedRates = [0.001, 0.01, 0.1, 1].flatMap((rate, k) =>
  [0, 1].map((seed) => {
    const isLost = k === 3 || (k === 2 && seed === 1);
    const losses = Array.from({ length: isLost ? 30 / k + seed : 80 }, (_, step) =>
      isLost ? 2 + step : 2.3 / (1 + rate * 10 * step),
    );
    return { rate, losses, ...(!isLost && { accuracy: 0.6 + 0.1 * k + 0.05 * seed }) };
  }),
);

/** Four hundred steps of the article's network, asked about 50 test digits. */
export function watchedRun(): { readonly panel: Panel; readonly snapshots: LearningSnapshots } {
  const { train: images, test } = loadMnist();
  const drawn = { random: seededRandom(2) };
  const network = new Network([new Conv3x3(8, drawn), new MaxPool2D(), new Softmax(1352, 10, drawn)]);
  const snapshots = new LearningSnapshots(network, test.take(50), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const observer = {
    begin: snapshotSteps,
    reached: (step: number) => {
      if (step > (snapshots.taken.at(-1)?.step ?? -1) && snapshotSteps(400).includes(step)) snapshots.take(step);
    },
    end: () => undefined,
  };
  snapshots.take(0);
  train(network, images.take(400), { seed: 2, observer });
  return { panel: watchItLearn(snapshots, { steps: 400, running: false }), snapshots };
}

/** The panels by their names. */
export function samplePanels(): Readonly<Record<string, Panel>> {
  const { train, test } = loadMnist();
  const vertical = new Conv3x3(1);
  vertical.filters.data.set([-1, 0, 1, -2, 0, 2, -1, 0, 1]);
  const digits = Array.from({ length: 10 }, (_, k) => train.image(k));
  return {
    "filter-bench": filterBench(digits, [-1, 0, 1, -2, 0, 2, -1, 0, 1], {
      captions: digits.map((_, k) => train.label(k)),
    }),
    "drawing-pad": drawingPad(
      trainedNetwork(),
      digits.map((_, k) => test.image(k)),
      { captions: digits.map((_, k) => test.label(k)) },
    ),
    "gradient-sum": gradientSum({
      "small image": { image: articleImage, slopes: tensor([2, 2], [1, 2, 3, 4]), filter: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
      digit: { image: digits[0], slopes: digitSlopes, filter: new Array<number>(9).fill(0.1) },
    }),
    "learning-filter": learningFilter([digits[0], coins, empty], [-1, 0, 1, -2, 0, 2, -1, 0, 1], {
      captions: ["a digit", "noise", "an empty image"],
      random: seededRandom(42),
    }),
    "totals-to-probabilities": totalsToProbabilities([2, 1, -1, 0.5], { label: 0 }),
    "training-bench": trainingBench(train.take(2000)),
    "pooling-windows": poolingWindows(vertical.forward(digits[0]), tensor([13, 13, 1], new Array(169).fill(0.5))),
    "learning-rate": learningRate(triedRates),
    "watch-it-learn": watchedRun().panel,
    "weight-nudge": weightNudge(trainedNetwork(), test.take(2), [0, 44], crossEntropy),
    "noise-or-nudge": noiseOrNudge(trainedNetwork(), test.take(3), { random: seededRandom(5) }),
    "what-excites": whatExcites(excitedNetwork, test.take(300)),
    "where-from": whereFrom(
      askedNetwork,
      digits.map((_, k) => test.image(k)),
      { captions: digits.map((_, k) => test.label(k)) },
    ),
  };
}
