import type { Network } from "../network/network";
import { type Tensor, tensor } from "../tensor";
import { optimizerFrom } from "../training/optimizers";
import type { TrainingState } from "../training/training-state";
import { namedParameters } from "./named-tensors";

// A run's state in a model file: its numbers under "training" in the metadata, the optimizer's means as tensors beside
// the weights.
//
//   "training.velocities.0.filters"   the mean of parameter "0.filters"'s gradients
//   "training.squares.0.filters"      and of their squares

const prefix = "training.";
const means = ["velocities", "squares"] as const;

/** Whether a tensor belongs to a run's state, and not to the network. */
export function isOfState(name: string): boolean {
  return name.startsWith(prefix);
}

/** @throws {RangeError} if the state is one of another network */
export function stateTensors(network: Network, { memory }: TrainingState): [string, Tensor][] {
  const parameters = [...namedParameters(network)];
  return means.flatMap((mean) =>
    memory[mean].map((values, k): [string, Tensor] => {
      const [name, parameter] = parameters[k] ?? ["", tensor([0])];
      if (values.length !== parameter.data.length) {
        throw new RangeError(
          `save: run must be of this network, got one with ${values.length} values for parameter ${k}`,
        );
      }
      return [`${prefix}${mean}.${name}`, tensor(parameter.shape, values)];
    }),
  );
}

/** The metadata's text. It names the parameters in their order, which a program that rewrites the file may change. */
export function stateText(network: Network, { optimizer, memory, seed, epochs, images }: TrainingState): string {
  const parameters = [...namedParameters(network).keys()];
  return JSON.stringify({ version: 1, parameters, optimizer, steps: memory.steps, seed, epochs, images });
}

/** The reverse of the two above. @throws {Error} if the text is of another form */
export function stateFrom(text: string, tensors: ReadonlyMap<string, Tensor>): TrainingState {
  const found = JSON.parse(text);
  const count = (name: string): number => {
    const value = found?.[name];
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new Error(`expected ${name} as a whole number >= 0 in metadata "training", found ${JSON.stringify(value)}`);
  };
  if (found?.version !== 1) throw new Error(`expected version 1 of metadata "training", found ${found?.version}`);
  if (!Array.isArray(found.parameters)) throw new Error('expected parameters as a list in metadata "training"');
  const meansOf = (mean: (typeof means)[number]) => {
    const saved = found.parameters.map((name: string) => tensors.get(`${prefix}${mean}.${name}`)?.data);
    if (saved.every((data: unknown) => data === undefined)) return []; // the optimizer keeps none
    const missing = saved.indexOf(undefined);
    if (missing >= 0) throw new Error(`expected tensor "${prefix}${mean}.${found.parameters[missing]}", found none`);
    return saved;
  };
  return {
    optimizer: optimizerFrom(found.optimizer, "model file"),
    memory: { steps: count("steps"), velocities: meansOf("velocities"), squares: meansOf("squares") },
    seed: count("seed"),
    epochs: count("epochs"),
    images: count("images"),
  };
}
