import type { Trial, TrialInput } from "../../src/sweep/trial";
import { parseTrial } from "../../src/sweep/trial";
import { trainingImages } from "../../src/sweep/trial-data";

/** A trial that takes a fraction of a second: 300 digits, the article's layers. */
export function smallTrial({
  train = {},
  data = {},
  layers = articleLayers,
}: {
  train?: Partial<TrialInput["train"]>;
  data?: Partial<TrialInput["data"]>;
  layers?: TrialInput["network"]["layers"];
} = {}): Trial {
  return parseTrial({
    version: 1,
    data: { name: "mnist", sha256: trainingImages("mnist").sha256, take: 300, validation: 100, seed: 1, ...data },
    network: { layers, seed: 1 },
    train: { epochs: 3, batchSize: 10, learningRate: 0.05, optimizer: { kind: "sgd" }, seed: 1, ...train },
  });
}

export const articleLayers: TrialInput["network"]["layers"] = [
  { kind: "Conv3x3", options: { filters: 8 } },
  { kind: "MaxPool2", options: {} },
  { kind: "Softmax", options: { nodes: 10 } },
];

/** The weights that the golden trial ends with, on every machine, number of processes and version of Node. */
export const goldenWeights = "e280ff110f1d7824";

/** One of everything: a border, ReLU, pooling, dropout, Dense, Adam, a schedule, augmentation. */
export function goldenTrial(): Trial {
  return smallTrial({
    layers: [
      { kind: "Conv2D", options: { filters: 4, padding: "same" } },
      { kind: "ReLU", options: {} },
      { kind: "MaxPool2D", options: { size: 2, stride: 2 } },
      { kind: "Dropout", options: { rate: 0.25 } },
      { kind: "Dense", options: { nodes: 16 } },
      { kind: "ReLU", options: {} },
      { kind: "Softmax", options: { nodes: 10 } },
    ],
    train: {
      optimizer: { kind: "adam" },
      learningRate: { kind: "cosine", rate: 0.01, warmUp: 0.1 },
      augment: {},
      epochs: 2,
    },
  });
}
