import { Conv3x3 } from "../layers/conv3x3";
import { type Tensor, tensor } from "../tensor";

/** After so many steps a page and its notebook must agree. */
export const comparedSteps = 10;

/** Beyond this times its first value a loss does not come back. */
const lost = 1e4;

/**
 * A filter that learns from one image to give the map that other weights make of it.
 *
 *   L = mean over i, j of (out[i, j] - wanted[i, j])²
 */
export class FilterLearning {
  /** (h - 2, w - 2, 1), what the filter should give. */
  readonly wanted: Tensor;
  /** The loss before the first step, and after each. */
  readonly losses: number[] = [];
  /** (h - 2, w - 2, 1), what it gives now. */
  map: Tensor;
  readonly #conv = new Conv3x3(1);

  /**
   * @param image   (h, w)
   * @param target  the nine weights that the map is made with, and that the filter never sees
   * @param start   the nine weights that it begins with
   */
  constructor(
    private readonly image: Tensor,
    private readonly target: ArrayLike<number>,
    start: ArrayLike<number>,
  ) {
    this.#conv.filters.data.set(target);
    this.wanted = this.#conv.forward(image);
    this.#conv.filters.data.set(start);
    this.map = this.look();
  }

  get weights(): Float64Array {
    return this.#conv.filters.data;
  }

  get steps(): number {
    return this.losses.length - 1;
  }

  get loss(): number {
    return this.losses[this.steps];
  }

  /** How far the weight that is furthest off is from the one that it should be. */
  get furthest(): number {
    return this.weights.reduce((most, weight, k) => Math.max(most, Math.abs(weight - this.target[k])), 0);
  }

  /** Whether the steps were too long, and the loss is lost. */
  get hasDiverged(): boolean {
    return !(this.loss <= lost * Math.max(this.losses[0], 1e-9));
  }

  /** So many steps against the gradient; none any more where the loss is lost. */
  learn(steps: number, learningRate: number): void {
    for (let k = 0; k < steps && !this.hasDiverged; k++) {
      const count = this.map.data.length;
      const slopes = this.map.data.map((value, place) => (2 * (value - this.wanted.data[place])) / count);
      this.#conv.backprop(tensor(this.map.shape, slopes), learningRate);
      this.map = this.look();
    }
  }

  private look(): Tensor {
    const map = this.#conv.forward(this.image);
    const squares = map.data.reduce((sum, value, place) => sum + (value - this.wanted.data[place]) ** 2, 0);
    this.losses.push(squares / map.data.length);
    return map;
  }
}
