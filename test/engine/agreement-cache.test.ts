import { describe, expect, test, vi } from "vitest";
import { Conv3x3, evaluate, loadMnist, Network, ReLU, Softmax, train } from "../../src/index";
import { seededRandom } from "../../src/random";
import { articleNetwork } from "../helpers/article-network";

const mnist = loadMnist();
const few = mnist.train.take(2);
const ranOn = (network: Network) => train(network, few, { shuffle: false, threads: 1 }).ranOn;

describe("the engine's check against the layers", () => {
  test("is made once for a network and a data set, whatever part of it", () => {
    const forward = vi.spyOn(Network.prototype, "forward");
    const network = articleNetwork();
    ranOn(network);
    expect(forward).toHaveBeenCalledTimes(1);
    ranOn(network);
    train(network, mnist.train.shuffle(1).take(40), { batchSize: 32, threads: 1 });
    expect(forward).toHaveBeenCalledTimes(1);
    evaluate(network, mnist.test.take(5));
    evaluate(network, mnist.test.take(50));
    expect(forward).toHaveBeenCalledTimes(2);
    ranOn(articleNetwork());
    expect(forward).toHaveBeenCalledTimes(3);
    forward.mockRestore();
  });

  test("is made again when a layer of the network, or its class, got another method", () => {
    const network = articleNetwork();
    expect(ranOn(network)).toBe("engine");
    const { forward } = Conv3x3.prototype;
    const half: typeof forward = function (this: Conv3x3, input) {
      const out = forward.call(this, input);
      for (let k = 0; k < out.data.length; k++) out.data[k] /= 2;
      return out;
    };
    network.layers[0].forward = half;
    expect(ranOn(network)).toBe("layers");
    Reflect.deleteProperty(network.layers[0], "forward");
    expect(ranOn(network)).toBe("engine");
    Conv3x3.prototype.forward = half;
    try {
      expect(ranOn(network)).toBe("layers");
    } finally {
      Conv3x3.prototype.forward = forward;
    }
    expect(ranOn(network)).toBe("engine");
  });

  test("tells nothing where a weight is NaN: the engine runs, on threads too, and the check is made again", () => {
    const network = articleNetwork();
    const { data } = network.parameters[0];
    const before = data.slice();
    data[0] = Number.NaN;
    const batches = { batchSize: 32, threads: 2, runOn: "engine" } as const;
    expect(() => train(network, mnist.train.take(64), batches)).toThrow("the loss became NaN at step 1");
    data.set(before);
    const forward = vi.spyOn(Network.prototype, "forward");
    expect(ranOn(network)).toBe("engine");
    expect(forward).toHaveBeenCalledTimes(1);
    forward.mockRestore();
  });

  test("is made again when a method further up the classes changes", () => {
    const random = seededRandom(1);
    const relu = new ReLU();
    const network = new Network([relu, new Softmax(784, 10, { random })]);
    const { backprop } = relu;
    ranOn(network);
    const forward = vi.spyOn(Network.prototype, "forward");
    const base = Object.getPrototypeOf(ReLU.prototype);
    base.backprop = (...given: Parameters<typeof backprop>) => backprop.apply(relu, given);
    ranOn(network);
    base.backprop = backprop;
    expect(forward).toHaveBeenCalled();
    forward.mockRestore();
  });
});
