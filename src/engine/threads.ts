/**
 * In how many parts a batch is computed, which threads share: each has at least 8 images, or threads would cost more
 * than they bring. It depends on nothing else, since the order of additions does: so the weights have the same bits for
 * any number of threads.
 */
export function chunksOf(batchSize: number): number {
  return Math.min(16, Math.max(1, Math.floor(batchSize / 8)));
}
