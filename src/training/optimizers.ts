import { onlyOptions } from "../errors";

/**
 * An optimizer says how a step follows from gradients. It is plain data: training on the layers takes the step in
 * updater.ts, the engine in memory/optimizer-numbers.ts, simd/control.ts and simd/step.ts.
 */
export type Optimizer = SGD | Adam;

/** Gradient descent, with momentum where it is not 0; see `sgd`. */
export interface SGD {
  readonly kind: "sgd";
  readonly momentum: number;
  readonly weightDecay: number;
}

/** Adam with decoupled weight decay; see `adam`. */
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
 * @throws {RangeError} if momentum is not in [0, 1), weightDecay is not a number >= 0, or an option has another name
 */
export function sgd(options: Partial<Omit<SGD, "kind">> = {}): SGD {
  onlyOptions("sgd", options, { momentum: true, weightDecay: true });
  const { momentum = 0, weightDecay = 0 } = options;
  shareBelowOne("sgd: momentum", momentum);
  atLeastZero("sgd: weightDecay", weightDecay);
  return { kind: "sgd", momentum, weightDecay };
}

/**
 * Each parameter gets a step of its own size: the running mean of its gradient, divided by the running mean of the
 * gradient's size. At step t = 1, 2, …, with m and v 0 at first,
 *
 *   p = p - learningRate · weightDecay · p
 *   m = beta1 · m + (1 - beta1) · g
 *   v = beta2 · v + (1 - beta2) · g²
 *   p = p - learningRate · (m / (1 - beta1^t)) / (√(v / (1 - beta2^t)) + epsilon)
 *
 * PyTorch's torch.optim.AdamW: weight decay is decoupled from the gradient, and so not divided by its size.
 * Without weight decay it is torch.optim.Adam.
 *
 * @throws {RangeError} if a beta is not in [0, 1), epsilon is not positive, weightDecay is not a number >= 0, or an
 *                      option has another name
 * @see Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled weight decay regularization", 2019
 */
export function adam(options: Partial<Omit<Adam, "kind">> = {}): Adam {
  onlyOptions("adam", options, { beta1: true, beta2: true, epsilon: true, weightDecay: true });
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  shareBelowOne("adam: beta1", beta1);
  shareBelowOne("adam: beta2", beta2);
  atLeastZero("adam: weightDecay", weightDecay);
  if (typeof epsilon !== "number" || !(epsilon > 0 && epsilon < Infinity)) {
    throw new RangeError(`adam: epsilon must be a positive number, got ${epsilon}`);
  }
  return { kind: "adam", beta1, beta2, epsilon, weightDecay };
}

/**
 * An optimizer from plain data, such as what JSON.parse gives back: an optimizer is its own description.
 *
 * @throws {RangeError} if it is not one that sgd() or adam() returns
 */
export function optimizerFrom(data: unknown, place = "optimizerFrom"): Optimizer {
  const { kind, ...numbers } = Object(data) as Record<string, unknown>;
  const known = kind === "adam" ? adam() : kind === "sgd" ? sgd() : undefined;
  if (known && Object.keys(numbers).every((name) => name in known)) {
    return kind === "adam" ? adam(numbers) : sgd(numbers);
  }
  const got = JSON.stringify(data);
  throw new RangeError(`${place}: optimizer must be one that sgd() or adam() returns, got ${got}`);
}

function shareBelowOne(place: string, value: number): void {
  if (typeof value !== "number" || !(value >= 0 && value < 1))
    throw new RangeError(`${place} must be >= 0 and < 1, got ${value}`);
}

function atLeastZero(place: string, value: number): void {
  if (typeof value !== "number" || !(value >= 0 && value < Infinity)) {
    throw new RangeError(`${place} must be a number >= 0, got ${value}`);
  }
}
