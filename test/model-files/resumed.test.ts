import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { FormatError } from "../../src/errors";
import { Softmax } from "../../src/layers/softmax";
import { load, loadRun, loadWeights, save } from "../../src/model-files/model-file";
import { formatSafetensors, parseSafetensors } from "../../src/model-files/safetensors";
import { Network } from "../../src/network/network";
import { tensor } from "../../src/tensor";
import { adam, sgd } from "../../src/training/optimizers";
import { train } from "../../src/training/train";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { temporaryFolder } from "../helpers/temporary-folder";
import "../../src/engine/engine-runner";

let images: Dataset;
beforeAll(() => {
  images = loadMnist().train.take(60);
});
const inFolder = (name = "model.safetensors") => join(temporaryFolder(), name);

describe("a model file with its run", () => {
  test.each([
    ["adam", adam(), "layers"],
    ["adam", adam(), "engine"],
    ["momentum", sgd({ momentum: 0.9 }), "engine"],
    ["plain descent", sgd(), "engine"],
  ] as const)("carries the optimizer on: %s, %j, on the %s", (_, optimizer, runOn) => {
    const options = { batchSize: 8, seed: 5, runOn };
    const [whole, saved, file] = [articleNetwork(), articleNetwork(), inFolder()];
    train(whole, images, { ...options, optimizer, epochs: 2 });
    save(saved, file, { run: train(saved, images, { ...options, optimizer }) });
    const loaded = load(file);
    train(loaded, images, { batchSize: 8, runOn, resume: loadRun(file) });
    expect(weightsOf(loaded)).toEqual(weightsOf(whole));
  });

  test("is read whatever the order of its tensors", () => {
    const [network, file] = [articleNetwork(), inFolder()];
    const run = train(network, images, { optimizer: adam(), batchSize: 8 });
    save(network, file, { run });
    const { tensors, metadata } = parseSafetensors(readFileSync(file), file);
    writeFileSync(file, formatSafetensors({ tensors: new Map([...tensors].reverse()), metadata }));
    expect(loadRun(file).state).toEqual(run.state);
    expect(weightsOf(load(file))).toEqual(weightsOf(network));
  });

  test("of another network is not saved", () => {
    const run = train(articleNetwork(), images, { optimizer: adam(), batchSize: 8 });
    const other = new Network([new Softmax(784, 10)]);
    expect(() => save(other, inFolder(), { run })).toThrow(
      /^save: run must be of this network, got one with 72 values/,
    );
  });

  test("is refused for a network of other sizes, in words of networks", () => {
    const run = train(articleNetwork(), images, { optimizer: adam() });
    const other = new Network([new Softmax(10)], { input: [28, 28] });
    expect(() => train(other, images, { resume: run })).toThrow(
      "train: resume must be a run of this network: its parameters must be of sizes 7840, 10, got 72, 13520, 10",
    );
  });

  test("without a run says so, and with a changed one, too", () => {
    const [network, file] = [articleNetwork(), inFolder()];
    save(network, file);
    expect(() => loadRun(file)).toThrow(
      new FormatError(`${file}: expected a run's state, as save(network, file, { run }) writes it, found none`),
    );
    save(network, file, { run: train(network, images, { optimizer: adam(), batchSize: 8 }) });
    const { tensors, metadata } = parseSafetensors(readFileSync(file), file);
    const training = JSON.parse(metadata.get("training")!);
    for (const [change, message] of [
      [{ version: 2 }, 'expected version 1 of metadata "training", found 2'],
      [{ steps: -1 }, 'expected steps as a whole number >= 0 in metadata "training", found -1'],
      [
        { optimizer: { kind: "adagrad" } },
        'optimizer must be one that sgd() or adam() returns, got {"kind":"adagrad"}',
      ],
      [{ parameters: ["0.filters", "1.x"] }, 'expected tensor "training.velocities.1.x", found none'],
      [{ parameters: null }, 'expected parameters as a list in metadata "training"'],
    ] as const) {
      const changed = new Map([...metadata, ["training", JSON.stringify({ ...training, ...change })]]);
      writeFileSync(file, formatSafetensors({ tensors, metadata: changed }));
      expect(() => loadRun(file)).toThrow(FormatError);
      expect(() => loadRun(file)).toThrow(message);
    }
  });
});

describe("loadWeights", () => {
  const weights = () =>
    new Map(
      Object.entries({ "0.filters": tensor([8, 3, 3]), "2.weights": tensor([1352, 10]), "2.biases": tensor([10]) }),
    );

  test("fills a network from a file of another program: names and shapes are all it needs", () => {
    const [network, file] = [articleNetwork(), inFolder()];
    const tensors = weights();
    tensors.get("2.biases")?.data.fill(0.25);
    writeFileSync(file, formatSafetensors({ tensors, metadata: new Map() }, "F32"));
    loadWeights(network, file);
    expect(weightsOf(network)).toEqual([...new Array(72 + 13520).fill(0), ...new Array(10).fill(0.25)]);
  });

  test("takes a file that `save` wrote, with or without a run", () => {
    const [network, file] = [articleNetwork(1), inFolder()];
    save(articleNetwork(2), file);
    loadWeights(network, file);
    expect(weightsOf(network)).toEqual(weightsOf(articleNetwork(2)));
    save(network, file, { run: train(network, images, { optimizer: adam(), batchSize: 8 }) });
    loadWeights(articleNetwork(), file);
  });

  test("lists all that does not fit, and changes nothing then", () => {
    const [network, file] = [articleNetwork(), inFolder()];
    const before = weightsOf(network);
    const tensors = weights();
    tensors.delete("2.biases");
    tensors.set("2.bias", tensor([10]));
    tensors.set("0.filters", tensor([3, 3, 8]));
    writeFileSync(file, formatSafetensors({ tensors, metadata: new Map() }));
    expect(() => loadWeights(network, file)).toThrow(
      new FormatError(
        `${file}: expected tensor "0.filters" (8, 3, 3), found (3, 3, 8); expected tensor "2.biases" (10), found none; ` +
          'expected only parameters of the layers, found "2.bias" (10)',
      ),
    );
    expect(weightsOf(network)).toEqual(before);
  });
});
