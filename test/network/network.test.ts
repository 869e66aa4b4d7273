import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Conv2D } from "../../src/layers/conv2d";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { Dense } from "../../src/layers/dense";
import { Dropout } from "../../src/layers/dropout";
import { Flatten } from "../../src/layers/flatten";
import { Layer } from "../../src/layers/layer";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { ReLU } from "../../src/layers/relu";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";
import { articleNetwork, weightsOf } from "../helpers/article-network";

/** The network of the field notes that passes 99.3 % on MNIST. */
function deepNetwork(filters = 16, seed = 1): Network {
  return new Network(
    [
      new Conv2D(filters),
      new ReLU(),
      new MaxPool2D(),
      new Conv2D(32),
      new ReLU(),
      new MaxPool2D(),
      new Conv2D(64),
      new ReLU(),
      new Dropout(0.25),
      new Softmax(10),
    ],
    { input: [28, 28], random: seededRandom(seed) },
  );
}

/** A layer as a reader writes it: two methods. */
class Doubling extends Layer {
  readonly parameters = { factor: tensor([1], [2]) };
  private lastInput = tensor([0]);
  forward(input: Tensor) {
    this.lastInput = input;
    return tensor(
      input.shape,
      input.data.map((value) => value * this.parameters.factor.data[0]),
    );
  }
  backward(dLdOut: Tensor) {
    const factor = this.parameters.factor.data[0];
    const slope = dLdOut.data.reduce((sum, d, x) => sum + d * this.lastInput.data[x], 0);
    return {
      dLdInput: tensor(
        dLdOut.shape,
        dLdOut.data.map((d) => d * factor),
      ),
      gradients: { factor: tensor([1], [slope]) },
    };
  }
}

