import { columnGradient, conv, crop, filterGradient, pad, turnFilters } from "./conv";
import { convPool } from "./conv-pool";
import { filtersByFilter } from "./conv-pooled-input";
import { dense, denseGradients, denseStep } from "./dense";
import { dropout, dropoutGradient } from "./dropout";
import { relu, reluGradient, sumRows } from "./elementwise";
import { loadImages, pooledFilterGradients, pooledInputGradients, poolGradients, poolPositions } from "./each-image";
import { entryWords, Op } from "./op";
import { i, p, x } from "./operands";
import { pool } from "./pool";
import { softmax, softmaxLoss } from "./softmax";
import { winograd } from "./winograd";
import { swapFilters, winogradFilters } from "./winograd-filters";
import { winogradGradients } from "./winograd-gradients";

/**
 * Runs a program, the list of calls that a network was compiled to, over a block of images.
 * An entry's addresses are relative: x(k) in the workspace, which is a thread's own; g(k) in the gradient, which is a
 * chunk's own; p(k) are absolute, the parameters. programs/entries.ts names the operands in the order in which they are read here.
 *
 * @param bytes, moves, labels, seeds  those of the first image; no moves, labels and seeds in a prediction
 * @param result         see `softmaxLoss`
 */
export function run(
  program: usize, workspace: usize, gradient: usize, bytes: usize, moves: usize, labels: usize, seeds: usize,
  result: usize, n: i32, rate: f32,
): void {
  for (let e = program; ; e += entryWords << 2) {
    switch (load<i32>(e)) {
      case Op.Load:
        loadImages(
          x(e, workspace, 1), bytes, moves, n, i(e, 2), i(e, 3), i(e, 4), i(e, 5), x(e, workspace, 6), x(e, workspace, 7),
        );
        break;
      case Op.Pad:
        pad(x(e, workspace, 1), x(e, workspace, 2), n, i(e, 3), i(e, 4), i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10));
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
      case Op.ConvPool:
        convPool(
          x(e, workspace, 1), labels ? x(e, workspace, 2) : 0, x(e, workspace, 3), p(e, 4), p(e, 5), n,
          i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), x(e, workspace, 11), x(e, workspace, 12),
        );
        break;
      case Op.Winograd:
        winograd(
          x(e, workspace, 1), x(e, workspace, 2), p(e, 3), p(e, 4), n,
          i(e, 5), i(e, 6), i(e, 7), i(e, 8), p(e, 9), x(e, workspace, 10), i(e, 11),
        );
        break;
      case Op.WinogradGradients:
        winogradGradients(
          x(e, gradient, 1), i(e, 2) < 0 ? 0 : x(e, workspace, 2), x(e, workspace, 3), x(e, workspace, 4), p(e, 5), n,
          i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), i(e, 11), i(e, 12), i(e, 13), p(e, 14), p(e, 15), x(e, workspace, 16), i(e, 17),
        );
        break;
      case Op.TurnFilters:
        turnFilters(p(e, 1), p(e, 2), i(e, 3), i(e, 4), i(e, 5), i(e, 6));
        break;
      case Op.SwapFilters:
        swapFilters(p(e, 1), p(e, 2), i(e, 3), i(e, 4), i(e, 5));
        break;
      case Op.WinogradFilters:
        winogradFilters(p(e, 1), p(e, 2), i(e, 3), i(e, 4), p(e, 5));
        break;
      case Op.FiltersByFilter:
        filtersByFilter(p(e, 1), p(e, 2), i(e, 3), i(e, 4), i(e, 5));
        break;
      case Op.FilterGradient:
        filterGradient(
          x(e, gradient, 1), x(e, workspace, 2), x(e, workspace, 3), n,
          i(e, 4), i(e, 5), i(e, 6), i(e, 7), i(e, 8), i(e, 9), i(e, 10), p(e, 11), i(e, 12),
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
      case Op.DenseGradients:
        denseGradients(
          x(e, gradient, 1), x(e, workspace, 2), p(e, 3), x(e, workspace, 4), x(e, workspace, 5), n,
          i(e, 6), i(e, 7), i(e, 8),
        );
        break;
      case Op.DenseStep:
        denseStep(x(e, workspace, 1), p(e, 2), x(e, workspace, 3), x(e, workspace, 4), i(e, 5), i(e, 6), rate);
        break;
      case Op.Softmax:
        softmax(result, x(e, workspace, 1), n, i(e, 2), i(e, 3));
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
