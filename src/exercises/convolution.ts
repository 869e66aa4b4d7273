// The judges of notebook 1.
import { randomTensor } from "../layers/check-gradients";
import { Conv2D } from "../layers/conv2d";
import { seededRandom } from "../random";
import { formatShape, type Tensor, tensor } from "../tensor";
import { isTensor, type Mistake, numberOff, readsOutside, tensorOff, touched } from "./compare";
import { copyOf, smallImage } from "./examples";
import { type Judge, right, wrong } from "./verdict";

/** Of exercise 1.1. */
const pencilFilter = [1, 0, 2, 0, -1, 0, 3, 0, -2];

/** A filter by rows, read by columns. */
const mirrored = (filter: readonly number[]) => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((k) => filter[k]);

/** 1.1: one number of the output, by hand. */
export const lowerRight: Judge<number> = (answer) => {
  const out = (filter: readonly number[]) => reference(smallImage, filter, 3, { stride: 1, padding: 0, value: 0 }).data;
  const [upperLeft, upperRight, lowerLeft, expected] = out(pencilFilter);
  const elsewhere = "that is the number of another place: lay the filter over the last three rows and columns";
  const mistakes: Mistake[] = [
    { values: [upperLeft], hint: elsewhere },
    { values: [upperRight], hint: elsewhere },
    { values: [lowerLeft], hint: elsewhere },
    { values: [out([...pencilFilter].reverse())[3]], hint: "the filter is laid on as it stands: you turned it around" },
    { values: [out(mirrored(pencilFilter))[3]], hint: "rows and columns of the filter changed places" },
    { values: [-expected], hint: "the size is right, the sign is not" },
  ];
  const otherwise = "nine products: each weight times the pixel under it; five weights of the filter are not 0";
  return (
    numberOff(answer, expected, { mistakes, otherwise }) ??
    right("nine products, added: every number of every feature map of every network is made like this one.")
  );
};

/** How much larger the answer to "/" must be than that to "\". */
const asStrong = 2.5;

/** 1.2: nine weights that see "/" and not "\". */
export const slashFilter: Judge<readonly number[]> = (weights) => {
  if (weights.length === 0) return undefined;
  if (weights.length !== 9)
    return wrong(`${weights.length} weights, not 9`, "three rows of three, one after the other, in one list");
  if (!weights.every(Number.isFinite)) return wrong("not all weights are numbers", "nine finite numbers");
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const [slash, backslash] = [strongest(weights, 8), strongest(weights, 0)];
  const [toSlash, toBackslash] = [slash, backslash].map((answer) => Number(answer.toPrecision(3)));
  const found = `the strongest answers are ${toSlash} to "/" and ${toBackslash} to "\\"`;
  if (Math.abs(sum) > 1e-9) {
    const flat = `the weights sum to ${Number(sum.toPrecision(4))}: a flat area gives that many times its grey level`;
    const nearly = Math.abs(sum) < 0.001 * Math.max(...weights.map(Math.abs));
    if (nearly) return wrong(flat, "write fractions as 1 / 3, not rounded, or take whole numbers");
    return wrong(flat, "take the same amount off each weight until they sum to 0");
  }
  if (weights.every((weight) => weight === 0)) return wrong("all weights are 0", "a filter of zeros sees nothing");
  if (backslash > slash) return wrong(found, "your filter is the mirror image: swap left and right");
  if (slash < asStrong * backslash) {
    const hint = "weights are large where the stroke should be, and negative everywhere else, corners included";
    return wrong(`${found}: less than ${asStrong} times as strong`, hint);
  }
  return right(`${found}. A filter is a small picture of what it looks for, less its mean.`);
};

/** The largest number of the map of a stroke of one pixel that goes through (0, start) and on to the other side. */
function strongest(weights: readonly number[], start: 0 | 8): number {
  const drawn = tensor([9, 9], new Array(81).fill(-0.5));
  for (let i = 0; i < 9; i++) drawn.data[i * 9 + Math.abs(start - i)] = 0.5;
  return Math.max(...reference(drawn, weights, 3, { stride: 1, padding: 0, value: 0 }).data);
}

