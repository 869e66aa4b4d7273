import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { ShapeError } from "../../src/errors";
import { type Backward, Layer } from "../../src/layers/layer";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { type Tensor, tensor } from "../../src/tensor";
import { checkedPass } from "../../src/training/checked-pass";
import { gradientsOfImage } from "../../src/training/image-pass";
import { train } from "../../src/training/train";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { noise } from "../helpers/engine/networks";

let images: Dataset;
beforeAll(() => {
  images = noise(4, [4, 5], 3);
});

/** A reader's layer that passes everything on, with a slip. */
class Slip extends Layer {
  readonly parameters = {};
  constructor(slip: Partial<Pick<Layer, "forward" | "backward" | "outputShape">>) {
    super();
    Object.assign(this, slip);
  }
  forward(input: Tensor): Tensor {
    return tensor(input.shape, input.data.slice());
  }
  backward(dLdOut: Tensor): Backward {
    return { dLdInput: dLdOut, gradients: {} };
  }
}

const zeroFirst = (values: Tensor) => {
  values.data[2] = 7;
  return values;
};

describe("a reader's layer, also as the first of a network, is told that it", () => {
  test.each([
    [
      "changes its input",
      { forward: zeroFirst },
      /^Slip\.forward: expected input to stay as it was, but value 2 became 7 from -?0\.\d+\. Write into a tensor of your own: tensor\(input\.shape, input\.data\.slice\(\)\)\.$/,
    ],
    [
      "changes the slope that it is given",
      { backward: (dLdOut: Tensor) => ({ dLdInput: zeroFirst(dLdOut), gradients: {} }) },
      /^Slip\.backward: expected dLdOut to stay as it was, but value 2 became 7/,
    ],
    [
      "returns an input's gradient of another shape",
      { backward: () => ({ dLdInput: tensor([20]), gradients: {} }) },
      /^Slip\.backward: dLdInput must be \(4, 5\), got \(20\)$/,
    ],
    [
      "returns a slope alone",
      { backward: (dLdOut: Tensor) => dLdOut as unknown as Backward },
      /^Slip\.backward: expected it to return \{ dLdInput, gradients \}, got something else$/,
    ],
    [
      "returns nothing",
      { forward: () => undefined as unknown as Tensor },
      /^Slip\.forward: expected it to return a tensor, as tensor\(shape, values\) makes one, got none$/,
    ],
    [
      "returns values that do not fill the shape",
      { forward: () => ({ shape: [4, 5], data: new Float64Array(19) }) },
      /^Slip\.forward: expected it .*, got 19 values for the shape \(4, 5\)$/,
    ],
    [
      "returns another shape than its outputShape says",
      { outputShape: () => [4, 5], forward: () => tensor([20]) },
      /^Slip\.forward: the output must be \(4, 5\), got \(20\)$/,
    ],
  ])("%s", (_, slip, message) => {
    const network = new Network([new Slip(slip), new Softmax(20, 3)]);
    const before = weightsOf(network);
    expect(() => train(network, images)).toThrow(message);
    expect(weightsOf(network)).toEqual(before);
  });

  test("returns no gradient for a parameter", () => {
    const scale = new Slip({});
    Object.assign(scale, { parameters: { factor: tensor([1], [2]) } });
    const network = new Network([scale, new Softmax(20, 3)]);
    expect(() => train(network, images)).toThrow(
      new ShapeError("Slip.backward: gradients must have factor, as the parameters do, got none"),
    );
  });

  test("is right, where it is, and none the wiser", () => {
    expect(train(new Network([new Slip({}), new Softmax(20, 3)]), images).losses.length).toBe(4);
  });
});

test("a watched pass gives what the plain one gives", () => {
  const network = articleNetwork();
  const image = noise(1, [28, 28], 10).image(0);
  const plain = gradientsOfImage(network, image, 3, { seed: 5 });
  expect(checkedPass(network, image, 3, { seed: 5 })).toEqual(plain);
  expect(() => checkedPass(network, tensor([28, 27]), 3, { seed: 5 })).toThrow(ShapeError);
});
