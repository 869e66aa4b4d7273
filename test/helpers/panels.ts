// One panel of each kind, as a notebook makes it.
import {
  Conv3x3,
  crossEntropy,
  drawingPad,
  filterBench,
  loadMnist,
  type Panel,
  poolingWindows,
  tensor,
  weightNudge,
} from "../../src/index";
import { trainedNetwork } from "./trained-network";

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
    "pooling-windows": poolingWindows(vertical.forward(digits[0]), tensor([13, 13, 1], new Array(169).fill(0.5))),
    "weight-nudge": weightNudge(trainedNetwork(), test.take(2), [0, 44], crossEntropy),
  };
}
