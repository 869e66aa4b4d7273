import { onlyOptions, wholeNumber } from "../errors";
import { type Random, seededRandom } from "../random";
import { requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type Conv2DGeometry, conv2dGeometry, type Padding } from "./conv2d-geometry";
import { type Conv2DOptions, optionNames } from "./conv2d-options";
import { type Initialisation, initialisationNamed, initialise } from "./initialisation";
import { type Backward, type Description, Layer, type Parameters } from "./layer";
import { crop, pad } from "./padding";

/**
 * A convolution layer for any number of channels: (h, w, c) -> (rows, columns, f). An image (h, w) counts as (h, w, 1).
 * How many channels its filters have is settled when a network is built, or by the first input.
 */
export class Conv2D extends Layer {
  readonly filterCount: number;
  readonly size: readonly [number, number];
  readonly stride: number;
  readonly padding: Padding;
  readonly paddingValue: number;
  readonly bias: boolean;
  private readonly initialisation: Initialisation;
  private readonly random: Random | undefined;
  private made: Parameters | undefined;
  private last: { input: Tensor; padded: Float64Array } | undefined;

  /**
   * @param filters  how many, f >= 1
   * @param options  size (3), stride (1), padding ("valid"), paddingValue (0), bias (true), initialisation ("he"), random
   * @throws {RangeError} if an option has a value that it cannot have
   */
  constructor(filters: number, options: Conv2DOptions = {}) {
    super();
    onlyOptions("Conv2D", options, optionNames);
    const { size = 3, padding = "valid", paddingValue = 0, initialisation = "he" } = options;
    const [kh, kw] = typeof size === "number" ? [size, size] : size;
    this.filterCount = wholeNumber("Conv2D: filters", filters);
    this.size = [wholeNumber("Conv2D: size", kh), wholeNumber("Conv2D: size", kw)];
    this.stride = wholeNumber("Conv2D: stride", options.stride ?? 1);
    if (padding !== "valid" && padding !== "same") {
      const got = JSON.stringify(padding);
      throw new RangeError(`Conv2D: padding must be "valid" or "same", got ${got}`);
    }
    if (!Number.isFinite(paddingValue)) {
      throw new RangeError(`Conv2D: paddingValue must be a number, got ${paddingValue}`);
    }
    this.padding = padding;
    this.paddingValue = paddingValue;
    this.bias = options.bias ?? true;
    this.initialisation = initialisationNamed("Conv2D: initialisation", initialisation);
    this.random = options.random;
  }

  get parameters(): Parameters {
    return this.built(this.made);
  }

  /** (f, kh, kw, c) */
  get filters(): Tensor {
    return this.parameters.filters;
  }

  /** (f); undefined without bias */
  get biases(): Tensor | undefined {
    return this.parameters.biases;
  }

  override build(inputShape: readonly number[], random = seededRandom()): void {
    if (this.made) return;
    const [, , c] = this.geometry(inputShape).image;
    const [kh, kw] = this.size;
    const filters = tensor([this.filterCount, kh, kw, c]);
    const fans = { fanIn: kh * kw * c, fanOut: kh * kw * this.filterCount };
    initialise(filters.data, this.initialisation, fans, this.random ?? random);
    this.made = this.bias ? { filters, biases: tensor([this.filterCount]) } : { filters };
  }

