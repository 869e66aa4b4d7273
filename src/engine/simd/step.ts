import { adam } from "./adam";
import { descend } from "./elementwise";
import { Control, moveBytes } from "./control";
import { run } from "./run";

// A step is two phases: `compute` for every chunk of the batch, then `update` for as many slices of the parameters.
// Chunks depend on the network and the batch size alone, never on the number of threads, and each is
// computed by one thread from start to end. So the weights have the same bits whoever claims which.

/** @returns a word of the control block */
// @ts-ignore: decorator
@inline
export function word(control: usize, field: Control): i32 {
  return load<i32>(control + (<usize>field << 2));
}

/** Brings up to date what follows from the parameters: filters in other orders. */
export function derive(control: usize): void {
  run(word(control, Control.DeriveProgram), 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** The probabilities of one chunk of the batch. */
function predict(control: usize, chunk: i32, thread: i32): void {
  const chunks = word(control, Control.Chunks);
  const images = word(control, Control.Images);
  const workspace = <usize>word(control, Control.Workspace) + <usize>thread * <usize>word(control, Control.WorkspaceBytes);
  const block = word(control, Control.Block);
  const end = <i32>((<i64>images * (chunk + 1)) / chunks);
  for (let k = <i32>((<i64>images * chunk) / chunks); k < end; k += block) {
    run(
      word(control, Control.PredictProgram), workspace, 0,
      <usize>word(control, Control.Bytes) + <usize>k * <usize>word(control, Control.ImageBytes), 0, 0, 0,
      <usize>word(control, Control.Results) + <usize>k * <usize>word(control, Control.AnswerBytes), min(block, end - k), 0,
    );
    store<i32>(control + (<usize>Control.Pulse << 2), word(control, Control.Pulse) + 1);
  }
}

/** The gradient, loss and right answers of one chunk of the batch. */
export function compute(control: usize, chunk: i32, thread: i32): void {
  if (word(control, Control.Predicting)) {
    predict(control, chunk, thread);
    return;
  }
  const chunks = word(control, Control.Chunks);
  const images = word(control, Control.Images);
  const gradientBytes = <usize>word(control, Control.GradientBytes);
  const gradient = <usize>word(control, Control.Gradients) + <usize>chunk * gradientBytes;
  const workspace = <usize>word(control, Control.Workspace) + <usize>thread * <usize>word(control, Control.WorkspaceBytes);
  const result = <usize>word(control, Control.Results) + (<usize>chunk << 4);
  const block = word(control, Control.Block);
  const rate = load<f32>(control + (<usize>Control.Rate << 2));
  const moves = <usize>word(control, Control.Moves);
  memory.fill(gradient, 0, gradientBytes);
  memory.fill(result, 0, 16);
  const end = <i32>((<i64>images * (chunk + 1)) / chunks);
  for (let k = <i32>((<i64>images * chunk) / chunks); k < end; k += block) {
    run(
      word(control, Control.TrainProgram), workspace, gradient,
      <usize>word(control, Control.Bytes) + <usize>k * <usize>word(control, Control.ImageBytes),
      moves ? moves + <usize>(k * moveBytes) : 0,
      <usize>word(control, Control.Labels) + (<usize>k << 1),
      <usize>word(control, Control.Seeds) + (<usize>k << 2),
      result, min(block, end - k), rate,
    );
    store<i32>(control + (<usize>Control.Pulse << 2), word(control, Control.Pulse) + 1);
  }
}

/** The update of one slice of the parameters. */
export function update(control: usize, slice: i32): void {
  const fours = word(control, Control.ParameterCount) >> 2;
  const slices = word(control, Control.Chunks);
  const from = <i32>((<i64>fours * slice) / slices);
  const to = <i32>((<i64>fours * (slice + 1)) / slices);
  if (to == from) return;
  const at = <usize>from << 4;
  const parameters = <usize>word(control, Control.Parameters) + at;
  const velocity = <usize>word(control, Control.Velocity);
  const gradients = <usize>word(control, Control.Gradients) + at;
  const partBytes = <usize>word(control, Control.GradientBytes);
  const parts = word(control, Control.Chunks);
  const count = (to - from) << 2;
  const share = <f32>1 / <f32>word(control, Control.Images);
  if (word(control, Control.IsAdam)) {
    const squares = <usize>word(control, Control.Squares) + at;
    adam(parameters, velocity + at, squares, gradients, partBytes, parts, count, share, control + (<usize>Control.Adam << 2));
    return;
  }
  descend(
    parameters, velocity ? velocity + at : 0, gradients, partBytes, parts, count, share,
    load<f32>(control + (<usize>Control.Rate << 2)),
    load<f32>(control + (<usize>Control.Momentum << 2)),
    load<f32>(control + (<usize>Control.Decay << 2)),
  );
}

/** All chunks' probabilities on the calling thread. */
export function predictAll(control: usize): void {
  const chunks = word(control, Control.Chunks);
  for (let chunk = 0; chunk < chunks; chunk++) compute(control, chunk, 0);
}

/** A whole step on the calling thread. */
export function step(control: usize, thread: i32): void {
  derive(control);
  const chunks = word(control, Control.Chunks);
  for (let chunk = 0; chunk < chunks; chunk++) compute(control, chunk, thread);
  for (let slice = 0; slice < chunks; slice++) update(control, slice);
}
