import { describe } from "vitest";
import { type Tensor, tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

describe("4.1", () => {
  unsolved("4.1", undefined);
  solved("4.1", 11.35);
  hints("4.1", [
    ["a tenth", 10, "as many of each digit"],
    ["a fraction", 0.1135, "in per cent"],
    ["how often it is wrong", 88.65, "how often it is wrong"],
    ["the training digits", 11.2367, "learned from"],
    ["another digit", 9.8, "always says 0"],
    ["something else", 20, "mnist.test.label"],
    ["one place", 11.4, "to two places"],
    ["how many", 1135, "of 10,000"],
    ["not a number", Number.NaN, "from 0 to 100"],
  ]);
});

interface Slip {
  readonly stride?: number;
  readonly assigned?: boolean;
  readonly imageAssigned?: boolean;
  readonly sign?: number;
  /** Counts the columns of the image from those of `out`. */
  readonly widthOfOut?: boolean;
  /** Takes a row of the image for as long as one of the slopes. */
  readonly widthOfSlopes?: boolean;
  /** Which weight meets a pixel, instead of (di, dj). */
  readonly weight?: (di: number, dj: number) => number;
  readonly imageWeight?: (di: number, dj: number) => number;
}

/** What exercise 4.2 asks for, with places to put a mistake in. */
const gradients =
  (slip: Slip = {}) =>
  (image: Tensor, filter: Tensor, slopes: Tensor) => {
    const straight = (di: number, dj: number) => di * 3 + dj;
    const { stride = 2, assigned, imageAssigned, sign = 1, weight = straight, imageWeight = straight } = slip;
    const [ofFilter, ofImage] = [tensor([3, 3]), tensor(image.shape)];
    slopes.data.forEach((slope, at) => {
      const [i, j] = [Math.floor(at / slopes.shape[1]), at % slopes.shape[1]];
      for (let k = 0; k < 9; k++) {
        const [di, dj] = [Math.floor(k / 3), k % 3];
        const fitting = slip.widthOfOut ? 2 * slopes.shape[1] + 1 : image.shape[1];
        const width = slip.widthOfSlopes ? slopes.shape[1] : fitting;
        const pixel = (stride * i + di) * width + stride * j + dj;
        const forFilter = sign * slope * image.data[pixel];
        const forImage = slope * filter.data[imageWeight(di, dj)];
        ofFilter.data[weight(di, dj)] = forFilter + (assigned ? 0 : ofFilter.data[weight(di, dj)]);
        ofImage.data[pixel] = forImage + (imageAssigned ? 0 : ofImage.data[pixel]);
      }
    });
    return { filter: ofFilter, image: ofImage };
  };

describe("4.2", () => {
  unsolved("4.2", () => undefined);
  solved("4.2", gradients());
  hints("4.2", [
    ["= for +=", gradients({ assigned: true }), "only the last place counts"],
    ["stride 1", gradients({ stride: 1 }), "(2i, 2j)"],
    ["transposed", gradients({ weight: (di, dj) => dj * 3 + di }), "changed places"],
    ["turned around", gradients({ weight: (di, dj) => 8 - di * 3 - dj }), "turned around"],
    ["the sign", gradients({ sign: -1 }), "the sign"],
    ["= for += in the image", gradients({ imageAssigned: true }), "wrong under two"],
    [
      "the image's filter turned around",
      gradients({ imageWeight: (di, dj) => 8 - di * 3 - dj }),
      "met weight (di, dj)",
    ],
    [
      "no slopes for the image",
      (...given) => ({ ...gradients()(...given), image: tensor(given[0].shape) }),
      "nothing was added",
    ],
    ["a mean", gradients({ sign: 1 / 9 }), "which pixel did weight"],
    [
      "rows of the image as long as those of the slopes",
      gradients({ widthOfSlopes: true }),
      "as long as image.shape[1]",
    ],
    ["an image that must fit", gradients({ widthOfOut: true }), "take the width from image.shape"],
    [
      "filter and image exchanged",
      (...given) => ({ filter: gradients()(...given).image, image: gradients()(...given).filter }),
      "changed places in what is returned",
    ],
    [
      "nine slopes in a row",
      (...given) => ({ ...gradients()(...given), filter: tensor([9], gradients()(...given).filter.data) }),
      "the shape is not: 2 axes",
    ],
    [
      "no slopes for the filter",
      (...given) => ({ ...gradients()(...given), filter: tensor([3, 3]) }),
      "nothing was added",
    ],
    [
      "rows and columns of the image swapped",
      (...given) => ({ ...gradients()(...given), image: tensor([9, 7], gradients()(...given).image.data) }),
      "gets slope times weight",
    ],
    [
      "slopes written over",
      (...given) => {
        const out = gradients()(...given);
        given[2].data.fill(0);
        return out;
      },
      "read only",
    ],
  ]);
});
