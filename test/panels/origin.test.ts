import { describe, expect, test } from "vitest";
import {
  Conv2D,
  Conv3x3,
  Dense,
  Dropout,
  Flatten,
  type Layer,
  MaxPool2,
  MaxPool2D,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
} from "../../src/index";
import type { Conv2DOptions } from "../../src/layers/conv2d-options";
import { gridOf, placeAt } from "../../src/panels/grid";
import { amountOf, originOf, strongestTerms, termsForAndAgainst } from "../../src/panels/origin";
import { fieldsOf } from "../../src/panels/receptive-field";
import { sizeOf } from "../../src/tensor";

const random = seededRandom(5);
const randomTensor = (shape: readonly number[]) =>
  tensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );

function conv(filters: number, input: readonly number[], options: Conv2DOptions): Conv2D {
  const layer = new Conv2D(filters, { ...options, random });
  layer.build(input);
  layer.biases?.data.set(randomTensor([filters]).data);
  return layer;
}

/** Sums in another order than the layer's. */
const roundOff = 1e-12;

/** A layer and the shape of an input for it. */
const cases: readonly (readonly [string, Layer, readonly number[]])[] = [
  ["Conv3x3", new Conv3x3(3, { random }), [6, 5]],
  ["Conv2D of an image", conv(2, [7, 6], {}), [7, 6]],
  ["Conv2D of maps, 3 x 2, without bias", conv(4, [5, 6, 3], { size: [3, 2], bias: false }), [5, 6, 3]],
  ["Conv2D, 5 x 5, stride 2, padded with -0.5", conv(3, [8, 7, 2], padded(5, 2)), [8, 7, 2]],
  ["Conv2D, 2 x 2, stride 3, padded", conv(2, [7, 8, 2], padded(2, 3)), [7, 8, 2]],
  ["Conv2D as large as its input", conv(5, [3, 4, 2], { size: [3, 4] }), [3, 4, 2]],
  ["MaxPool2, an odd row left out", new MaxPool2(), [5, 4, 3]],
  ["MaxPool2D, windows that overlap", new MaxPool2D(3, 2), [7, 8, 2]],
  ["MaxPool2D, rows between windows", new MaxPool2D(2, 3), [7, 8, 2]],
  ["ReLU", new ReLU(), [3, 4, 2]],
  ["Dropout", new Dropout(0.5), [3, 4, 2]],
  ["Flatten", new Flatten(), [3, 4, 2]],
  ["Dense", dense(7, [3, 4, 2], true), [3, 4, 2]],
  ["Dense of a vector, without bias", dense(7, [9], false), [9]],
];

function padded(size: number, stride: number): Conv2DOptions {
  return { size, stride, padding: "same", paddingValue: -0.5 };
}

function dense(nodes: number, input: readonly number[], bias: boolean): Dense {
  const layer = new Dense(nodes, { bias, random });
  layer.build(input);
  layer.biases?.data.set(randomTensor([nodes]).data);
  return layer;
}

describe("where a number comes from", () => {
  test.each(cases)("%s: the terms of every number come to that number", (_, layer, shape) => {
    const input = randomTensor(shape);
    const out = layer.forward(input);
    for (const [k, value] of out.data.entries()) {
      const origin = originOf(layer, input, k);
      expect(Math.abs(amountOf(origin!) - value)).toBeLessThan(roundOff);
      const parts = "terms" in origin! ? origin.terms.flatMap((term) => term.parts) : origin!.parts;
      for (const part of parts) if (part.at !== undefined) expect(part.value).toBe(input.data[part.at]);
    }
  });

  test("Softmax: e to the terms' totals, divided by their sum, are the probabilities", () => {
    const input = randomTensor([3, 3, 4]);
    const layer = new Softmax(36, 10, { random });
    layer.biases.data.set(randomTensor([10]).data);
    const powers = Array.from({ length: 10 }, (_, c) => Math.exp(amountOf(originOf(layer, input, c)!)));
    const sum = powers.reduce((a, b) => a + b);
    const p = layer.forward(input).data;
    for (const [c, power] of powers.entries()) expect(Math.abs(power / sum - p[c])).toBeLessThan(roundOff);
  });

  test("a window at the edge says what stands around the image, and that it is no pixel", () => {
    const input = randomTensor([4, 4]);
    const layer = conv(1, [4, 4], padded(3, 1));
    const origin = originOf(layer, input, 0)!;
    const [{ parts }] = "terms" in origin ? origin.terms : [];
    expect(parts.map(({ at }) => at)).toEqual([undefined, undefined, undefined, undefined, 0, 1, undefined, 4, 5]);
    expect(parts[0].value).toBe(-0.5);
  });

  test("the strongest terms and the rest are all terms, for and against apart", () => {
    const terms = [3, -5, 0, 2, -1, 4].map((sum, channel) => ({ channel, parts: [], sum }));
    const of = ({ shown, others, rest }: ReturnType<typeof strongestTerms>) => [
      shown.map(({ sum }) => sum),
      others,
      rest,
    ];
    expect(of(strongestTerms(terms, 3))).toEqual([[-5, 4, 3], 3, 1]);
    expect(of(termsForAndAgainst(terms, 2))).toEqual([[4, 3, -5, -1], 2, 2]);
    expect(of(termsForAndAgainst(terms, 9))).toEqual([[4, 3, 2, -5, -1], 1, 0]);
  });
});

