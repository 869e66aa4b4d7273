import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as all from "../src/index";

const { Conv2D, Conv3x3, Dense, MaxPool2, Network, ReLU, Softmax, tensor } = all;
const digits = all.Dataset.from(
  { shape: [2, 2, 2], data: new Uint8Array(8) },
  { shape: [2], data: Uint8Array.of(0, 1) },
  { images: "images", labels: "labels" },
);
const network = new Network([new Softmax(4, 2)]);
const ones = { x: [1], y: [1] };
const run = { losses: [1], accuracies: [1] };
const trial = { settings: {}, loss: 1, accuracy: 1, epochs: 1 };
const searched = { space: {}, rows: new Array(12).fill(trial) };
const file = join(tmpdir(), "a-file-that-no-test-writes");

/** Everything that takes options, called with them, and one name that it knows. */
const takers: [place: string, known: string, call: (options: object) => unknown][] = [
  ["Conv3x3", "random", (options) => new Conv3x3(8, options)],
  ["MaxPool2", "ties", (options) => new MaxPool2(options)],
  ["Softmax", "initialisation", (options) => new Softmax(4, 3, options)],
  ["Conv2D", "stride", (options) => new Conv2D(8, options)],
  ["Dense", "bias", (options) => new Dense(4, options)],
  ["Network", "input", (options) => new Network([new ReLU()], options)],
  ["train", "epochs", (options) => all.train(network, digits, options)],
  ["train", "epochs", (options) => all.epochsOf(network, digits, options).next()],
  ["sgd", "momentum", all.sgd],
  ["adam", "beta1", all.adam],
  ["cosineRate", "warmUp", (options) => all.cosineRate(0.1, options)],
  ["steppedRate", "parts", (options) => all.steppedRate(0.1, options)],
  ["Dataset.split", "seed", (options) => digits.split(1, options)],
  ["loadDataset", "root", (options) => all.loadDataset("none", options)],
  ["save", "dtype", (options) => all.save(network, file, options)],
  ["load", "layers", (options) => all.load(file, options)],
  ["imageGrid", "columns", (options) => all.imageGrid([tensor([2, 2])], options)],
  ["filterWeights", "before", (options) => all.filterWeights(tensor([1, 3, 3]), options)],
  ["featureMaps", "captions", (options) => all.featureMaps(tensor([2, 2]), options)],
  ["probabilityBars", "label", (options) => all.probabilityBars(tensor([2]), options)],
  ["trainingCurves", "window", (options) => all.trainingCurves(run, options)],
  ["confusionMatrix", "classNames", (options) => all.confusionMatrix([[1]], options)],
  ["dotChart", "digits", (options) => all.dotChart({ one: [1] }, options)],
  ["lineChart", "xTitle", (options) => all.lineChart(ones, options)],
  ["parallelCoordinates", "title", (options) => all.parallelCoordinates(searched, options)],
  ["importance", "title", (options) => all.importance(searched, options)],
  ["liveProgress", "title", all.liveProgress],
  ["learningRate", "steps", (options) => all.learningRate([{ rate: 1, losses: [1], accuracy: 1 }], options)],
  ["watchLearning", "shown", (options) => all.watchLearning(network, digits, options)],
];

describe.each(takers)("%s", (place, known, call) => {
  // An object made elsewhere, as from JSON: TypeScript does not see a slip in it.
  test.each(["filter", "Title", "0"])("refuses an option named %j, and says which there are", (name) => {
    const take = () => call({ [name]: 1 });
    expect(take).toThrow(RangeError);
    expect(take).toThrow(new RegExp(`^${place}: options must be of ([^.]+, )?${known}(, [^.]+)?, got ${name}$`));
  });

  test("refuses options that are no object", () => {
    expect(() => call(8 as unknown as object)).toThrow(`${place}: options must be an object { `);
  });
});

test("an augmentation's names are checked too", () => {
  expect(() => all.augmenter([2, 2], { shifts: 1 } as object)).toThrow(RangeError);
});