export interface Frame {
  readonly stride: number;
  readonly padding: number;
  readonly value: number;
}

type Convolution = (image: Tensor, filter: number[], k: number, frame: Frame) => Tensor | undefined;

/** 1.3: a convolution with any size, stride and frame. */
export const convolution: Judge<Convolution> = (convolveAny) => {
  const frames = [
    { k: 3, frame: { stride: 1, padding: 1, value: -0.5 } },
    { k: 5, frame: { stride: 2, padding: 0, value: 0 } },
    { k: 2, frame: { stride: 1, padding: 0, value: 0 } },
    { k: 3, frame: { stride: 2, padding: 2, value: 0.25 } },
  ];
  const random = seededRandom(1);
  for (const { k, frame } of frames) {
    const image = randomTensor([8, 11], random);
    const filter = Array.from({ length: k * k }, () => random.normal());
    const [given, weights] = [copyOf(image), [...filter]];
    const got = convolveAny(given, weights, k, frame);
    if (got === undefined) return undefined;
    const written = touched("the image", given.data, image.data) ?? touched("the filter", weights, filter);
    if (written) return written;
    const expected = reference(image, filter, k, frame);
    const place = `k = ${k}, stride ${frame.stride}, padding ${frame.padding}`;
    const otherwise = hintByShape(got, image, filter, k, frame);
    const mistakes = [
      { values: new Float64Array(expected.data.length), hint: "all numbers are 0: nothing was added yet" },
      { values: reference(image, [...filter].reverse(), k, frame).data, hint: "the filter lies the wrong way round" },
      {
        values: reference(image, filter, k, { ...frame, value: 0 }).data,
        hint: "the frame is made of `value`, not of 0",
      },
    ];
    const comparison = { tolerance: 1e-12, mistakes, otherwise, ifNaN: readsOutside };
    const off = tensorOff(place, got, expected, comparison);
    if (off) return off;
  }
  return right("rows = floor((h + 2 · padding − k) / stride) + 1: the shape of any convolution.");
};

/** What to look at, by the shape that came. */
function hintByShape(got: unknown, image: Tensor, filter: number[], k: number, frame: Frame): string {
  if (!isTensor(got)) return "";
  const shapeWith = (other: Frame) => formatShape(reference(image, filter, k, other).shape);
  const [rows, columns] = reference(image, filter, k, frame).shape;
  const shape = formatShape(got.shape);
  if (shape === formatShape([rows, columns])) return "the shape is right: look at which pixel meets which weight";
  if (frame.stride > 1 && shape === shapeWith({ ...frame, stride: 1 })) return "the filter moves on by `stride` pixels";
  if (frame.padding > 0 && shape === shapeWith({ ...frame, padding: 0 })) return "the frame is missing";
  if (shape === formatShape([columns, rows])) return "rows come first: (rows, columns)";
  return `how often does ${k} fit into ${image.shape[0]} + 2 · ${frame.padding}, in steps of ${frame.stride}?`;
}

/** The package's own convolution of the framed image: (h, w) -> (rows, columns). */
function reference(image: Tensor, filter: readonly number[], k: number, frame: Frame): Tensor {
  const framed = framedBy(image, frame);
  const layer = new Conv2D(1, { size: k, stride: frame.stride, bias: false });
  layer.build(framed.shape);
  layer.filters.data.set(filter);
  const out = layer.forward(framed);
  return tensor(out.shape.slice(0, 2), out.data);
}

/** (h, w) -> (h + 2 padding, w + 2 padding) */
function framedBy({ shape: [h, w], data }: Tensor, { padding, value }: Frame): Tensor {
  const width = w + 2 * padding;
  const out = tensor([h + 2 * padding, width]);
  out.data.fill(value);
  for (let i = 0; i < h; i++) out.data.set(data.subarray(i * w, (i + 1) * w), (i + padding) * width + padding);
  return out;
}