/** Of a number, the first and last row and column of the image where a change changes it. */
function reachOf(layers: readonly Layer[], image: Tensor, k: number) {
  const through = (input: Tensor) => layers.reduce((x, layer) => layer.forward(x), input).data[k];
  const before = through(image);
  const [, w] = image.shape;
  const changed = [...image.data.keys()].filter((pixel) =>
    [1e3, -1e3].some((change) => {
      const nudged = tensor(image.shape, image.data.slice());
      nudged.data[pixel] += change;
      return through(nudged) !== before;
    }),
  );
  const [rows, columns] = [changed.map((pixel) => Math.floor(pixel / w)), changed.map((pixel) => pixel % w)];
  const [i, j] = [Math.min(...rows), Math.min(...columns)];
  return { i, j, h: Math.max(...rows) - i + 1, w: Math.max(...columns) - j + 1 };
}

describe("what a number has seen", () => {
  const shape = [12, 11];
  const image = randomTensor(shape);
  const same = conv(2, [12, 11], padded(3, 1));
  const stacks: readonly (readonly [string, readonly Layer[]])[] = [
    ["convolution, pooling, convolution", [conv(2, shape, {}), new MaxPool2(), conv(3, [5, 4, 2], {})]],
    ["padded, with strides", [conv(2, shape, padded(5, 2)), new Dropout(0.5), conv(2, [6, 6, 2], padded(3, 2))]],
    ["overlapping pooling", [same, new MaxPool2D(3, 2), conv(2, [5, 5, 2], { size: 2 })]],
    ["a vector, and one that all of it goes into", [conv(1, shape, {}), new Flatten(), dense(3, [90], true)]],
    ["a vector that is the maps in a row", [conv(2, shape, {}), new MaxPool2(), new Flatten()]],
  ];

  test.each(stacks)("%s: exactly the pixels between the outermost that change it", (_, layers) => {
    const tensors = [image];
    for (const layer of layers) tensors.push(layer.forward(tensors.at(-1)!));
    const last = tensors.at(-1)!;
    for (let k = 0; k < last.data.length; k += 3) {
      const place = placeAt(gridOf(last.shape), k);
      const [seen] = fieldsOf(
        layers,
        tensors.map((one) => one.shape),
        place,
      );
      expect(seen).toMatchObject(reachOf(layers, image, k));
    }
  });

  test("3 x 3, 8 x 8 and 18 x 18 pixels behind the convolutions of notebook 5; pooling keeps to its map", () => {
    const layers = [
      conv(1, [28, 28], {}),
      new MaxPool2D(),
      conv(1, [13, 13, 1], {}),
      new MaxPool2D(),
      conv(1, [5, 5, 1], {}),
    ];
    const shapes = [
      [28, 28],
      [26, 26, 1],
      [13, 13, 1],
      [11, 11, 1],
      [5, 5, 1],
      [3, 3, 1],
    ];
    const sides = [1, 3, 5].map((n) => fieldsOf(layers.slice(0, n), shapes, { f: 0, i: 1, j: 2 })[0]);
    expect(sides.map((field) => [field?.h, field?.w])).toEqual([
      [3, 3],
      [8, 8],
      [18, 18],
    ]);
    expect(fieldsOf([new MaxPool2()], [[4, 4, 3]], { f: 2, i: 1, j: 0 })).toEqual([{ f: 2, i: 2, j: 0, h: 2, w: 2 }]);
  });

  test("ends at a layer that is not of this package", () => {
    const fields = fieldsOf(
      [new ReLU(), undefined, new ReLU()],
      [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
      { f: 0, i: 0, j: 1 },
    );
    expect(fields).toEqual([undefined, undefined, { f: 0, i: 0, j: 1, h: 1, w: 1 }]);
  });
});
