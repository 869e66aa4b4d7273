import { ShapeError } from "../errors";

/** How a step follows from gradients, as plain data: the layers and the engine each carry it out. */
export type Optimizer = SGD | Adam;

export interface SGD {
  readonly kind: "sgd";
  readonly momentum: number;
  readonly weightDecay: number;
}

export interface Adam {
  readonly kind: "adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/**
 * Gradient descent, as in the article; with momentum a step goes on in the direction of the ones before.
 *
 *   g = ∂L/∂p + weightDecay · p
 *   v = momentum · v + g                 v is 0 at first
 *   p = p - learningRate · v
 *
 * PyTorch's torch.optim.SGD: weight decay belongs to the gradient, and so goes into v.
 *
 * @throws {RangeError} if momentum is not in [0, 1) or weightDecay not a number >= 0
 */
export function sgd({ momentum = 0, weightDecay = 0 }: Partial<Omit<SGD, "kind">> = {}): SGD {
  shareBelowOne("sgd: momentum", momentum);
  atLeastZero("sgd: weightDecay", weightDecay);
  return { kind: "sgd", momentum, weightDecay };
}

/**
 * Each parameter gets a step of its own size: the running mean of its gradient over that of the gradient's size.
 * At step t = 1, 2, …, with m and v 0 at first,
 *
 *   p = p - learningRate · weightDecay · p
 *   m = beta1 · m + (1 - beta1) · g
 *   v = beta2 · v + (1 - beta2) · g²
 *   p = p - learningRate · (m / (1 - beta1^t)) / (√(v / (1 - beta2^t)) + epsilon)
 *
 * PyTorch's torch.optim.AdamW: weight decay is decoupled from the gradient, and so not divided by its size.
 * Without weight decay it is torch.optim.Adam.
 *
 * @throws {RangeError} if a beta is not in [0, 1), epsilon not positive or weightDecay not a number >= 0
 * @see Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled weight decay regularization", 2019
 */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
}: Partial<Omit<Adam, "kind">> = {}): Adam {
  shareBelowOne("adam: beta1", beta1);
  shareBelowOne("adam: beta2", beta2);
  atLeastZero("adam: weightDecay", weightDecay);
  if (!(epsilon > 0 && epsilon < Infinity)) {
    throw new RangeError(`adam: epsilon must be a positive number, got ${epsilon}`);
  }
  return { kind: "adam", beta1, beta2, epsilon, weightDecay };
}

/** Changes parameters by their gradients, and keeps what the optimizer remembers from step to step. */
export interface Updater {
  /**
   * One step, in place.
   *
   * @param parameters  arrays of the sizes that the updater was made for, in the same order
   * @param gradients   likewise; they stay as they are
   * @throws {ShapeError} if there are more or fewer, or one has another size; nothing has changed then
   */
  step(
    parameters: readonly Float64Array[],
    gradients: readonly Float64Array[],
    learningRate: number,
  ): void;
}

/** @param sizes  how many numbers each parameter has */
export function updater(optimizer: Optimizer, sizes: readonly number[]): Updater {
  const update =
    optimizer.kind === "adam" ? adamUpdate(optimizer, sizes) : sgdUpdate(optimizer, sizes);
  return {
    step(parameters, gradients, learningRate) {
      requireSizes("parameters", parameters, sizes);
      requireSizes("gradients", gradients, sizes);
      update(parameters, gradients, learningRate);
    },
  };
}

function sgdUpdate({ momentum, weightDecay }: SGD, sizes: readonly number[]): Updater["step"] {
  const velocities = zeros(sizes);
  return (parameters, gradients, learningRate) => {
    for (const [k, p] of parameters.entries()) {
      const gradient = gradients[k];
      const v = velocities[k];
      for (let x = 0; x < p.length; x++) {
        v[x] = momentum * v[x] + gradient[x] + weightDecay * p[x];
        p[x] -= learningRate * v[x];
      }
    }
  };
}

function adamUpdate(
  { beta1, beta2, epsilon, weightDecay }: Adam,
  sizes: readonly number[],
): Updater["step"] {
  const means = zeros(sizes);
  const squares = zeros(sizes);
  let t = 0;
  return (parameters, gradients, learningRate) => {
    t++;
    // m and v start at 0 and are too small at first, by these factors.
    const rate = learningRate / (1 - beta1 ** t);
    const correction = 1 - beta2 ** t;
    const kept = 1 - learningRate * weightDecay;
    for (const [k, p] of parameters.entries()) {
      const gradient = gradients[k];
      const [m, v] = [means[k], squares[k]];
      for (let x = 0; x < p.length; x++) {
        const g = gradient[x];
        m[x] = beta1 * m[x] + (1 - beta1) * g;
        v[x] = beta2 * v[x] + (1 - beta2) * g * g;
        p[x] = kept * p[x] - (rate * m[x]) / (Math.sqrt(v[x] / correction) + epsilon);
      }
    }
  };
}

function zeros(sizes: readonly number[]): Float64Array[] {
  return sizes.map((size) => new Float64Array(size));
}

function requireSizes(
  what: string,
  arrays: readonly Float64Array[],
  sizes: readonly number[],
): void {
  if (arrays.length === sizes.length && arrays.every(({ length }, k) => length === sizes[k]))
    return;
  const got = arrays.map(({ length }) => length);
  throw new ShapeError(
    `updater: ${what} must be of sizes ${sizes.join(", ")}, got ${got.join(", ")}`,
  );
}

function shareBelowOne(place: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new RangeError(`${place} must be >= 0 and < 1, got ${value}`);
}

function atLeastZero(place: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`${place} must be a number >= 0, got ${value}`);
  }
}
