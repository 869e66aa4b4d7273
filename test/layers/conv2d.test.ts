import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Conv2D } from "../../src/layers/conv2d";
import type { Conv2DOptions } from "../../src/layers/conv2d-options";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";
import { articleEdges, articleImage, verticalSobel } from "../helpers/article";

const random = seededRandom(1);

/** A Conv2D of one filter, the vertical Sobel filter. */
function sobel(options: Conv2DOptions = {}): Conv2D {
  const conv = new Conv2D(1, options);
  conv.build([4, 4]);
  conv.filters.data.set(verticalSobel.data);
  return conv;
}

describe("Conv2D", () => {
  test("gives 29 -192 / -35 -22 for the article's image under the vertical Sobel filter", () => {
    const out = sobel().forward(articleImage);
    expect(out.shape).toEqual([2, 2, 1]);
    expect(Array.from(out.data)).toEqual(articleEdges);
  });

  test("takes (h, w) and (h, w, 1) alike, and gives the input's gradient back in the same form", () => {
    const conv = sobel();
    const flat = conv.forward(articleImage);
    expect(conv.backward(flat).dLdInput.shape).toEqual([4, 4]);
    const deep = conv.forward(tensor([4, 4, 1], articleImage.data));
    expect(conv.backward(deep).dLdInput.shape).toEqual([4, 4, 1]);
    expect(deep).toEqual(flat);
  });

  test("is Conv3x3 on an image, to the last bit, where its biases are 0", () => {
    const [ours, article] = [new Conv2D(3), new Conv3x3(3, { random })];
    const image = randomTensor([7, 6], random);
    ours.build(image.shape);
    ours.filters.data.set(article.filters.data);
    const out = ours.forward(image);
    expect(out).toEqual(article.forward(image));
    const dLdOut = randomTensor(out.shape, random);
    const [a, b] = [ours.backward(dLdOut), article.backward(dLdOut)];
    expect(a.dLdInput).toEqual(b.dLdInput);
    expect(a.gradients.filters.data).toEqual(b.gradients.filters.data);
  });

  test("adds up over channels and adds the filter's bias: 1 · 10 + 2 · 100 + 5 = 215", () => {
    const conv = new Conv2D(1, { size: 1 });
    conv.build([1, 1, 2]);
    conv.filters.data.set([10, 100]);
    conv.biases?.data.set([5]);
    expect(Array.from(conv.forward(tensor([1, 1, 2], [1, 2])).data)).toEqual([215]);
  });

  test('padding "same" draws a frame around a background of -0.5, unless it pads with -0.5', () => {
    const background = tensor([4, 4], new Array(16).fill(-0.5));
    const zeros = sobel({ padding: "same" }).forward(background);
    expect(zeros.shape).toEqual([4, 4, 1]);
    expect(Array.from(zeros.data)).toEqual([-1.5, 0, 0, 1.5, -2, 0, 0, 2, -2, 0, 0, 2, -1.5, 0, 0, 1.5]);
    const filled = sobel({ padding: "same", paddingValue: -0.5 }).forward(background);
    expect(filled.data.every((value) => value === 0)).toBe(true);
  });

  test("an odd one more row of padding goes to the bottom, an odd column to the right", () => {
    const conv = new Conv2D(1, { size: 2, padding: "same" });
    conv.build([2, 2]);
    conv.filters.data.fill(1);
    expect(Array.from(conv.forward(tensor([2, 2], [1, 2, 3, 4])).data)).toEqual([10, 6, 7, 4]);
  });

  test.each<[string, number[], number[], number, Conv2DOptions]>([
    ["valid", [28, 28], [26, 26, 4], 4, {}],
    ["same", [28, 28], [28, 28, 4], 4, { padding: "same" }],
    ["same, stride 2, odd", [7, 8, 3], [4, 4, 2], 2, { padding: "same", stride: 2 }],
    ["valid, stride 2", [7, 8, 3], [3, 3, 2], 2, { stride: 2 }],
    ["1 x 5 filters", [7, 8, 3], [7, 4, 2], 2, { size: [1, 5] }],
    ["same, larger filters than image", [2, 2, 1], [2, 2, 1], 1, { size: 5, padding: "same" }],
  ])("%s padding maps (%j) to (%j)", (_, input, output, filters, options) => {
    const conv = new Conv2D(filters, options);
    expect(conv.outputShape(input)).toEqual(output);
    expect(conv.forward(tensor(input)).shape).toEqual(output);
  });

  test.each<[string, number[], number, Conv2DOptions]>([
    ["an image", [5, 7], 3, {}],
    ["three channels, odd sizes", [5, 7, 3], 4, {}],
    ["the smallest image", [3, 3, 2], 2, {}],
    ["no bias", [4, 5, 2], 3, { bias: false }],
    ["stride 2", [7, 8, 2], 3, { stride: 2 }],
    ["same padding with a value", [5, 4, 2], 3, { padding: "same", paddingValue: -0.5 }],
    ["same padding, stride 2, even size", [7, 6, 2], 2, { padding: "same", stride: 2, size: 4 }],
    ["stride 3 and 2 x 5 filters", [8, 9, 2], 2, { stride: 3, size: [2, 5] }],
    ["1 x 1 filters", [3, 4, 5], 2, { size: 1 }],
    ["filters larger than the image", [2, 3, 2], 2, { size: 5, padding: "same", paddingValue: 1 }],
  ])("has the gradients of finite differences, every index: %s", (_, shape, filters, options) => {
    const conv = new Conv2D(filters, { random, ...options });
    const errors = gradientErrors(conv, randomTensor(shape, random));
    expect(Object.keys(errors)).toEqual(["input", ...Object.keys(conv.parameters)]);
    for (const error of Object.values(errors)) expect(error).toBeLessThan(gradientTolerance);
  });

  test("finds its channels in the first input and keeps to them", () => {
    const conv = new Conv2D(2, { random });
    expect(() => conv.parameters).toThrow(
      "Conv2D: expected its input's shape, as in new Network(layers, { input: [28, 28] }), or a forward pass; got neither",
    );
    conv.forward(tensor([5, 5, 3]));
    expect(conv.filters.shape).toEqual([2, 3, 3, 3]);
    expect(() => conv.forward(tensor([5, 5, 4]))).toThrow(
      new ShapeError("Conv2D.forward: input must be (h >= 3, w >= 3, 3), got (5, 5, 4)"),
    );
  });

  test.each([[[5]], [[2, 5]], [[5, 2, 3]], [[5, 5, 1, 1]], [[5, 5, 0]]])("refuses an input of shape %j", (shape) => {
    const message = `Conv2D.forward: input must be (h >= 3, w >= 3, c) or (h >= 3, w >= 3), got (${shape.join(", ")})`;
    expect(() => new Conv2D(2).forward(tensor(shape))).toThrow(new ShapeError(message));
  });

  test("refuses an upstream gradient of another shape", () => {
    const conv = sobel();
    conv.forward(articleImage);
    expect(() => conv.backprop(tensor([2, 1, 1]), 0.1)).toThrow(
      new ShapeError("Conv2D.backward: dLdOut must be (2, 2, 1), got (2, 1, 1)"),
    );
  });

  test.each([
    [0, {}, "Conv2D: filters must be a whole number >= 1, got 0"],
    [1, { size: 0 }, "Conv2D: size must be a whole number >= 1, got 0"],
    [1, { stride: 0.5 }, "Conv2D: stride must be a whole number >= 1, got 0.5"],
    [1, { padding: "full" }, 'Conv2D: padding must be "valid" or "same", got "full"'],
    [1, { paddingValue: Number.NaN }, "Conv2D: paddingValue must be a number, got NaN"],
    [1, { initialisation: "xavier" }, 'Conv2D: initialisation must be one of "he", "glorot", "article", got "xavier"'],
  ])("refuses %s filters with %j", (count, options, message) => {
    expect(() => new Conv2D(count, options as Conv2DOptions)).toThrow(new RangeError(message));
  });
});
