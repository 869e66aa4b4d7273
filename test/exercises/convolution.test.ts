import { describe } from "vitest";
import { type Tensor, tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

interface Frame {
  readonly stride: number;
  readonly padding: number;
  readonly value: number;
}

/** What exercise 1.3 asks for, with places to put a mistake in. */
const convolution =
  (
    mistake: Partial<Frame> & {
      strode?: boolean;
      turned?: boolean;
      swapped?: boolean;
      rounded?: (x: number) => number;
    } = {},
  ) =>
  ({ shape, data }: Tensor, filter: number[], k: number, given: Frame): Tensor => {
    const { stride, padding, value, strode, turned, swapped, rounded = Math.floor } = { ...given, ...mistake };
    const [h, w] = shape;
    const [rows, columns] = [h, w].map((size) => rounded((size + 2 * padding - k) / stride + 1));
    const out = tensor([rows, columns]);
    const corner = strode ? padding * stride : padding; // how far out the filter begins
    for (let at = 0; at < rows * columns * k * k; at++) {
      const [place, dj] = [Math.floor(at / k), at % k];
      const [cell, di] = [Math.floor(place / k), place % k];
      const row = Math.floor(cell / columns) * stride + di - corner;
      const column = (cell % columns) * stride + dj - corner;
      const inside = row >= 0 && row < h && column >= 0 && column < w;
      const weight = filter[turned ? k * k - 1 - di * k - dj : di * k + dj];
      out.data[cell] += weight * (inside ? data[row * w + column] : value);
    }
    return swapped ? tensor([columns, rows], out.data) : out;
  };

const rounded32 = ({ shape, data }: Tensor) => tensor(shape, data.map(Math.fround));

describe("1.1", () => {
  unsolved("1.1", undefined);
  solved("1.1", -79);
  hints("1.1", [
    ["another place", 19, "another place"],
    ["another place, lower left", -28, "another place"],
    ["the filter turned around", -41, "turned it around"],
    ["rows and columns of the filter swapped", -86, "changed places"],
    ["the sign", 79, "the sign is not"],
    ["something else", 12, "nine products"],
    ["not a number", Number.NaN, "nine products"],
    ["a list with the number in it", [-79] as never, "nine products"],
  ]);
});

describe("1.2", () => {
  unsolved("1.2", []);
  solved("1.2", [-1, -1, 2, -1, 2, -1, 2, -1, -1]);
  hints("1.2", [
    ["a drawing without a mean of 0", [0, 0, 1, 0, 1, 0, 1, 0, 0], "sum to 0"],
    ["the mirror image", [2, -1, -1, -1, 2, -1, -1, -1, 2], "swap left and right"],
    ["a filter for edges", [-1, 0, 1, -2, 0, 2, -1, 0, 1], "negative everywhere else"],
    ["zeros", new Array(9).fill(0), "a filter of zeros"],
    ["rounded thirds", [-1, -1, 2, -1, 2, -1, 2, -1, -1].map((w) => Number((w / 3).toFixed(4))), "not rounded"],
    ["three rows", [[-1, -1, 2], [], []] as never, "in one list"],
    ["eight weights", [1, -1, 1, -1, 1, -1, 1, -1], "three rows of three"],
    ["no numbers", new Array(9).fill(Number.NaN), "finite numbers"],
  ]);
});

describe("1.3", () => {
  unsolved("1.3", () => undefined);
  solved("1.3", convolution());
  hints("1.3", [
    ["the filter turned around", convolution({ turned: true }), "wrong way round"],
    ["a frame of zeros", convolution({ value: 0 }), "not of 0"],
    ["no frame", convolution({ padding: 0 }), "the frame is missing"],
    ["a frame that is strode, too", convolution({ strode: true }), "which pixel meets which weight"],
    [
      "a frame of one pixel always",
      (...given) => convolution({ padding: Math.min(1, given[3].padding) })(...given),
      "+ 2 · 2",
    ],
    ["stride 1 always", convolution({ stride: 1 }), "moves on by `stride`"],
    ["rows and columns swapped", convolution({ swapped: true }), "rows come first"],
    ["rounded up", convolution({ rounded: Math.ceil }), "how often does 5 fit"],
    [
      "twice as much",
      (...given) =>
        tensor(
          convolution()(...given).shape,
          convolution()(...given).data.map((x) => 2 * x),
        ),
      "which pixel meets which weight",
    ],
    ["zeros", (...given) => tensor(convolution()(...given).shape), "nothing was added yet"],
    ["one axis", (...given) => tensor([convolution()(...given).data.length], convolution()(...given).data), "2 axes"],
    ["32 bits", (...given) => rounded32(convolution()(...given)), "only rounding is between"],
    [
      "a pixel too far",
      (...given) => tensor([8, 11], convolution()(...given).data.fill(Number.NaN)),
      "reads undefined",
    ],
    [
      "the image painted over",
      (image, ...given) => {
        const out = convolution()(image, ...given);
        image.data.fill(0);
        return out;
      },
      "read only",
    ],
    [
      "the filter turned around in place",
      (image, filter, ...given) => {
        const out = convolution()(image, filter, ...given);
        filter.reverse();
        return out;
      },
      "read only",
    ],
    ["a list", (() => [1, 2]) as never, "tensor(shape, values)"],
  ]);
});
