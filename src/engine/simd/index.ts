// The engine's kernels, compiled by `npm run build-simd` into ../simd-bytes.ts.
export { adam } from "./adam";
export { moveImage } from "./augment";
export { contract } from "./contract";
export { columnGradient, conv, crop, filterGradient, pad, turnFilters } from "./conv";
export { convPool } from "./conv-pool";
export { dense, denseGradients, denseStep } from "./dense";
export { dropout, dropoutGradient } from "./dropout";
export { descend, relu, reluGradient, scaleBytes, sumRows } from "./elementwise";
export { pool, poolGradient, positions } from "./pool";
export { foldFilterGradient, pooledFilterGradient } from "./conv-pooled-filters";
export { filtersByFilter, pooledInputGradient } from "./conv-pooled-input";
export { run } from "./run";
export { finished, open, serve, work } from "./share";
export { softmax, softmaxLoss } from "./softmax";
export { derive, predictAll, step } from "./step";
export { winograd } from "./winograd";
export { swapFilters, winogradFilters } from "./winograd-filters";
export { winogradGradients } from "./winograd-gradients";

/** Where memory is free to use. */
export function heapBase(): usize {
  return __heap_base;
}
