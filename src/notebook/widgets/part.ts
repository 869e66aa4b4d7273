import type { Model } from "./model";

/** Something that a cell can show and a row or column can hold: a control, or a row or column. */
export interface Part {
  readonly model: Model;
  readonly parts: readonly Part[];
  /** Its values in words, for pages where nothing can be moved; "" where it has none. */
  toString(): string;
}

export const isPart = (value: unknown): value is Part =>
  typeof value === "object" && value !== null && "model" in value && "parts" in value;
