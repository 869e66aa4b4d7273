import { adam } from "./adam";
import { descend } from "./elementwise";
import { Field } from "./field";
import { run } from "./run";

// A step is two phases: `compute` for every chunk of the batch, then `update` for every slice of the parameters.
// Chunks and slices depend on the network and the batch size alone, never on the number of threads, and each is
// computed by one thread from start to end. So the weights have the same bits whoever claims which.

// @ts-ignore: decorator
@inline
export function word(control: usize, field: Field): i32 {
  return load<i32>(control + (<usize>field << 2));
}

/** The gradient, loss and right answers of one chunk of the batch. */
export function compute(control: usize, chunk: i32, thread: i32): void {
  const chunks = word(control, Field.Chunks);
  const images = word(control, Field.Images);
  const gradientBytes = <usize>word(control, Field.GradientBytes);
  const gradient = <usize>word(control, Field.Gradients) + <usize>chunk * gradientBytes;
  const workspace = <usize>word(control, Field.Workspace) + <usize>thread * <usize>word(control, Field.WorkspaceBytes);
  const result = <usize>word(control, Field.Results) + (<usize>chunk << 4);
  const block = word(control, Field.Block);
  const rate = load<f32>(control + (<usize>Field.Rate << 2));
  memory.fill(gradient, 0, gradientBytes);
  memory.fill(result, 0, 16);
  const end = <i32>((<i64>images * (chunk + 1)) / chunks);
  for (let k = <i32>((<i64>images * chunk) / chunks); k < end; k += block) {
    run(
      word(control, Field.Program), workspace, gradient,
      <usize>word(control, Field.Bytes) + <usize>k * <usize>word(control, Field.ImageBytes),
      <usize>word(control, Field.Labels) + <usize>k,
      <usize>word(control, Field.Seeds) + (<usize>k << 2),
      result, min(block, end - k), rate,
    );
    store<i32>(control + (<usize>Field.Pulse << 2), word(control, Field.Pulse) + 1);
  }
}

/** The update of one slice of the parameters. */
export function update(control: usize, slice: i32): void {
  const fours = word(control, Field.ParameterCount) >> 2;
  const slices = word(control, Field.Slices);
  const from = <i32>((<i64>fours * slice) / slices);
  const to = <i32>((<i64>fours * (slice + 1)) / slices);
  if (to == from) return;
  const at = <usize>from << 4;
  const parameters = <usize>word(control, Field.Parameters) + at;
  const velocity = <usize>word(control, Field.Velocity);
  const gradients = <usize>word(control, Field.Gradients) + at;
  const partBytes = <usize>word(control, Field.GradientBytes);
  const parts = word(control, Field.Chunks);
  const count = (to - from) << 2;
  const share = <f32>1 / <f32>word(control, Field.Images);
  if (word(control, Field.IsAdam)) {
    const squares = <usize>word(control, Field.Squares) + at;
    adam(parameters, velocity + at, squares, gradients, partBytes, parts, count, share, control + (<usize>Field.Adam << 2));
    return;
  }
  descend(
    parameters, velocity ? velocity + at : 0, gradients, partBytes, parts, count, share,
    load<f32>(control + (<usize>Field.Rate << 2)),
    load<f32>(control + (<usize>Field.Momentum << 2)),
    load<f32>(control + (<usize>Field.Decay << 2)),
  );
}

/** A whole step on the calling thread. */
export function step(control: usize): void {
  const chunks = word(control, Field.Chunks);
  for (let chunk = 0; chunk < chunks; chunk++) compute(control, chunk, 0);
  const slices = word(control, Field.Slices);
  for (let slice = 0; slice < slices; slice++) update(control, slice);
}
