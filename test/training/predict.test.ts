import { expect, test } from "vitest";
import { Conv3x3, evaluate, loadMnist, MaxPool2, Network, predict, Softmax, seededRandom } from "../../src/index";
import { argMax } from "../../src/tensor";

const random = seededRandom(5);
const network = new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(13 * 13 * 8, 10, { random })]);
const images = loadMnist().test.slice(100, 140);

/** The engine computes in 32 bits. */
const inSingle = 1e-6;

test("predict answers each image as the layers do, on the engine", () => {
  const { shape, data } = predict(network, images);
  expect(shape).toEqual([40, 10]);
  for (let i = 0; i < 40; i++) {
    const expected = network.forward(images.image(i)).data;
    for (let c = 0; c < 10; c++) expect(Math.abs(data[i * 10 + c] - expected[c])).toBeLessThan(inSingle);
  }
});

test("its largest probabilities are the answers that evaluate counts", () => {
  const { data } = predict(network, images);
  const right = Array.from({ length: 40 }, (_, i) => argMax(data.subarray(i * 10, i * 10 + 10)) === images.label(i));
  expect(right.filter(Boolean).length / 40).toBe(evaluate(network, images).accuracy);
});

test("an empty data set and images of another shape are errors that say who asked", () => {
  expect(() => predict(network, images.take(0))).toThrow("predict: expected a data set with images, got an empty one");
  const larger = new Network([new Softmax(10)], { input: [29, 29] });
  expect(() => predict(larger, images)).toThrow("predict: images must be (29, 29), the network's input, got (28, 28)");
});
