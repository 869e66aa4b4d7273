/** By how many grey levels of 255 each pixel is changed: the places of the slider. */
export const nudgeSizes: readonly number[] = Array.from({ length: 17 }, (_, k) => 5 * k);

/** How many times as strong as it is a change is drawn. */
export const strength = 5;

/** How the direction of each pixel is found. */
export const ways = ["random", "chosen"] as const;

/** A direction for each pixel: 1 is brighter, -1 darker, 0 as it is. */
export type Directions = Int8Array;

/** An image, each way's direction of its pixels, and what the network answers after each size of change. */
export interface NudgedImage {
  readonly levels: Uint8Array;
  readonly label: number;
  /** By way. */
  readonly directions: readonly Directions[];
  /** By way, then by size: a probability for each class. */
  readonly answers: readonly (readonly (readonly number[])[])[];
}

/** An image's levels after each pixel went so far in its direction. Black gets no darker, white no brighter. */
export function nudgedLevels(levels: Uint8Array, directions: Directions, size: number): Uint8Array {
  return levels.map((level, k) => Math.min(255, Math.max(0, level + size * directions[k])));
}

/** From which size on the answer is another class, for the first time; undefined where it never is. */
export function firstMisread(answers: readonly (readonly number[])[], label: number): number | undefined {
  const k = answers.findIndex((p) => p.some((value) => value > p[label]));
  return k < 0 ? undefined : nudgeSizes[k];
}
