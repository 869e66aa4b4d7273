// biome-ignore-all assist/source/organizeImports: a table of contents, in reading order

// Numbers
export * from "./tensor";
export * from "./random";
export * from "./errors";

// Layers: each file a forward and a backward pass that face each other
export * from "./layers/layer";
export * from "./layers/conv3x3";
export * from "./layers/max-pool2";
export * from "./layers/softmax";
export * from "./layers/initialisation";
export * from "./layers/conv2d";
export * from "./layers/relu";
export * from "./layers/max-pool2d";
export * from "./layers/dense";
export * from "./layers/flatten";
export * from "./layers/dropout";

// Data
export * from "./data/idx";
export * from "./data/dataset";
export * from "./data/mnist";
export * from "./data/datasets";
export * from "./data/augment";

// Training
export * from "./training/cross-entropy";
export * from "./training/network";
export * from "./training/train";
export * from "./training/train-options";
export * from "./training/progress";
export * from "./training/validation";
export * from "./training/evaluate";
export * from "./training/runner";
export * from "./training/summary";
export * from "./training/optimizers";
export * from "./training/schedules";
export * from "./training/model-file";
export * from "./training/safetensors";

// The engine: without this line, and without src/engine, the layers run
export * from "./engine/engine-runner";

// Figures: numbers in, a Plotly figure out
export * from "./figures/figure";
export * from "./figures/image-grid";
export * from "./figures/filter-weights";
export * from "./figures/feature-maps";
export * from "./figures/probability-bars";
export * from "./figures/training-curves";
export * from "./figures/confusion-matrix";
export * from "./figures/line-chart";
export * from "./figures/training-panel";

// In the notebook
export * from "./notebook/show";
export * from "./notebook/live-progress";
export * from "./notebook/in-short";
