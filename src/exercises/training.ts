// The judges of notebook 4, but for the hunt in the circulating code.
import { randomTensor } from "../layers/check-gradients";
import { Conv2D } from "../layers/conv2d";
import { seededRandom } from "../random";
import { type Tensor, tensor } from "../tensor";
import { isTensor, type Mistake, numberOff, readsOutside, tensorOff, touched } from "./compare";
import { copyOf, digits } from "./examples";
import { type Judge, right, type Wrong, wrong } from "./verdict";

/** 4.1: the accuracy, in per cent, of a network that answers 1 whatever it is shown. */
export const alwaysOne: Judge<number> = (answer) => {
  if (!Number.isFinite(answer)) return wrong(`${answer} is no number`, "in per cent, from 0 to 100");
  const { train, test } = digits();
  const share = (set: typeof test, digit: number) => {
    const labels = Array.from({ length: set.length }, (_, i) => set.label(i));
    return (100 * labels.filter((label) => label === digit).length) / labels.length;
  };
  const expected = share(test, 1);
  const others = [0, 2, 3, 4, 5, 6, 7, 8, 9];
  const mistakes: Mistake[] = [
    { values: [10], hint: "that would be so if there were as many of each digit: count them" },
    { values: [expected / 100], hint: "in per cent" },
    { values: [100 * expected], hint: "in per cent: that is how many of 10,000" },
    { values: [100 - expected], hint: "that is how often it is wrong" },
    { values: [share(train, 1)], hint: "these are the digits it learned from: accuracy is of the test digits" },
    ...others.map((digit) => ({
      values: [share(test, digit)],
      hint: `that is for a network that always says ${digit}`,
    })),
  ];
  const isNear = Math.abs(answer - expected) < 0.5;
  const otherwise = `${isNear ? "nearly, but to two places: " : ""}mnist.test.label(i), for all 10,000`;
  const comparison = { tolerance: 0.005, mistakes, otherwise };
  const off = numberOff(answer, expected, comparison);
  return off ?? right("no accuracy means anything without the one of the laziest rule beside it.");
};

export interface Gradients {
  /** ∂L/∂filter, (3, 3). */
  readonly filter: Tensor;
  /** ∂L/∂image, of the image's shape. */
  readonly image: Tensor;
}

type StridedGradients = (image: Tensor, filter: Tensor, slopes: Tensor) => Gradients | undefined;

/** 4.2: backwards through a convolution with stride 2. */
export const stridedGradients: Judge<StridedGradients> = (gradients) => {
  const random = seededRandom(5);
  for (const shape of [
    [7, 9],
    [9, 7],
    [8, 10], // the last row and column are left over
  ]) {
    const [h, w] = shape;
    const image = randomTensor(shape, random);
    const filter = randomTensor([3, 3], random);
    const slopes = randomTensor(
      [h - 1, w - 1].map((size) => Math.floor(size / 2)),
      random,
    );
    const given = [image, filter, slopes].map(copyOf);
    const got = gradients(given[0], given[1], given[2]);
    if (got === undefined) return undefined;
    const written = [image, filter, slopes].map((one, k) => touched(names[k], given[k].data, one.data)).find(Boolean);
    const off = written ?? filterOff(got.filter, image, filter, slopes) ?? imageOff(got.image, image, filter, slopes);
    if (off) return h % 2 === 1 ? off : wrong(`image (8, 10): ${off.differs}`, leftOver);
  }
  return right("a gradient of a convolution is its forward loop again: the same places, the same pairs.");
};

const names = ["the image", "the filter", "the slopes' tensor"];
const leftOver = "the filter does not reach the last row and column here: take the width from image.shape";

/** The package's gradients with a stride: of the filter (3, 3), of the image. */
function reference(image: Tensor, filter: Tensor, slopes: Tensor, stride = 2): Gradients {
  const layer = new Conv2D(1, { stride, bias: false });
  layer.build(image.shape);
  layer.filters.data.set(filter.data);
  layer.forward(image);
  const { dLdInput, gradients } = layer.backward(tensor([...slopes.shape, 1], slopes.data));
  return { filter: tensor([3, 3], gradients.filters.data), image: tensor(image.shape, dLdInput.data) };
}

