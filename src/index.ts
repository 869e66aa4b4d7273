// The shared package, in reading order. Notebooks import from here, or one file: "./src/layers/conv3x3".

export * from "./data/dataset";
export * from "./data/idx";
export * from "./data/mnist";
export * from "./errors";
export * from "./figures/confusion-matrix";
export * from "./figures/feature-maps";
export * from "./figures/figure";
export * from "./figures/filter-weights";
export * from "./figures/image-grid";
export * from "./figures/probability-bars";
export * from "./figures/training-curves";
export * from "./figures/training-panel";
export * from "./layers/conv3x3";
export * from "./layers/layer";
export * from "./layers/max-pool2";
export * from "./layers/softmax";
export * from "./notebook/live-progress";
export * from "./random";
export * from "./tensor";
export * from "./training/cross-entropy";
export * from "./training/evaluate";
export * from "./training/network";
export * from "./training/runner";
export * from "./training/train";
