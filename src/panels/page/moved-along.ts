import type { Tensor } from "../../tensor";

/**
 * What became of a map when its image moved: how many of its numbers moved along, unchanged. With a stride the map
 * cannot follow an image that moved by a part of it.
 */
export function movedAlong(
  before: Tensor,
  after: Tensor,
  by: { readonly down: number; readonly right: number },
  stride: number,
): string {
  const way = [
    by.right !== 0 && `${Math.abs(by.right)} to the ${by.right > 0 ? "right" : "left"}`,
    by.down !== 0 && `${Math.abs(by.down)} ${by.down > 0 ? "down" : "up"}`,
  ];
  const start = `The image moved by ${way.filter(Boolean).join(" and ")}`;
  const [down, right] = [by.down / stride, by.right / stride];
  if (!Number.isInteger(down) || !Number.isInteger(right)) {
    return `${start}, which is no whole number of strides: the map cannot follow.`;
  }
  const { same, of } = equalNumbers(before, after, down, right);
  return `${start}: ${same} of ${of} numbers of the map moved along unchanged.`;
}

/** Two numbers are equal when they differ by less: the sums are added up in the same order. */
const tolerance = 1e-12;

function equalNumbers(before: Tensor, after: Tensor, down: number, right: number): { same: number; of: number } {
  const [rows, columns] = before.shape;
  let same = 0;
  let of = 0;
  for (let i = Math.max(0, -down); i < Math.min(rows, rows - down); i++) {
    for (let j = Math.max(0, -right); j < Math.min(columns, columns - right); j++) {
      of++;
      const moved = after.data[(i + down) * columns + j + right];
      if (Math.abs(before.data[i * columns + j] - moved) < tolerance) same++;
    }
  }
  return { same, of };
}
