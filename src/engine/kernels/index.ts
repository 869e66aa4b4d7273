// The engine's kernels, compiled by `npm run build-kernels` into ../kernels-wasm.ts.
export { adam } from "./adam";
export { contract } from "./contract";
export { columnGradient, conv, crop, filterGradient, spread, turnFilters } from "./conv";
export { denseGradient, denseInputGradient, denseStep } from "./dense";
export { dense } from "./dense-forward";
export { dropout, dropoutGradient } from "./dropout";
export { axpy, descend, relu, reluGradient, scaleBytes, sumRows } from "./elementwise";
export { pool, poolGradient, positions } from "./pool";
export { foldFilterGradient, pooledFilterGradient } from "./pooled";
export { filtersByFilter, pooledInputGradient } from "./pooled-input";
export { run } from "./run";
export { finished, open, serve, work } from "./share";
export { softmax, softmaxLoss } from "./softmax";
export { step } from "./step";

/** Where memory is free to use. */
export function heapBase(): usize {
  return __heap_base;
}
