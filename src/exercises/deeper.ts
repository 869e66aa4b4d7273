// The judges of notebook 5.
import { Conv2D } from "../layers/conv2d";
import type { Layer } from "../layers/layer";
import { Network } from "../network/network";
import { seededRandom } from "../random";
import { sizeOf } from "../tensor";
import { evaluate } from "../training/evaluate";
import { adam } from "../training/optimizers";
import { isQuick } from "../training/quick-runs";
import { cosineRate } from "../training/schedules";
import { train } from "../training/train";
import { type Mistake, numberOff } from "./compare";
import { digits } from "./examples";
import { type Judge, right, type Verdict, type Wrong, wrong } from "./verdict";

export interface Counted {
  readonly parameters: number | undefined;
  readonly receptiveField: number | undefined;
}

/** Side of a window and how far it moves on, layer by layer: convolutions of 5 and 3, pooling between. */
const windows = [
  [5, 1],
  [2, 2],
  [3, 1],
  [2, 2],
  [3, 1],
];

/** How many pixels a number behind these layers sees, in a row. */
const fieldOf = (layers: readonly (readonly number[])[]) =>
  layers.reduceRight((field, [size, stride]) => (field - 1) * stride + size, 1);

/** 5.1: parameters of a convolution, receptive field of five layers. */
export const counted: Judge<Counted> = ({ parameters, receptiveField }) => {
  if (parameters === undefined && receptiveField === undefined) return undefined;
  const layer = new Conv2D(16, { size: 5 });
  layer.build([12, 12, 8]);
  const expected = Object.values(layer.parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const off = parameters === undefined ? undefined : parametersOff(parameters, expected);
  if (off) return off;
  const fieldIsOff = receptiveField === undefined ? undefined : fieldOff(receptiveField);
  if (fieldIsOff) return fieldIsOff;
  if (parameters === undefined || receptiveField === undefined) {
    return wrong("the one number is right, the other is missing", "both in one object, as in the cell");
  }
  return right("parameters grow with the filters, the receptive field with the layers: hence deep networks.");
};

function parametersOff(got: number, expected: number): Verdict {
  const mistakes: Mistake[] = [
    { values: [expected - 16], hint: "each filter adds a number of its own, its bias" },
    { values: [5 * 5 * 16 + 16], hint: "a filter looks at all eight channels at once: it is 5 × 5 × 8" },
    { values: [5 * 5 * 8 + 8], hint: "there are sixteen filters" },
    { values: [3 * 3 * 8 * 16 + 16], hint: "the filters are 5 × 5" },
    { values: [5 * 5 * 8 * 16 + 8], hint: "a bias for each filter, not for each channel that comes in" },
  ];
  const otherwise = "filters × (numbers of one filter + 1)";
  const off = numberOff(got, expected, { mistakes, otherwise });
  return off && wrong(`parameters: ${off.differs}`, off.hint);
}

function fieldOff(got: number): Verdict {
  const unpooled = windows.map(([size]) => [size, 1]);
  const pooledOver = (width: number) => windows.map(([size, stride]) => [stride === 2 ? width : size, stride]);
  const mistakes: Mistake[] = [
    { values: [fieldOf(unpooled)], hint: "behind a pooling one step is two pixels of the image" },
    { values: [fieldOf(windows.slice(0, -1))], hint: "one layer more: that is what the last one's inputs see" },
    { values: [fieldOf([[3, 1], ...windows.slice(1)])], hint: "the first convolution is 5 × 5" },
    { values: [fieldOf(windows.filter(([, stride]) => stride === 1))], hint: "the two poolings count as well" },
    { values: [fieldOf(windows) ** 2], hint: "the side of it, not the area" },
    { values: [fieldOf(pooledOver(1))], hint: "a pooling's window is two wide: it adds to the field as well" },
    // Two times the stride behind it, for (2 − 1) times that before it.
    { values: [fieldOf(pooledOver(3))], hint: "a pooling doubles the stride of what comes *behind* it" },
    {
      values: [windows.reduce((sum, [size]) => sum + size, 0)],
      hint: "a layer adds size − 1, times the stride so far",
    },
  ];
  const otherwise =
    "as in the notebook: each layer adds (size − 1) · stride, and behind a pooling the stride is doubled";
  const off = numberOff(got, fieldOf(windows), { mistakes, otherwise });
  return off && wrong(`receptive field: ${off.differs}`, off.hint);
}

type CoinChance = (won: number, lost: number) => number | undefined;

/** How likely 0, 1, …, n heads are, in n tosses. */
function headsOf(n: number): number[] {
  const lnFactorials = [0];
  for (let k = 1; k <= n; k++) lnFactorials.push(lnFactorials[k - 1] + Math.log(k));
  return lnFactorials.map((ln, k) => Math.exp(lnFactorials[n] - ln - lnFactorials[n - k] - n * Math.log(2)));
}

/** 5.2: how often a coin would stray as far from half and half. */
export const coinChance: Judge<CoinChance> = (chance) => {
  const pairs = [
    [30, 12],
    [9, 31],
    [25, 20],
    [6, 6],
    [0, 0],
    [700, 800],
  ];
  for (const [won, lost] of pairs) {
    const got = chance(won, lost);
    if (got === undefined) return undefined;
    const off = chanceOff(got, won, lost);
    if (off) return wrong(`${won} won, ${lost} lost: ${off.differs}`, off.hint);
  }
  return right("the rule of 2√n is this number's shadow: beyond it a fair coin strays about once in twenty times.");
};

/** The hint where powers or factorials of so many tosses are no longer numbers. */
const tooLarge = "171! and 2^1024 are too large for a computer's number: add up logarithms, and take e^ of the sum";

function chanceOff(got: number, won: number, lost: number): Wrong | undefined {
  const n = won + lost;
  if (!Number.isFinite(got)) {
    const small = "a number from 0 to 1: is something divided by 0, or read outside of a list?";
    return wrong(`${got}`, n > 170 ? tooLarge : small);
  }
  const heads = headsOf(n);
  const sum = (chosen: (k: number) => boolean) => heads.reduce((all, p, k) => all + (chosen(k) ? p : 0), 0);
  const far = Math.abs(won - lost);
  const strays = (k: number) => Math.abs(2 * k - n);
  const expected = sum((k) => strays(k) >= far);
  const mistakes: Mistake[] = [
    { values: [sum((k) => k >= Math.max(won, lost))], hint: "a coin may stray to either side" },
    { values: [sum((k) => strays(k) === far)], hint: "as far *or farther*: add up all outcomes beyond it" },
    { values: [sum((k) => strays(k) > far)], hint: "as far counts, not only farther" },
    { values: [2 * sum((k) => k >= Math.max(won, lost))], hint: "the outcome in the middle is counted twice" },
    { values: [1 - expected], hint: "the other way round: 1 less this" },
    { values: [100 * expected], hint: "from 0 to 1, not in per cent" },
    { values: [sum((k) => strays(k) >= won - lost)], hint: "who is ahead does not matter: |won − lost|" },
  ];
  const tooMany = "right for few tosses; for so many 171! is too large and 0.5^1500 is 0: add up logarithms instead";
  const isNear = Math.abs(got / expected - 1) < 0.35;
  const otherwise = isNear
    ? "near, as a bell curve, tossing and rounding are; the exact chance is a sum over numbers of heads"
    : n > 1000
      ? tooMany
      : "n! / (k! (n − k)!) of the 2^n sequences of tosses have k heads";
  return numberOff(got, expected, { tolerance: 1e-9, mistakes, otherwise });
}

const golf = { parameters: 2500, percent: 97, percentOfQuickRuns: 60, seeds: [1, 2], images: 20_000, epochs: 3 };

/** 5.3: as few parameters as possible. */
export const golfed: Judge<() => readonly Layer[]> = (layers) => {
  const [once, twice] = [layers(), layers()];
  if (!Array.isArray(once)) return wrong("golf gives no list of layers", "a list in brackets: [layer, layer]");
  if (once.length === 0) return undefined;
  if (once.some((layer) => twice.includes(layer)))
    return wrong("golf gives the same layers twice", "make them inside of the function: each seed wants fresh ones");
  const networks = golf.seeds.map((seed) => new Network(layers(), { input: [28, 28], random: seededRandom(seed) }));
  const count = networks[0].layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const classes = networks[0].shapes?.at(-1);
  if (classes?.join() !== "10")
    return wrong(`the last layer gives (${classes?.join(", ")})`, "end with new Softmax(10)");
  if (count > golf.parameters) {
    const large = networks[0].layers.reduce((a, b) => (parameterCount(a) >= parameterCount(b) ? a : b));
    const most = `${large.name} alone has ${parameterCount(large).toLocaleString("en")}`;
    const hint =
      large.name === "Softmax" ? "pool once more before it, or let fewer channels reach it" : "fewer filters";
    return wrong(
      `${count.toLocaleString("en")} parameters, more than ${golf.parameters.toLocaleString("en")}; ${most}`,
      hint,
    );
  }
  const { train: all } = digits();
  const { train: learning, validation } = all.split(5000);
  const percents = networks.map((network, k) => {
    const learningRate = cosineRate(0.005, { warmUp: 0.05 });
    const options = { epochs: golf.epochs, batchSize: 32, optimizer: adam(), learningRate };
    train(network, learning.take(golf.images), { ...options, seed: golf.seeds[k] });
    return 100 * evaluate(network, validation).accuracy;
  });
  const shown = percents.map((percent) => percent.toFixed(1)).join(" and ");
  const found = `${count.toLocaleString("en")} parameters, ${shown} %`;
  if (Math.min(...percents) < (isQuick() ? golf.percentOfQuickRuns : golf.percent)) {
    const bent = networks[0].layers.some(({ name }) => name === "ReLU" || name.startsWith("MaxPool"));
    const hint = bent
      ? "a convolution more with few filters costs less than one with many"
      : "nothing in it bends the line";
    return wrong(found, hint);
  }
  return right(`${found}. The article's network has 13,602. Who needs fewer?`);
};

const parameterCount = (layer: Layer) =>
  Object.values(layer.parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