  /**
   *   out[i, j, f] = biases[f] + Σ_{di < kh, dj < kw, c} padded[i · stride + di, j · stride + dj, c] · filters[f, di, dj, c]
   *
   * In a row of the window dj and c lie one after the other, in the image as in the filter: the innermost loop runs
   * over both.
   *
   * @param input  (h, w, c) or (h, w); with "valid" padding h >= kh, w >= kw
   * @returns      (rows, columns, f), rows = floor((h - kh) / stride) + 1 with "valid", ceil(h / stride) with "same"
   *               padding
   * @throws {ShapeError} if input is of another form, or has not as many channels as the filters
   */
  forward(input: Tensor): Tensor {
    const { image, border, width, out: shape } = this.geometry(input.shape);
    this.build(input.shape);
    const padded = pad(input.data, image, border, this.paddingValue);
    const filters = this.filters.data;
    const biases = this.biases?.data;
    const out = tensor(shape);
    const [rows, columns, filterCount] = shape;
    const [kh, kw] = this.size;
    const c = image[2];
    const run = kw * c; // a row of the window
    const row = width * c;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const corner = (i * row + j * c) * this.stride; // padded[i · stride, j · stride, 0]
        for (let f = 0; f < filterCount; f++) {
          let sum = biases ? biases[f] : 0;
          for (let di = 0; di < kh; di++) {
            const pixel = corner + di * row; // padded[i · stride + di, j · stride, 0]
            const weight = (f * kh + di) * run; // filters[f, di, 0, 0]
            for (let k = 0; k < run; k++) sum += padded[pixel + k] * filters[weight + k];
          }
          out.data[(i * columns + j) * filterCount + f] = sum; // out[i, j, f]
        }
      }
    }
    this.last = { input, padded };
    return out;
  }

  /**
   * With y = i · stride + di and x = j · stride + dj
   *
   *   ∂L/∂biases[f]             = Σ_{i, j} dLdOut[i, j, f]
   *   ∂L/∂filters[f, di, dj, c] = Σ_{i, j} dLdOut[i, j, f] · padded[y, x, c]
   *   ∂L/∂padded[y, x, c]      += Σ_f      dLdOut[i, j, f] · filters[f, di, dj, c]
   *
   * and ∂L/∂input is what lies inside the border. A zero dLdOut adds nothing and is skipped.
   *
   * @param dLdOut  (rows, columns, f)
   */
  backward(dLdOut: Tensor): Backward {
    const { input, padded } = this.remembered(this.last);
    const { image, border, width, out: shape } = this.geometry(input.shape);
    requireShape("Conv2D.backward: dLdOut", dLdOut, shape);
    const filters = this.filters.data;
    const dLdPadded = new Float64Array(padded.length);
    const dLdFilters = new Float64Array(filters.length);
    const dLdBiases = new Float64Array(this.filterCount);
    const [rows, columns, filterCount] = shape;
    const [kh, kw] = this.size;
    const c = image[2];
    const run = kw * c; // a row of the window
    const row = width * c;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const corner = (i * row + j * c) * this.stride; // padded[i · stride, j · stride, 0]
        for (let f = 0; f < filterCount; f++) {
          const slope = dLdOut.data[(i * columns + j) * filterCount + f]; // dLdOut[i, j, f]
          if (slope === 0) continue;
          dLdBiases[f] += slope;
          for (let di = 0; di < kh; di++) {
            const pixel = corner + di * row;
            const weight = (f * kh + di) * run;
            for (let k = 0; k < run; k++) {
              dLdFilters[weight + k] += slope * padded[pixel + k];
              dLdPadded[pixel + k] += slope * filters[weight + k];
            }
          }
        }
      }
    }
    const gradients = { filters: tensor(this.filters.shape, dLdFilters) };
    return {
      dLdInput: tensor(input.shape, crop(dLdPadded, image, border)),
      gradients: this.bias ? { ...gradients, biases: tensor([filterCount], dLdBiases) } : gradients,
    };
  }

  private geometry(inputShape: readonly number[]): Conv2DGeometry {
    return conv2dGeometry(inputShape, this, this.made?.filters.shape[3]);
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    return this.geometry(inputShape).out;
  }

  override multiplyAdds(inputShape: readonly number[]): number {
    const { image, out } = this.geometry(inputShape);
    return sizeOf(out) * sizeOf(this.size) * image[2];
  }

  override describe(): Description {
    const { filterCount: filters, size, stride, padding, paddingValue, bias } = this;
    return { filters, size, stride, padding, paddingValue, bias };
  }
}