/** The part of the image that a convolution with stride 1 would need for these slopes. */
function corner(image: Tensor, [h, w]: readonly number[]): Tensor {
  const values = image.data.filter((_, k) => k % image.shape[1] < w + 2 && k < (h + 2) * image.shape[1]);
  return tensor([h + 2, w + 2], values);
}

function filterOff(got: Tensor, image: Tensor, filter: Tensor, slopes: Tensor): Wrong | undefined {
  const expected = reference(image, filter, slopes).filter;
  const last = slopes.data[slopes.data.length - 1];
  const [top, left] = slopes.shape.map((size) => 2 * (size - 1));
  const lastOnly = expected.data.map((_, k) => {
    return last * image.data[(top + Math.floor(k / 3)) * image.shape[1] + left + (k % 3)];
  });
  const transposed = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((k) => expected.data[k]);
  const byWidthOfSlopes = expected.data.map((_, k) => {
    const width = slopes.shape[1];
    const pixel = (place: number) =>
      image.data[(2 * Math.floor(place / width) + Math.floor(k / 3)) * width + 2 * (place % width) + (k % 3)];
    return slopes.data.reduce((sum, slope, place) => sum + slope * pixel(place), 0);
  });
  const strideOne = reference(corner(image, slopes.shape), filter, slopes, 1).filter.data;
  if (isTensor(got) && got.data.length === image.data.length)
    return wrong("filter has as many numbers as the image", "filter and image changed places in what is returned");
  const mistakes: Mistake[] = [
    { values: new Float64Array(9), hint: "all zeros: nothing was added" },
    { values: lastOnly, hint: "only the last place counts: add up with +=, do not assign with =" },
    { values: byWidthOfSlopes, hint: "a row of the image is as long as image.shape[1], not as a row of the slopes" },
    { values: strideOne, hint: "the filter stood at (2i, 2j), not at (i, j)" },
    { values: transposed, hint: "rows and columns of the filter changed places: di is the row" },
    {
      values: expected.data.slice().reverse(),
      hint: "the gradient is turned around: weight (di, dj) met pixel (2i + di, 2j + dj)",
    },
    {
      values: expected.data.map((slope) => -slope),
      hint: "the sign: this is the slope itself, the step against it comes later",
    },
  ];
  const otherwise = "which pixel did weight (di, dj) meet when out[i, j] was made? Slope times that pixel, added up";
  const comparison = { tolerance: 1e-12, mistakes, otherwise, ifNaN: readsOutside };
  return tensorOff("∂L/∂filter", got, expected, comparison);
}

function imageOff(got: Tensor, image: Tensor, filter: Tensor, slopes: Tensor): Wrong | undefined {
  const expected = reference(image, filter, slopes).image;
  const turned = tensor([3, 3], filter.data.slice().reverse());
  const mistakes: Mistake[] = [
    {
      values: reference(image, turned, slopes).image.data,
      hint: "the filter is turned around: pixel (2i + di, 2j + dj) met weight (di, dj)",
    },
    { values: new Float64Array(image.data.length), hint: "all zeros: nothing was added" },
  ];
  const comparison = {
    tolerance: 1e-12,
    mistakes,
    otherwise: "pixel (2i + di, 2j + dj) gets slope times weight",
    ifNaN: readsOutside,
  };
  const off = tensorOff("∂L/∂image", got, expected, comparison);
  if (!off || !isTensor(got) || got.shape.join() !== expected.shape.join() || off.hint !== comparison.otherwise)
    return off;
  const met = timesMet(image, slopes);
  const rightWhereOnce = expected.data.every((slope, k) => met[k] !== 1 || Math.abs(slope - got.data[k]) < 1e-12);
  if (!rightWhereOnce) return off;
  return wrong(off.differs, "right where a pixel lies under one place of the filter, wrong under two: += and not =");
}

/** How often each pixel lies under the filter. */
function timesMet(image: Tensor, slopes: Tensor): Float64Array {
  const ones = (shape: readonly number[], size: number) => tensor(shape, new Array(size).fill(1));
  return reference(image, ones([3, 3], 9), ones(slopes.shape, slopes.data.length)).image.data;
}
