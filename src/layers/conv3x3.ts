import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { type Random, seededRandom } from "../random";
import { formatShape, requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type Backward, type Description, Layer } from "./layer";

/**
 * A convolution layer of f filters of 3 x 3, stride 1, without padding: (h, w) -> (h - 2, w - 2, f).
 *
 * @see Zhou, CNNs Part 1 (forward) and Part 2 (backward)
 */
export class Conv3x3 extends Layer {
  readonly filterCount: number;
  private drawn: { readonly filters: Tensor } | undefined;
  private lastInput: Tensor | undefined;

  /**
   * @param filters  how many, f >= 1
   * @param options  random: where the initial weights come from, at once: normal deviates / 9. Left out, they
   *                 come from the network's stream, or are drawn when they are first needed
   * @throws {RangeError} if filters is not a whole number >= 1, or an option has another name
   */
  constructor(filters: number, options: { random?: Random } = {}) {
    super();
    onlyOptions("Conv3x3", options, { random: true });
    this.filterCount = wholeNumber("Conv3x3: filters", filters);
    if (options.random) this.draw(options.random);
  }

  get parameters(): { readonly filters: Tensor } {
    return this.drawn ?? this.draw(seededRandom());
  }

  override draw(random: Random): { readonly filters: Tensor } {
    if (this.drawn) return this.drawn;
    const filters = tensor([this.filterCount, 3, 3]);
    for (let k = 0; k < filters.data.length; k++) filters.data[k] = random.normal() / 9;
    this.drawn = { filters };
    return this.drawn;
  }

  /** (f, 3, 3) */
  get filters(): Tensor {
    return this.parameters.filters;
  }

  /**
   *   out[i, j, f] = Σ_{di, dj < 3} input[i + di, j + dj] · filters[f, di, dj]
   *
   * @param input  (h, w), grey levels scaled to [-0.5, 0.5], h, w >= 3
   * @returns      (h - 2, w - 2, f)
   * @throws {ShapeError} if input is not two-dimensional or smaller than 3 x 3
   */
  forward(input: Tensor): Tensor {
    const out = tensor(this.outputShape(input.shape));
    const [rows, columns, filterCount] = out.shape;
    const image = input.data;
    const filters = this.filters.data;
    const width = columns + 2;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (let f = 0; f < filterCount; f++) {
          let sum = 0;
          for (let di = 0; di < 3; di++) {
            for (let dj = 0; dj < 3; dj++) {
              sum += image[(i + di) * width + j + dj] * filters[(f * 3 + di) * 3 + dj];
            }
          }
          out.data[(i * columns + j) * filterCount + f] = sum; // out[i, j, f]
        }
      }
    }
    this.lastInput = input;
    return out;
  }

  /**
   * out[i, j, f] depends on input[i + di, j + dj] with slope filters[f, di, dj], and the other way round:
   *
   *   ∂L/∂filters[f, di, dj]    = Σ_{i, j} dLdOut[i, j, f] · input[i + di, j + dj]
   *   ∂L/∂input[i + di, j + dj] += Σ_f     dLdOut[i, j, f] · filters[f, di, dj]
   *
   * A zero dLdOut adds nothing and is skipped: after max pooling at least three in four are zero.
   *
   * @param dLdOut  (h - 2, w - 2, f)
   */
  backward(dLdOut: Tensor): Backward {
    const input = this.remembered(this.lastInput);
    requireShape("Conv3x3.backward: dLdOut", dLdOut, this.outputShape(input.shape));
    const [rows, columns, filterCount] = dLdOut.shape;
    const image = input.data;
    const filters = this.filters.data;
    const width = columns + 2;
    const dLdInput = new Float64Array(image.length);
    const dLdFilters = new Float64Array(filters.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (let f = 0; f < filterCount; f++) {
          const slope = dLdOut.data[(i * columns + j) * filterCount + f]; // dLdOut[i, j, f]
          if (slope === 0) continue;
          for (let di = 0; di < 3; di++) {
            for (let dj = 0; dj < 3; dj++) {
              const pixel = (i + di) * width + j + dj; // input[i + di, j + dj]
              const weight = (f * 3 + di) * 3 + dj; // filters[f, di, dj]
              dLdFilters[weight] += slope * image[pixel];
              dLdInput[pixel] += slope * filters[weight];
            }
          }
        }
      }
    }
    return {
      dLdInput: tensor(input.shape, dLdInput),
      gradients: { filters: tensor(this.filters.shape, dLdFilters) },
    };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    const [h = 0, w = 0] = inputShape;
    if (inputShape.length !== 2 || h < 3 || w < 3) {
      throw new ShapeError(`Conv3x3.forward: image must be (h >= 3, w >= 3), got ${formatShape(inputShape)}`);
    }
    return [h - 2, w - 2, this.filterCount];
  }

  override multiplyAdds(inputShape: readonly number[]): number {
    return sizeOf(this.outputShape(inputShape)) * 9;
  }

  override describe(): Description {
    return { filters: this.filterCount };
  }
}
