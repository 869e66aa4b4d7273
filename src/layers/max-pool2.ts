import { onlyOptions, ShapeError } from "../errors";
import { formatShape, requireShape, type Tensor, tensor } from "../tensor";
import { type Backward, type Description, Layer } from "./layer";

/** Who gets the gradient where several inputs of a window share its maximum. */
export type Ties = "first" | "all";

/**
 * Max pooling over windows of 2 x 2, stride 2: (h, w, f) -> (floor(h / 2), floor(w / 2), f).
 * An odd last row or column is left out, as in the article.
 * A NaN counts as larger than any number, as in MaxPool2D, so that training notices it.
 *
 * @see Zhou, CNNs Part 1 (forward) and Part 2 (backward)
 */
export class MaxPool2 extends Layer {
  readonly parameters = {};
  readonly ties: Ties;
  private lastInput: Tensor | undefined;

  /**
   * @param options  ties: who gets the gradient of a window with several maxima.
   *                 "first" (default): the first maximum, row by row. This is a gradient.
   *                 "all": every tied maximum gets all of it, the article's rule. This is not a gradient (notebook 02).
   * @throws {RangeError} if ties is neither, or an option has another name
   */
  constructor(options: { ties?: Ties } = {}) {
    super();
    onlyOptions("MaxPool2", options, { ties: true });
    const { ties = "first" } = options;
    if (ties !== "first" && ties !== "all") {
      throw new RangeError(`MaxPool2: ties must be "first" or "all", got ${JSON.stringify(ties)}`);
    }
    this.ties = ties;
  }

  /**
   *   out[i, j, f] = max_{di, dj < 2} input[2i + di, 2j + dj, f]
   *
   * @param input  (h, w, f), h, w >= 2
   * @returns      (floor(h / 2), floor(w / 2), f)
   * @throws {ShapeError} if input is not three-dimensional or smaller than 2 x 2
   */
  forward(input: Tensor): Tensor {
    const out = tensor(maxPool2Shape(input.shape));
    this.lastInput = input;
    forEachWindow(input.shape, (window, k) => {
      out.data[k] = largest(input.data, window);
    });
    return out;
  }

  /**
   * out[i, j, f] has slope 1 with respect to the window's maximum and 0 with respect to the others.
   *
   * @param dLdOut  (floor(h / 2), floor(w / 2), f)
   */
  backward(dLdOut: Tensor): Backward {
    const input = this.remembered(this.lastInput);
    requireShape("MaxPool2.backward: dLdOut", dLdOut, maxPool2Shape(input.shape));
    const dLdInput = tensor(input.shape);
    forEachWindow(input.shape, (window, k) => {
      const max = largest(input.data, window);
      for (const position of window) {
        const value = input.data[position];
        if (value !== max && !Number.isNaN(value)) continue; // where there is a NaN, the maximum is NaN
        dLdInput.data[position] = dLdOut.data[k];
        if (this.ties === "first") break;
      }
    });
    return { dLdInput, gradients: {} };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    return maxPool2Shape(inputShape);
  }

  override describe(): Description {
    return { ties: this.ties };
  }
}

/**
 * Visits the windows in the order of the output.
 *
 * @param visit  receives the flat positions of input[2i + di, 2j + dj, f], row by row (one array,
 *               reused), and that of out[i, j, f]
 */
function forEachWindow(shape: readonly number[], visit: (window: number[], k: number) => void): void {
  const [h, w, channels] = shape;
  const window = [0, 0, 0, 0];
  let k = 0;
  for (let i = 0; i + 1 < h; i += 2) {
    for (let j = 0; j + 1 < w; j += 2) {
      for (let f = 0; f < channels; f++) {
        const corner = (i * w + j) * channels + f; // input[i, j, f]
        window[0] = corner;
        window[1] = corner + channels;
        window[2] = corner + w * channels;
        window[3] = corner + (w + 1) * channels;
        visit(window, k++);
      }
    }
  }
}

function largest(values: Float64Array, [a, b, c, d]: number[]): number {
  return Math.max(values[a], values[b], values[c], values[d]);
}

/**
 * @returns (floor(h / 2), floor(w / 2), f), the shape of the output
 * @throws {ShapeError} if the input is not (h >= 2, w >= 2, f)
 */
function maxPool2Shape(input: readonly number[]): number[] {
  const [h = 0, w = 0, f = 0] = input;
  if (input.length !== 3 || h < 2 || w < 2) {
    throw new ShapeError(`MaxPool2.forward: input must be (h >= 2, w >= 2, f), got ${formatShape(input)}`);
  }
  return [Math.floor(h / 2), Math.floor(w / 2), f];
}
