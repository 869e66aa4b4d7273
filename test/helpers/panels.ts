// One panel of each kind, as a notebook makes it.
import {
  Conv2D,
  Dropout,
  drawingPad,
  filterBench,
  Layer,
  loadMnist,
  MaxPool2D,
  Network,
  type Panel,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
  whereFrom,
} from "../../src/index";
import { trainedNetwork } from "./trained-network";

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

/** The panels by their names. */
export function samplePanels(): Readonly<Record<string, Panel>> {
  const { train, test } = loadMnist();
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
    "where-from": whereFrom(
      askedNetwork,
      digits.map((_, k) => test.image(k)),
      { captions: digits.map((_, k) => test.label(k)) },
    ),
  };
}
