import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";
import { articleEdges, articleImage, verticalSobel } from "../helpers/article";

const random = seededRandom(1);
const conv = new Conv3x3(8, { random });

describe("Conv3x3", () => {
  test("gives 29 -192 / -35 -22 for the article's image under the vertical Sobel filter", () => {
    const sobel = new Conv3x3(1);
    sobel.filters.data.set(verticalSobel.data);
    const out = sobel.forward(articleImage);
    expect(out.shape).toEqual([2, 2, 1]);
    expect(Array.from(out.data)).toEqual(articleEdges);
  });

  test("maps 28 x 28 to 26 x 26 x 8, not to the article's 26 x 25 x 8", () => {
    expect(conv.forward(tensor([28, 28])).shape).toEqual([26, 26, 8]);
  });

  test("keeps the filters apart: the channel f of the output depends on filter f alone", () => {
    const two = new Conv3x3(2);
    two.filters.data.set([...new Array(9).fill(1), ...verticalSobel.data]);
    const out = two.forward(articleImage);
    expect(Array.from(out.data)).toEqual([284, 29, 357, -192, 243, -35, 382, -22]);
  });

  test("draws one number for each weight, so that what is drawn after it is known", () => {
    const [drawn, counted] = [seededRandom(5), seededRandom(5)];
    new Conv3x3(2, { random: drawn });
    for (let k = 0; k < 18; k++) counted.normal();
    expect(drawn.normal()).toBe(counted.normal());
  });

  test("starts with normal deviates / 9: mean 0 and deviation 1/9 over 9,000 weights", () => {
    const { data } = new Conv3x3(1000, { random: seededRandom(5) }).filters;
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
    expect(Math.abs(mean)).toBeLessThan(0.005); // four standard errors
    expect(Math.abs(deviation * 9 - 1)).toBeLessThan(0.03);
  });

  test.each([
    ["square", [7, 7], 3],
    ["not square", [5, 8], 2],
    ["the smallest image", [3, 3], 4],
  ])("has the gradients of finite differences, every index: %s", (_, shape, filters) => {
    const layer = new Conv3x3(filters, { random });
    const errors = gradientErrors(layer, randomTensor(shape, random));
    expect(errors.filters).toBeLessThan(gradientTolerance);
    expect(errors.input).toBeLessThan(gradientTolerance);
  });

  test("backward changes neither filters nor input, backprop steps against the gradient", () => {
    const layer = new Conv3x3(2, { random });
    const image = randomTensor([5, 5], random);
    const dLdOut = randomTensor(layer.forward(image).shape, random);
    const before = Array.from(layer.filters.data);
    const pixels = Array.from(image.data);
    const { gradients } = layer.backward(dLdOut);
    expect(Array.from(layer.filters.data)).toEqual(before);
    layer.backprop(dLdOut, 0.5);
    expect(Array.from(image.data)).toEqual(pixels);
    const expected = before.map((value, k) => value - 0.5 * gradients.filters.data[k]);
    expect(Array.from(layer.filters.data)).toEqual(expected);
  });

  test.each([[[2, 28]], [[28]], [[28, 28, 1]], [[3, 2]], [[]]])("refuses an image of shape %j", (shape) => {
    const message = `Conv3x3.forward: image must be (h >= 3, w >= 3), got (${shape.join(", ")})`;
    expect(() => conv.forward(tensor(shape))).toThrow(new ShapeError(message));
  });

  test("refuses an upstream gradient of another shape and keeps its filters", () => {
    const before = Array.from(conv.filters.data);
    conv.forward(tensor([28, 28]));
    expect(() => conv.backprop(tensor([26, 25, 8]), 0.1)).toThrow(
      new ShapeError("Conv3x3.backward: dLdOut must be (26, 26, 8), got (26, 25, 8)"),
    );
    expect(Array.from(conv.filters.data)).toEqual(before);
  });

  test.each([undefined, Number.NaN, -1, Infinity])("refuses the learning rate %s", (rate) => {
    conv.forward(tensor([28, 28]));
    const dLdOut = tensor([26, 26, 8]);
    expect(() => conv.backprop(dLdOut, rate)).toThrow(
      new RangeError(`Conv3x3.backprop: learnRate must be a number >= 0, got ${rate}`),
    );
  });

  test("says that backprop needs a forward pass", () => {
    expect(() => new Conv3x3(1).backprop(tensor([1, 1, 1]), 0.1)).toThrow(
      "Conv3x3.backward: expected a forward pass before it, got none",
    );
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses %s filters", (count) => {
    expect(() => new Conv3x3(count)).toThrow(RangeError);
  });
});
