import { expect, test } from "vitest";
import { loadMnist, type TrainOptions, train } from "../../src/index";
import { articleNetwork, weightsOf } from "../helpers/article-network";

const images = loadMnist().train.take(300);

test("runs on the engine by itself, and on the layers where told", () => {
  const ranOn = (options: TrainOptions) => train(articleNetwork(), images.take(2), options).ranOn;
  expect([ranOn({}), ranOn({ runOn: "layers" }), ranOn({ runOn: "engine" })]).toEqual(["engine", "layers", "engine"]);
});

test("refuses to run on the engine what it does not know, and changes nothing", () => {
  const network = articleNetwork(1, "all");
  const before = weightsOf(network);
  expect(() => train(network, images, { runOn: "engine" })).toThrow(
    new RangeError('train: cannot run on the engine: it does not know layers[1] MaxPool2 with {"ties":"all"}'),
  );
  expect(weightsOf(network)).toEqual(before);
});
