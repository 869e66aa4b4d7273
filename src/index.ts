// The shared package, in reading order. Notebooks import from here, or one file: "./src/layers/conv3x3".

export * from "./data/dataset";
export * from "./data/idx";
export * from "./data/mnist";
// The one line that plugs the engine in: without it, and without src/engine, the layers run.
export * from "./engine/engine-runner";
export * from "./errors";
export * from "./layers/conv3x3";
export * from "./layers/layer";
export * from "./layers/max-pool2";
export * from "./layers/softmax";
export * from "./random";
export * from "./tensor";
export * from "./training/cross-entropy";
export * from "./training/evaluate";
export * from "./training/network";
export * from "./training/runner";
export * from "./training/train";
