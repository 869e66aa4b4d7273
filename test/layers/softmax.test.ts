import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor, relativeDifference } from "../../src/layers/check-gradients";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";
import { crossEntropy } from "../../src/training/cross-entropy";

const random = seededRandom(1);

/** A layer whose totals are its three inputs. */
function identity(): Softmax {
  const layer = new Softmax(3, 3);
  layer.weights.data.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  return layer;
}

describe("Softmax", () => {
  test("turns totals ln 1, ln 2, ln 5 into probabilities 1/8, 2/8, 5/8", () => {
    const { data } = identity().forward(tensor([3], [0, Math.log(2), Math.log(5)]));
    expect(relativeDifference(data, [0.125, 0.25, 0.625])).toBeLessThan(1e-15);
  });

  test("reads weights as (inputs, nodes) and adds the biases", () => {
    const layer = new Softmax(2, 2);
    layer.weights.data.set([1, 2, 3, 4]);
    layer.biases.data.set([0, Math.log(3)]);
    const [first, second] = layer.forward(tensor([2], [1, -1])).data; // totals -2 and -2 + ln 3
    expect(first).toBeCloseTo(0.25, 15);
    expect(second).toBeCloseTo(0.75, 15);
  });

  test("flattens an input of any shape and gives its gradient back in that shape", () => {
    const layer = new Softmax(13 * 13 * 8, 10, { random });
    expect(layer.forward(tensor([13, 13, 8])).shape).toEqual([10]);
    expect(layer.backprop(tensor([10]), 0.1).shape).toEqual([13, 13, 8]);
  });

  test("stays finite for totals of ±1000, where e^x overflows", () => {
    const { data } = identity().forward(tensor([3], [1000, -1000, 1000]));
    expect(Array.from(data)).toEqual([0.5, 0, 0.5]);
  });

  test("starts with normal deviates / inputs and zero biases", () => {
    const layer = new Softmax(1352, 10, { random: seededRandom(4) });
    const { data } = layer.weights;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / data.length);
    expect(Math.abs(deviation * 1352 - 1)).toBeLessThan(0.03);
    expect(Array.from(layer.biases.data)).toEqual(new Array(10).fill(0));
  });

  test("has the gradients of finite differences for any upstream gradient, every index", () => {
    const errors = gradientErrors(new Softmax(24, 5, { random }), randomTensor([2, 3, 4], random));
    expect(errors.weights).toBeLessThan(gradientTolerance);
    expect(errors.biases).toBeLessThan(gradientTolerance);
    expect(errors.input).toBeLessThan(gradientTolerance);
  });

  test("with cross-entropy, the gradient of the totals is p - onehot", () => {
    const layer = new Softmax(7, 4, { random });
    const probabilities = layer.forward(randomTensor([7], random));
    const { gradients } = layer.backward(crossEntropy(probabilities, 2).dLdOut);
    const expected = probabilities.data.map((p, c) => p - (c === 2 ? 1 : 0));
    expect(relativeDifference(gradients.biases.data, expected)).toBeLessThan(1e-14);
  });

  test("refuses an input with another number of values", () => {
    expect(() => new Softmax(1352, 10).forward(tensor([13, 13, 7]))).toThrow(
      new ShapeError("Softmax.forward: input must have 1352 values, got (13, 13, 7) with 1183"),
    );
  });

  test("refuses an upstream gradient of another shape", () => {
    const layer = identity();
    layer.forward(tensor([3]));
    expect(() => layer.backprop(tensor([4]), 0.1)).toThrow(
      new ShapeError("Softmax.backward: dLdOut must be (3), got (4)"),
    );
  });

  test("says that backprop needs a forward pass", () => {
    expect(() => identity().backprop(tensor([3]), 0.1)).toThrow(
      "Softmax.backward: expected a forward pass before it, got none",
    );
  });

  test("is told apart from the article's call whose second number is missing: as many classes as a feature map has values", () => {
    const message =
      "Softmax: new Softmax(1352) has 1352 classes, as many as its input (13, 13, 8) has values. " +
      "For 10 classes write new Softmax(1352, 10), or new Softmax(10).";
    expect(() => new Softmax(1352).forward(tensor([13, 13, 8]))).toThrow(new RangeError(message));
    const layers = () => [new Conv3x3(8), new MaxPool2(), new Softmax(1352)];
    expect(() => new Network(layers(), { input: [28, 28] })).toThrow(new RangeError(message));
    expect(new Softmax(10).forward(tensor([10])).shape).toEqual([10]); // after a dense layer
  });
});
