import { moveImage } from "./augment";
import { foldFilterGradient, pooledFilterGradient } from "./conv-pooled-filters";
import { pooledInputGradient } from "./conv-pooled-input";
import { moveBytes } from "./control";
import { scaleBytes } from "./elementwise";
import { i, p, x } from "./operands";
import { poolGradient, positions } from "./pool";

/**
 * @param moves   how each image is moved; 0 where they stay as they are
 * @param stored  float32 from one image to the next; what is beyond h · w · c is set to 0
 * @param moved, frame  scratch, see `moveImage`
 */
export function loadImages(
  out: usize, bytes: usize, moves: usize, n: i32, h: i32, w: i32, c: i32, stored: i32, moved: usize, frame: usize,
): void {
  const size = h * w * c;
  for (let k = 0; k < n; k++) {
    let from = bytes;
    if (moves) {
      moveImage(moved, bytes, frame, h, w, c, moves + <usize>(k * moveBytes));
      from = moved;
    }
    scaleBytes(out, from, size);
    for (let tail = size; tail < stored; tail++) store<f32>(out + (<usize>tail << 2), 0);
    out += <usize>stored << 2;
    bytes += size;
  }
}

// The functions below that work on one image are called for each; the entries say how far apart images are.

/** `positions` for n images. */
export function poolPositions(e: usize, workspace: usize, n: i32): void {
  const h = i(e, 4), w = i(e, 5), f = i(e, 6), size = i(e, 7);
  const pooled = <usize>((h / size) * (w / size) * f) << 2;
  for (let k: usize = 0; k < <usize>n; k++) {
    positions(
      x(e, workspace, 1) + k * pooled, x(e, workspace, 2) + k * (<usize>(h * w * f) << 2), x(e, workspace, 3) + k * pooled,
      h, w, f, size, i(e, 8), i(e, 9), i(e, 10),
    );
  }
}

/** `poolGradient` for n images. */
export function poolGradients(e: usize, workspace: usize, n: i32): void {
  const count = i(e, 4), bytes = i(e, 5);
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = k * (<usize>count << 2);
    poolGradient(x(e, workspace, 1) + k * <usize>bytes, x(e, workspace, 2) + at, x(e, workspace, 3) + at, count, bytes);
  }
}

/** `pooledFilterGradient` summed over n images, then added to the chunk's gradient. */
export function pooledFilterGradients(e: usize, workspace: usize, gradient: usize, n: i32): void {
  const windows = i(e, 6), f = i(e, 7), kh = i(e, 8), used = i(e, 9), run = i(e, 10);
  const gathered = x(e, workspace, 5);
  memory.fill(gathered, 0, <usize>(f * kh * run) << 2);
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = k * (<usize>(windows * f) << 2);
    pooledFilterGradient(
      gathered, x(e, workspace, 2) + k * p(e, 12), x(e, workspace, 3) + at, x(e, workspace, 4) + at,
      windows, f, kh, run, p(e, 11), x(e, workspace, 13),
    );
  }
  foldFilterGradient(x(e, gradient, 1), gathered, f, kh, used, run);
}

/** `pooledInputGradient` for n images. */
export function pooledInputGradients(e: usize, workspace: usize, n: i32): void {
  const windows = i(e, 6), f = i(e, 7), kh = i(e, 8), run = i(e, 9), h = i(e, 10);
  const row = p(e, 11);
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = k * (<usize>(windows * f) << 2);
    pooledInputGradient(
      x(e, workspace, 1) + k * <usize>h * row, x(e, workspace, 3) + at, x(e, workspace, 4) + at, p(e, 5),
      windows, f, kh, run, h, row, x(e, workspace, 2),
    );
  }
}
