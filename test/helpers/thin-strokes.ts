import type { Tensor } from "../../src/index";
import type { Stroke } from "../../src/panels/strokes";

const finer = 2;
const threshold = 0; // grey levels from -0.5 to 0.5: what is brighter than the middle is ink

/**
 * The middle lines of a digit, as a pen would have gone: its ink, twice as fine, thinned to lines of one pixel,
 * and a stroke from each pixel of a line to those beside it.
 *
 * @see Zhang, Suen, "A fast parallel algorithm for thinning digital patterns", 1984
 */
export function thinStrokes(image: Tensor): Stroke[] {
  const [h, w] = image.shape.map((side) => side * finer);
  const ink = Uint8Array.from({ length: h * w }, (_, k) =>
    levelAt(image, Math.floor(k / w), k % w) > threshold ? 1 : 0,
  );
  while (thinOnce(ink, w, 0) + thinOnce(ink, w, 1) > 0);
  const middle = (i: number, j: number): [number, number] => [(j + 0.5) / finer, (i + 0.5) / finer];
  const strokes: Stroke[] = [];
  for (let i = 1; i < h - 1; i++) {
    for (let j = 1; j < w - 1; j++) {
      if (!ink[i * w + j]) continue;
      strokes.push([middle(i, j)]);
      for (const [di, dj] of [
        [0, 1],
        [1, -1],
        [1, 0],
        [1, 1],
      ]) {
        if (ink[(i + di) * w + j + dj]) strokes.push([middle(i, j), middle(i + di, j + dj)]);
      }
    }
  }
  return strokes;
}

/** The grey level at a place of the finer grid, between the levels of the four pixels around it. */
function levelAt({ shape: [h, w], data }: Tensor, fineRow: number, fineColumn: number): number {
  const [y, x] = [(fineRow + 0.5) / finer - 0.5, (fineColumn + 0.5) / finer - 0.5];
  const [i, j] = [Math.floor(y), Math.floor(x)];
  const at = (row: number, column: number) =>
    row >= 0 && row < h && column >= 0 && column < w ? data[row * w + column] : -0.5;
  const [v, u] = [y - i, x - j];
  return (1 - v) * ((1 - u) * at(i, j) + u * at(i, j + 1)) + v * ((1 - u) * at(i + 1, j) + u * at(i + 1, j + 1));
}

/** Takes away what a half-step of Zhang and Suen's takes. @returns how many pixels */
function thinOnce(ink: Uint8Array, w: number, half: number): number {
  const gone: number[] = [];
  for (let k = w + 1; k < ink.length - w - 1; k++) {
    if (!ink[k]) continue;
    // Around the pixel, clockwise from above.
    const [p2, p3, p4, p5] = [ink[k - w], ink[k - w + 1], ink[k + 1], ink[k + w + 1]];
    const [p6, p7, p8, p9] = [ink[k + w], ink[k + w - 1], ink[k - 1], ink[k - w - 1]];
    const count = p2 + p3 + p4 + p5 + p6 + p7 + p8 + p9;
    const rises = (a: number, b: number) => (a < b ? 1 : 0);
    const firstTurns = rises(p2, p3) + rises(p3, p4) + rises(p4, p5) + rises(p5, p6);
    const turns = firstTurns + rises(p6, p7) + rises(p7, p8) + rises(p8, p9) + rises(p9, p2);
    const edges = half === 0 ? p2 * p4 * p6 + p4 * p6 * p8 : p2 * p4 * p8 + p2 * p6 * p8;
    if (count >= 2 && count <= 6 && turns === 1 && edges === 0) gone.push(k);
  }
  for (const k of gone) ink[k] = 0;
  return gone.length;
}
