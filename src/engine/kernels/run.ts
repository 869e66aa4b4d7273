import { columnGradient, conv, crop, filterGradient, spread } from "./conv";
import { denseGradient, denseInputGradient, denseStep } from "./dense";
import { dense } from "./dense-forward";
import { dropout, dropoutGradient } from "./dropout";
import { relu, reluGradient, scaleBytes, sumRows } from "./elementwise";
import { Op } from "./op";
import { pool, poolGradient, positions } from "./pool";
import { foldFilterGradient, pooledFilterGradient } from "./pooled";
import { pooledInputGradient } from "./pooled-input";
import { softmax, softmaxLoss } from "./softmax";

/** 32-bit words of an entry: what to do, then its numbers. */
const entryWords = 20;

/**
 * Runs a program, the list of kernel calls that a network was compiled to, over a block of images.
 * An entry's addresses are relative: x(k) in the workspace, which is a thread's own; g(k) in the gradient, which is a
 * chunk's own; p(k) are absolute, the parameters. The compiler writes the numbers in the order in which they are read here.
 *
 * @param bytes, labels, seeds  those of the first image; no labels and seeds in a prediction
 * @param result         see `softmaxLoss`
 */
export function run(
  program: usize, workspace: usize, gradient: usize, bytes: usize, labels: usize, seeds: usize,
  result: usize, n: i32, rate: f32,
): void {
  for (let e = program; ; e += entryWords << 2) {
    switch (load<i32>(e)) {
      case Op.Load:
        loadImages(x(e, workspace, 1), bytes, n, i(e, 2), i(e, 3));
        break;
      case Op.Pad:
        spread(x(e, workspace, 1), x(e, workspace, 2), n, i(e, 3), i(e, 4), i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10));
        break;
      case Op.Crop:
        crop(x(e, workspace, 1), x(e, workspace, 2), n, i(e, 3), i(e, 4), i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9));
        break;
      case Op.Conv:
        conv(
          x(e, workspace, 1), x(e, workspace, 2), p(e, 3), p(e, 4), n,
          i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), i(e, 11), i(e, 12), p(e, 13),
        );
        break;
      case Op.FilterGradient:
        filterGradient(
          x(e, gradient, 1), x(e, workspace, 2), x(e, workspace, 3), n,
          i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), i(e, 11), p(e, 12), i(e, 13),
        );
        break;
      case Op.ColumnGradient:
        columnGradient(
          x(e, workspace, 1), x(e, workspace, 2), p(e, 3), x(e, workspace, 4), n,
          i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), i(e, 11), i(e, 12), i(e, 13), p(e, 14), i(e, 15),
        );
        break;
      case Op.Pool:
        pool(x(e, workspace, 1), x(e, workspace, 2), n, i(e, 3), i(e, 4), i(e, 5), i(e, 6));
        break;
      case Op.PoolGradient:
        poolGradients(e, workspace, n);
        break;
      case Op.Positions:
        poolPositions(e, workspace, n);
        break;
      case Op.PooledFilterGradient:
        pooledFilterGradients(e, workspace, gradient, n);
        break;
      case Op.PooledInputGradient:
        pooledInputGradients(e, workspace, n);
        break;
      case Op.Relu:
        relu(x(e, workspace, 1), n * i(e, 2));
        break;
      case Op.ReluGradient:
        reluGradient(x(e, workspace, 1), x(e, workspace, 2), n * i(e, 3));
        break;
      case Op.Dense:
        dense(x(e, workspace, 1), x(e, workspace, 2), p(e, 3), p(e, 4), n, i(e, 5), i(e, 6), i(e, 7));
        break;
      case Op.DenseGradient:
        denseGradient(x(e, gradient, 1), x(e, workspace, 2), x(e, workspace, 3), n, i(e, 5), i(e, 6), p(e, 7));
        break;
      case Op.DenseInputGradient:
        denseInputGradient(x(e, workspace, 1), p(e, 2), x(e, workspace, 3), n, i(e, 5), i(e, 6), i(e, 7), p(e, 8));
        break;
      case Op.DenseStep:
        denseStep(x(e, workspace, 1), p(e, 2), x(e, workspace, 3), x(e, workspace, 4), i(e, 5), i(e, 6), rate);
        break;
      case Op.Softmax:
        softmax(result, x(e, workspace, 1), n, i(e, 3), i(e, 4));
        break;
      case Op.SoftmaxLoss:
        softmaxLoss(x(e, workspace, 1), result, x(e, workspace, 2), labels, x(e, workspace, 5), n, i(e, 3), i(e, 4));
        break;
      case Op.SumRows:
        sumRows(x(e, gradient, 1), x(e, workspace, 2), n * i(e, 3), i(e, 4));
        break;
      case Op.Dropout:
        dropout(
          x(e, workspace, 1), x(e, workspace, 2), x(e, workspace, 3), p(e, 4), seeds, n,
          i(e, 5), i(e, 6), i(e, 7), reinterpret<f32>(i(e, 8)),
        );
        break;
      case Op.DropoutGradient:
        dropoutGradient(x(e, workspace, 1), x(e, workspace, 2), n * i(e, 3));
        break;
      default:
        return;
    }
  }
}

// @ts-ignore: decorator
@inline
function i(entry: usize, word: i32): i32 {
  return load<i32>(entry + (word << 2));
}

// @ts-ignore: decorator
@inline
function p(entry: usize, word: i32): usize {
  return <usize>load<i32>(entry + (word << 2));
}

// @ts-ignore: decorator
@inline
function x(entry: usize, base: usize, word: i32): usize {
  return base + <usize>load<i32>(entry + (word << 2));
}

/** @param stored  float32 from one image to the next; what is beyond `size` is set to 0 */
function loadImages(out: usize, bytes: usize, n: i32, size: i32, stored: i32): void {
  for (let k = 0; k < n; k++) {
    scaleBytes(out, bytes, size);
    for (let tail = size; tail < stored; tail++) store<f32>(out + (<usize>tail << 2), 0);
    out += <usize>stored << 2;
    bytes += size;
  }
}

// Of the pooled convolution's kernels each works on one image; the entries say how far apart images are.

function poolPositions(e: usize, workspace: usize, n: i32): void {
  const h = i(e, 4), w = i(e, 5), f = i(e, 6), size = i(e, 7);
  const pooled = <usize>((h / size) * (w / size) * f) << 2;
  for (let k: usize = 0; k < <usize>n; k++) {
    positions(
      x(e, workspace, 1) + k * pooled, x(e, workspace, 2) + k * (<usize>(h * w * f) << 2), x(e, workspace, 3) + k * pooled,
      h, w, f, size, i(e, 8), i(e, 9), i(e, 10),
    );
  }
}

function poolGradients(e: usize, workspace: usize, n: i32): void {
  const count = i(e, 4), bytes = i(e, 5);
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = k * (<usize>count << 2);
    poolGradient(x(e, workspace, 1) + k * <usize>bytes, x(e, workspace, 2) + at, x(e, workspace, 3) + at, count, bytes);
  }
}

function pooledFilterGradients(e: usize, workspace: usize, gradient: usize, n: i32): void {
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

function pooledInputGradients(e: usize, workspace: usize, n: i32): void {
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