describe("a network that is told its input", () => {
  test("finds every size itself, so that 8 filters become 16 by one edit", () => {
    for (const filters of [8, 16]) {
      const network = deepNetwork(filters);
      expect(network.parameters.map(({ shape }) => shape)).toEqual([
        [filters, 3, 3, 1],
        [filters],
        [32, 3, 3, filters],
        [32],
        [64, 3, 3, 32],
        [64],
        [576, 10],
        [10],
      ]);
      expect(network.forward(tensor([28, 28])).shape).toEqual([10]);
    }
  });

  test("has the same weights for the same seed, others for another", () => {
    expect(weightsOf(deepNetwork(8, 1))).toEqual(weightsOf(deepNetwork(8, 1)));
    expect(weightsOf(deepNetwork(8, 1))).not.toEqual(weightsOf(deepNetwork(8, 2)));
  });

  test("draws the weights of layers without a stream of their own from its stream, told its input or not", () => {
    const layers = () => [new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)];
    const network = (seed: number, input?: number[]) =>
      new Network(layers(), { random: seededRandom(seed), ...(input && { input }) });
    expect(weightsOf(network(1))).toEqual(weightsOf(articleNetwork(1)));
    expect(weightsOf(network(1, [28, 28]))).toEqual(weightsOf(articleNetwork(1)));
    expect(weightsOf(network(1))).not.toEqual(weightsOf(network(2)));
    const short = new Network([new Conv3x3(8), new MaxPool2(), new Softmax(10)], {
      input: [28, 28],
      random: seededRandom(1),
    });
    expect(weightsOf(short)).toEqual(weightsOf(articleNetwork(1)));
  });

  test("leaves weights alone that a layer has already: its own stream's, or those of an earlier network", () => {
    const conv = new Conv3x3(2);
    const before = Array.from(conv.filters.data);
    const network = new Network([conv, new MaxPool2(), new Softmax(10)], { input: [8, 8], random: seededRandom(1) });
    expect(Array.from(network.parameters[0].data)).toEqual(before);
    const again = new Network(network.layers, { random: seededRandom(2) });
    expect(again.parameters[2]).toBe(network.parameters[2]);
  });

  test("leaves the article's layers as they are", () => {
    const [told, plain] = [articleNetwork(), articleNetwork()];
    const again = new Network(told.layers, { input: [28, 28] });
    expect(weightsOf(again)).toEqual(weightsOf(plain));
  });

  test("takes a reader's layer, whose output it finds by passing zeros", () => {
    const network = new Network([new Conv2D(4), new Doubling(), new Softmax(3)], { input: [5, 6] });
    expect(network.parameters.map(({ shape }) => shape)).toEqual([[4, 3, 3, 1], [4], [1], [48, 3], [3]]);
    expect(network.summary().rows[2]).toEqual({
      layer: "Doubling",
      output: [3, 4, 4],
      parameters: 1,
      multiplyAdds: undefined,
    });
  });

  test("a reader's layer may build itself, too", () => {
    class Shift extends Layer {
      parameters: Record<string, Tensor> = {};
      override build(shape: readonly number[]) {
        this.parameters = { shift: tensor(shape) };
      }
      forward = (input: Tensor) => input;
      backward = (dLdOut: Tensor) => ({ dLdInput: dLdOut, gradients: { shift: dLdOut } });
    }
    const network = new Network([new Flatten(), new Shift(), new Softmax(2)], { input: [3, 2] });
    expect(network.parameters[0].shape).toEqual([6]);
  });

  test("has the gradients of finite differences through all of its layers", () => {
    const network = new Network(
      [
        new Conv2D(3, { padding: "same", paddingValue: -0.5 }),
        new ReLU(),
        new Conv2D(4, { stride: 2 }),
        new ReLU(),
        new MaxPool2D(2, 1),
        new Flatten(),
        new Dropout(0.5),
        new Dense(6),
        new ReLU(),
        new Softmax(3),
      ],
      { input: [9, 8], random: seededRandom(2) },
    );
    class Whole extends Layer {
      get parameters() {
        return Object.fromEntries(network.parameters.map((parameter, k) => [k, parameter]));
      }
      forward = (input: Tensor) => network.forward(input, { seed: 7 });
      backward(dLdOut: Tensor) {
        const gradients: Tensor[] = [];
        const dLdInput = network.layers.reduceRight((slope, layer) => {
          const backward = layer.backward(slope);
          gradients.unshift(...Object.values(backward.gradients));
          return backward.dLdInput;
        }, dLdOut);
        return { dLdInput, gradients: Object.fromEntries(gradients.map((g, k) => [k, g])) };
      }
    }
    const errors = gradientErrors(new Whole(), randomTensor([9, 8], seededRandom(3)));
    expect(Object.keys(errors)).toHaveLength(9);
    for (const error of Object.values(errors)) expect(error).toBeLessThan(gradientTolerance);
  });

  test("two dropout layers leave out different values in one training pass; a prediction leaves out none", () => {
    const network = new Network([new Dropout(0.5), new Dropout(0.5)], { input: [1000] });
    const ones = tensor([1000], new Array(1000).fill(1));
    const left = network.forward(ones, { seed: 1 }).data.filter((value) => value === 0).length;
    expect(Math.abs(left - 750)).toBeLessThan(4 * Math.sqrt(1000 * 0.75 * 0.25));
    expect(network.forward(ones)).toEqual(ones);
  });
});

