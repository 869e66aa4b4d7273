import type { Random } from "../random";
import type { Padding } from "./conv2d-geometry";
import type { Initialisation } from "./initialisation";

/** The options of a `Conv2D` layer. */
export interface Conv2DOptions {
  /** Rows and columns of a filter, or one number for both. Default 3. */
  readonly size?: number | readonly [number, number];
  /** How far the window moves, down and to the right. Default 1. */
  readonly stride?: number;
  /** Default "valid". */
  readonly padding?: Padding;
  /** What "same" fills the border with. Default 0; the background of an image scaled to [-0.5, 0.5] is -0.5. */
  readonly paddingValue?: number;
  /** Whether each filter adds a number of its own, 0 at first. Default true. */
  readonly bias?: boolean;
  /** Default "he". fanIn is the size of a filter, (kh · kw · c); fanOut is kh · kw · f. */
  readonly initialisation?: Initialisation;
  /** Where the initial weights come from; left out, from the network's. */
  readonly random?: Random;
}

/** The names of `Conv2DOptions`, each of them. */
export const optionNames: { readonly [Name in keyof Required<Conv2DOptions>]: true } = {
  size: true,
  stride: true,
  padding: true,
  paddingValue: true,
  bias: true,
  initialisation: true,
  random: true,
};
