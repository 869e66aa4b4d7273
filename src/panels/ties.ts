import { MaxPool2, type Ties } from "../layers/max-pool2";
import { type Tensor, tensor } from "../tensor";

/** Who gets the slope of a window with several maxima: the first of them, each all of it, or each an equal share. */
export type TieRule = Ties | "shares";

/** The rules, in the order in which they are shown. */
export const rules: readonly (readonly [string, TieRule])[] = [
  ["the first", "first"],
  ["all", "all"],
  ["equal shares", "shares"],
];

/** The four numbers of window (i, j) of one map (h, w, 1), row by row. */
export function windowOf({ shape: [, w], data }: Tensor, i: number, j: number): number[] {
  return [0, 1, w, w + 1].map((step) => data[2 * i * w + 2 * j + step]);
}

/** How many numbers of a window are its maximum. */
export function sharedBy(window: readonly number[]): number {
  const maximum = Math.max(...window);
  return window.filter((value) => value === maximum).length;
}

/** How many numbers share the maximum, window by window: (rows, columns). */
export function sharing(map: Tensor): Tensor {
  const [rows, columns] = map.shape.map((side) => Math.floor(side / 2));
  const counts = Float64Array.from({ length: rows * columns }, (_, k) =>
    sharedBy(windowOf(map, Math.floor(k / columns), k % columns)),
  );
  return tensor([rows, columns], counts);
}

/**
 * What 2 x 2 max pooling of one map hands back to it. Equal shares are what every maximum would get, divided by how
 * many they are.
 *
 * @param map     (h, w, 1)
 * @param dLdOut  (floor(h / 2), floor(w / 2), 1)
 * @returns       (h, w, 1)
 */
export function handedBack(map: Tensor, dLdOut: Tensor, rule: TieRule): Tensor {
  const pool = new MaxPool2({ ties: rule === "first" ? "first" : "all" });
  pool.forward(map);
  if (rule !== "shares") return pool.backward(dLdOut).dLdInput;
  const counts = sharing(map).data;
  return pool.backward(
    tensor(
      dLdOut.shape,
      dLdOut.data.map((slope, k) => slope / counts[k]),
    ),
  ).dLdInput;
}

/** The path of three strokes over each window with a tie, in pixels of the map. */
export function hatching(map: Tensor): string {
  const { shape, data } = sharing(map);
  return Array.from(data, (count, k) => {
    const [x, y] = [2 * (k % shape[1]), 2 * Math.floor(k / shape[1])];
    return count > 1 ? `M${x} ${y + 1}l1-1M${x} ${y + 2}l2-2M${x + 1} ${y + 2}l1-1` : "";
  }).join("");
}

/** The window whose ties matter most: where "all" hands back most that did not come in; else the steepest. */
export function tellingWindow(map: Tensor, dLdOut: Tensor): [i: number, j: number] {
  const { shape, data } = sharing(map);
  let best = 0;
  const weight = (k: number) => Math.abs(dLdOut.data[k]) * (data[k] - 1 + 1e-9);
  for (const k of data.keys()) if (weight(k) > weight(best)) best = k;
  return [Math.floor(best / shape[1]), best % shape[1]];
}
