import { describe, expect, test } from "vitest";
import { canonicalText } from "../../src/sweep/canonical-text";
import { parseTrial, trialId } from "../../src/sweep/trial";

const trial = () => ({
  version: 1,
  data: { name: "mnist", sha256: "0".repeat(64), validation: 5000, seed: 1 },
  network: {
    layers: [
      { kind: "Conv2D", options: { filters: 8 } },
      { kind: "Softmax", options: { nodes: 10 } },
    ],
    seed: 1,
  },
  train: { epochs: 3, batchSize: 32, learningRate: 0.01, optimizer: { kind: "adam" }, seed: 1 },
});

/** The trial with one field changed. */
function changed(path: string, value: unknown): unknown {
  const copy = trial();
  const keys = path.split(".");
  const last = keys.pop() as string;
  // biome-ignore lint/suspicious/noExplicitAny: any field of any kind
  const inner = keys.reduce((at: any, key) => at[key], copy);
  Object.defineProperty(inner, last, { value, enumerable: true, configurable: true });
  return copy;
}

test("equal settings have equal text, whatever the order of their keys, and so one id", () => {
  const { version, data, network, train } = trial();
  const reversed = { train: Object.fromEntries(Object.entries(train).reverse()), network, data, version };
  expect(canonicalText(reversed)).toBe(canonicalText(trial()));
  expect(trialId(parseTrial(reversed))).toBe(trialId(parseTrial(trial())));
  expect(canonicalText({ b: [1, { d: undefined, c: "ü" }], a: null })).toBe('{"a":null,"b":[1,{"c":"ü"}]}');
});

test("what is left out is the default: a trial that writes it has the same id", () => {
  const written = changed("network.layers.0.options", {
    filters: 8,
    size: [3, 3],
    stride: 1,
    padding: "valid",
    paddingValue: 0,
    bias: true,
    initialisation: "he",
  });
  expect(trialId(parseTrial(written))).toBe(trialId(parseTrial(trial())));
  const constant = changed("train.learningRate", { kind: "constant", rate: 0.01 });
  expect(trialId(parseTrial(constant))).toBe(trialId(parseTrial(trial())));
});

test("the id of a trial stays: files of results name trials by it", () => {
  expect(trialId(parseTrial(trial()))).toBe("tab2efd524e059c912f445a78");
});

test.each([
  ["train.epochs", 4],
  ["train.seed", 2],
  ["network.seed", 2],
  ["data.take", 100],
  ["network.layers.0.options", { filters: 9 }],
])("another %s is another trial", (path, value) => {
  expect(trialId(parseTrial(changed(path, value)))).not.toBe(trialId(parseTrial(trial())));
});

describe("a trial from anywhere is refused with the field, what was expected, and what it got:", () => {
  test.each<[string, unknown, string]>([
    ["data.name", "../../etc", 'trial: data.name must be /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, got "../../etc"'],
    ["data.sha256", "abc", 'trial: data.sha256 must be /^[0-9a-f]{64}$/, got "abc"'],
    [
      "network.layers.0.kind",
      "constructor",
      'trial: network.layers[0].kind must be one of "Conv2D", "Conv3x3", "MaxPool2", "MaxPool2D", "ReLU", "Flatten", ' +
        '"Dropout", "Dense", "Softmax", got "constructor"',
    ],
    [
      "network.layers.0.options",
      { filters: 1e9 },
      "trial: network.layers[0].options.filters must be <=1024, got 1000000000",
    ],
    ["network.layers.1.options.nodes", Number.NaN, "trial: network.layers[1].options.nodes must be number, got NaN"],
    ["network.layers", [], "trial: network.layers must be >=1, got 0"],
    ["network.layers", new Array(65).fill({ kind: "ReLU", options: {} }), "trial: network.layers must be <=64, got 65"],
    ["train.epochs", 0, "trial: train.epochs must be >=1, got 0"],
    ["train.epochs", 20_000, "trial: train.epochs must be <=10000, got 20000"],
    ["train.batchSize", 1.5, "trial: train.batchSize must be a whole number, got 1.5"],
    ["train.learningRate", 0, "trial: train.learningRate must be >0, got 0"],
    ["train.learningRate", { kind: "cosine", rate: -1 }, "trial: train.learningRate.rate must be >0, got -1"],
    ["train.optimizer", { kind: "sgd", momentum: 1 }, "trial: train.optimizer.momentum must be <1, got 1"],
    ["train.seed", 2 ** 32, "trial: train.seed must be <=4294967295, got 4294967296"],
    ["train.command", "rm", 'trial: train.command must be left out: there is no such field, got "command"'],
    ["train.__proto__", { epochs: 9 }, "trial: __proto__ must be left out: there is no such field"],
    ["train.toString", 1, "trial: toString must be left out: there is no such field"],
    ["version", 2, "trial: version must be 1, got 2"],
  ])("%s, case %#", (path, value, message) => {
    expect(() => parseTrial(changed(path, value))).toThrow(new RangeError(message));
  });

  test.each([null, 5, "t", []])("%j", (value) => {
    expect(() => parseTrial(value)).toThrow(RangeError);
  });
});
