import { ShapeError, wholeNumber } from "../errors";
import { formatShape, requireShape, type Tensor, tensor } from "../tensor";
import { type Backward, type Description, Layer } from "./layer";

/**
 * Max pooling over windows of size x size: (h, w, f) -> (floor((h - size) / stride) + 1, floor((w - size) / stride) +
 * 1, f). Rows and columns that fill no window are left out. A window's first maximum, row by row, gets its gradient;
 * MaxPool2 has another rule for ties, too. A NaN counts as larger than any number, so that training notices it.
 */
export class MaxPool2D extends Layer {
  readonly parameters = {};
  readonly size: number;
  readonly stride: number;
  private last: { input: Tensor; maxima: Uint32Array } | undefined;

  /**
   * @param size    rows and columns of a window
   * @param stride  from one window to the next; less than `size` lets them overlap
   * @throws {RangeError} if one is not a whole number >= 1
   */
  constructor(size = 2, stride = size) {
    super();
    this.size = wholeNumber("MaxPool2D: size", size);
    this.stride = wholeNumber("MaxPool2D: stride", stride);
  }

  /**
   *   out[i, j, f] = max_{di, dj < size} input[i · stride + di, j · stride + dj, f]
   *
   * @param input  (h, w, f), h, w >= size
   * @throws {ShapeError} if input is not three-dimensional or smaller than a window
   */
  forward(input: Tensor): Tensor {
    const out = tensor(this.outputShape(input.shape));
    const maxima = new Uint32Array(out.data.length);
    const [rows, columns, channels] = out.shape;
    const width = input.shape[1];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const corner = (i * width + j) * this.stride * channels; // input[i · stride, j · stride, 0]
        for (let f = 0; f < channels; f++) {
          const k = (i * columns + j) * channels + f; // out[i, j, f]
          maxima[k] = this.firstMaximum(input.data, corner + f, width, channels);
          out.data[k] = input.data[maxima[k]];
        }
      }
    }
    this.last = { input, maxima };
    return out;
  }

  /** @returns the flat position of the largest value of the window whose corner is at `corner` */
  private firstMaximum(values: Float64Array, corner: number, width: number, channels: number): number {
    let best = corner;
    for (let di = 0; di < this.size; di++) {
      for (let dj = 0; dj < this.size; dj++) {
        const position = corner + (di * width + dj) * channels;
        const value = values[position];
        if (Number.isNaN(values[best])) return best;
        if (value > values[best] || Number.isNaN(value)) best = position;
      }
    }
    return best;
  }

  /**
   * out[i, j, f] has slope 1 with respect to its window's first maximum and 0 with respect to the others.
   * Where windows overlap, an input can be the maximum of several, and their gradients add up.
   *
   * @param dLdOut  of the shape of the output
   */
  backward(dLdOut: Tensor): Backward {
    const { input, maxima } = this.remembered(this.last);
    requireShape("MaxPool2D.backward: dLdOut", dLdOut, this.outputShape(input.shape));
    const dLdInput = tensor(input.shape);
    for (let k = 0; k < maxima.length; k++) dLdInput.data[maxima[k]] += dLdOut.data[k];
    return { dLdInput, gradients: {} };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    const { size, stride } = this;
    const [h = 0, w = 0, f = 0] = inputShape;
    if (inputShape.length !== 3 || h < size || w < size) {
      throw new ShapeError(
        `MaxPool2D.forward: input must be (h >= ${size}, w >= ${size}, f), got ${formatShape(inputShape)}`,
      );
    }
    return [Math.floor((h - size) / stride) + 1, Math.floor((w - size) / stride) + 1, f];
  }

  override describe(): Description {
    return { size: this.size, stride: this.stride };
  }
}
