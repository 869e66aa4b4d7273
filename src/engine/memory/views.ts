import type { Programs } from "../programs/compile";
import { Control, controlBytes } from "../simd/control";
import type { Layout, RunPlan } from "./layout";
import type { SharedMemory } from "./simd-module";

/** The memory of a run as numbers. Views are made once: to make one takes as long as to copy an image. */
export interface Views {
  readonly halves: Uint16Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  /** The control blocks, one for each step that can be brought to memory at once. */
  readonly controls: readonly { readonly words: Int32Array; readonly floats: Float32Array }[];
  /** The places for the bytes of the images of these steps, one for each. */
  readonly slots: readonly Uint8Array[];
  /** The probabilities that a prediction gives, for each image in `slots`. */
  readonly answers: readonly Float64Array[];
}

/** @returns typed arrays over those parts of the memory that JavaScript reads and writes */
export function viewsOf(
  { buffer }: SharedMemory,
  { control, fields }: Layout,
  { batchSize, imageBytes, steps = 1 }: RunPlan,
  { builder, classes }: Programs,
): Views {
  const length = Math.max(batchSize * steps, builder.block);
  return {
    halves: new Uint16Array(buffer),
    words: new Int32Array(buffer),
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
    controls: Array.from({ length: steps }, (_, s) => ({
      words: new Int32Array(buffer, control + s * controlBytes, Control.Size),
      floats: new Float32Array(buffer, control + s * controlBytes, Control.Size),
    })),
    slots: Array.from({ length }, (_, k) => {
      return new Uint8Array(buffer, fields[Control.Bytes] + k * imageBytes, imageBytes);
    }),
    answers: Array.from({ length }, (_, k) => {
      return new Float64Array(buffer, fields[Control.Results] + 8 * k * classes, classes);
    }),
  };
}

/**
 * Writes what stays as it is for a whole run: the control blocks, programs, tables, and the padding around feature maps.
 */
export function writeConstants(
  { controls, words, floats }: Views,
  { fields, strides, constants }: Layout,
  { threads }: RunPlan,
  { builder }: Programs,
): void {
  for (const [s, control] of controls.entries()) {
    control.words.set(fields);
    for (const [field, stride] of strides) control.words[field] = fields[field] + s * stride;
  }
  for (const { at, words: values } of constants) words.set(values, at / 4);
  for (const { feature, value } of builder.fills) {
    for (let thread = 0; thread < threads; thread++) {
      const at = (fields[Control.Workspace] + thread * builder.workspaceBytes + feature.at) / 4;
      for (let k = 0; k < feature.size * builder.block; k++) {
        if (k % feature.stored < feature.c) floats[at + k] = value;
      }
    }
  }
}