describe("a network whose sizes do not fit", () => {
  const conflict = (layers: Layer[], input: number[]) => () => new Network(layers, { input });

  test.each<[string, Layer[], number[], string]>([
    [
      "an image for pooling",
      [new MaxPool2D(), new Softmax(10)],
      [28, 28],
      "Network: layers[0] MaxPool2D does not take (28, 28), the network's input. MaxPool2D.forward: input must be (h >= 2, w >= 2, f), got (28, 28)",
    ],
    [
      "a flat input for a convolution",
      [new Conv2D(8), new Flatten(), new Conv2D(8)],
      [28, 28],
      "Network: layers[2] Conv2D does not take (5408), the output of layers[1] Flatten. Conv2D.forward: input must be (h >= 3, w >= 3, c) or (h >= 3, w >= 3), got (5408)",
    ],
    [
      "the article's softmax after another filter count",
      [new Conv3x3(16), new MaxPool2(), new Softmax(1352, 10)],
      [28, 28],
      "Network: layers[2] Softmax does not take (13, 13, 16), the output of layers[1] MaxPool2. Softmax.forward: input must have 1352 values, got (13, 13, 16) with 2704",
    ],
    [
      "maps too small for one more convolution",
      [new Conv2D(2), new MaxPool2D(), new Conv2D(2), new MaxPool2D(), new Conv2D(2)],
      [10, 10],
      "Network: layers[4] Conv2D does not take (1, 1, 2), the output of layers[3] MaxPool2D. Conv2D.forward: input must be (h >= 3, w >= 3, c) or (h >= 3, w >= 3), got (1, 1, 2)",
    ],
  ])("is refused when it is built: %s", (_, layers, input, message) => {
    expect(conflict(layers, input)).toThrow(new ShapeError(message));
  });

  test("is refused by the name of a reader's layer that returns no tensor", () => {
    class Broken extends Doubling {
      override forward = () => [1, 2] as unknown as Tensor;
    }
    expect(conflict([new Broken()], [2])).toThrow(
      new ShapeError(
        "Network: layers[0] Broken does not take (2), the network's input. Broken.forward: expected it to return a tensor, got something else",
      ),
    );
  });

  test("builds nothing if one layer does not fit", () => {
    const conv = new Conv2D(2);
    expect(conflict([conv, new Softmax(99, 2)], [5, 5])).toThrow(ShapeError);
    expect(() => conv.parameters).toThrow("expected its input's shape");
  });

  test("is refused without an input where a layer needs one, and says how to give it", () => {
    expect(() => new Network([new Conv2D(8), new Softmax(10)])).toThrow(
      "Conv2D: expected its input's shape, as in new Network(layers, { input: [28, 28] }), or a forward pass; got neither",
    );
  });

  test("refuses one layer in two places, which would remember only the later forward pass", () => {
    const relu = new ReLU();
    expect(conflict([relu, new Conv2D(2), relu], [5, 5])).toThrow(
      new RangeError("Network: expected layers of their own, got the same ReLU as layers[0] and layers[2]"),
    );
  });

  test.each([[[0, 28]], [[28.5, 28]], [[Number.NaN]]])("refuses the input %j", (input) => {
    expect(conflict([new ReLU()], input)).toThrow(RangeError);
  });
});

describe("summary", () => {
  test("counts the field notes' network: 29,066 parameters, 826,560 multiply-adds", () => {
    const summary = deepNetwork().summary();
    expect(summary.parameters).toBe(160 + 4640 + 18496 + 5770);
    expect(summary.multiplyAdds).toBe(26 * 26 * 16 * 9 + 11 * 11 * 32 * 144 + 3 * 3 * 64 * 288 + 5760);
    expect([summary.parameters, summary.multiplyAdds]).toEqual([29066, 826560]);
  });

  test("is a table in text, of the article's network, when told its input", () => {
    const summary = articleNetwork().summary([28, 28]);
    expect(`${summary}`).toBe(
      [
        "layer      output        parameters   multiply-adds",
        "---------------------------------------------------",
        "input      (28, 28)               –               –",
        "Conv3x3    (26, 26, 8)           72          48,672",
        "MaxPool2   (13, 13, 8)            –               –",
        "Softmax    (10)              13,530          13,520",
        "---------------------------------------------------",
        "total                        13,602          62,192",
      ].join("\n"),
    );
  });

  test("asks for the input's shape where the network was not told", () => {
    expect(() => articleNetwork().summary()).toThrow(
      new RangeError("Network.summary: expected the input's shape, as in summary([28, 28])"),
    );
  });
});
