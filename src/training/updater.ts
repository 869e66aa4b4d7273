import { ShapeError } from "../errors";
import type { Adam, Optimizer, SGD } from "./optimizers";

/** What an optimizer remembers of the steps that it has taken, in the order of a network's parameters. */
export interface OptimizerMemory {
  /** How many steps it has taken. */
  readonly steps: number;
  /**
   * Running means of the gradients, an array for each parameter. The list is empty where the optimizer keeps no means.
   */
  readonly velocities: readonly Float64Array[];
  /** Running means of the gradients' squares, in the same form. */
  readonly squares: readonly Float64Array[];
}

/** The memory of an optimizer that has not taken a step. */
export const noMemory: OptimizerMemory = { steps: 0, velocities: [], squares: [] };

/** Changes parameters by their gradients, and keeps what the optimizer remembers from step to step. */
export interface Updater {
  /**
   * One step, in place.
   *
   * @param parameters  arrays of the sizes that the updater was made for, in the same order
   * @param gradients   arrays of the same sizes; they stay as they are
   * @throws {ShapeError} if there are more or fewer, or one has another size; nothing has changed then
   */
  step(parameters: readonly Float64Array[], gradients: readonly Float64Array[], learningRate: number): void;
  /** A copy of what is remembered now. */
  memory(): OptimizerMemory;
}

/**
 * @param sizes   how many numbers each parameter has
 * @param before  what an earlier run remembered; left out, everything is 0 at first
 * @throws {ShapeError} if `before` is not of these sizes
 */
export function updater(optimizer: Optimizer, sizes: readonly number[], before = noMemory): Updater {
  requireMemory(before, sizes);
  let { steps } = before;
  const velocities = startedFrom(before.velocities, sizes);
  const squares = startedFrom(before.squares, sizes);
  const keeps = memoryOf(optimizer);
  const update =
    optimizer.kind === "adam" ? adamUpdate(optimizer, velocities, squares) : sgdUpdate(optimizer, velocities);
  return {
    memory: () => ({
      steps,
      velocities: keeps.velocities ? velocities.map((values) => values.slice()) : [],
      squares: keeps.squares ? squares.map((values) => values.slice()) : [],
    }),
    step(parameters, gradients, learningRate) {
      requireSizes("updater: parameters", parameters, sizes);
      requireSizes("updater: gradients", gradients, sizes);
      update(parameters, gradients, learningRate, ++steps);
    },
  };
}

/** Which running means an optimizer needs room for: of gradients, of their squares. */
export function memoryOf(optimizer: Optimizer): { velocities: boolean; squares: boolean } {
  const squares = optimizer.kind === "adam";
  return { squares, velocities: squares || optimizer.momentum > 0 };
}

/** One step; t counts steps from 1. */
type Update = (
  parameters: readonly Float64Array[],
  gradients: readonly Float64Array[],
  learningRate: number,
  t: number,
) => void;

function sgdUpdate({ momentum, weightDecay }: SGD, velocities: readonly Float64Array[]): Update {
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
  means: readonly Float64Array[],
  squares: readonly Float64Array[],
): Update {
  return (parameters, gradients, learningRate, t) => {
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

/** @throws {ShapeError} if what an earlier run remembered is of parameters of other sizes */
export function requireMemory({ velocities, squares }: OptimizerMemory, sizes: readonly number[]): void {
  const what = "train: resume must be a run of this network: its parameters";
  for (const means of [velocities, squares]) if (means.length > 0) requireSizes(what, means, sizes);
}

function startedFrom(before: readonly Float64Array[], sizes: readonly number[]): Float64Array[] {
  return before.length === 0 ? sizes.map((size) => new Float64Array(size)) : before.map((values) => values.slice());
}

function requireSizes(what: string, arrays: readonly Float64Array[], sizes: readonly number[]): void {
  if (arrays.length === sizes.length && arrays.every(({ length }, k) => length === sizes[k])) return;
  const got = arrays.map(({ length }) => length);
  throw new ShapeError(`${what} must be of sizes ${sizes.join(", ")}, got ${got.join(", ")}`);
}
