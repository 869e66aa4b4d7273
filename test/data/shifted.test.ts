import { expect, test } from "vitest";
import { loadMnist, ShapeError, shifted, tensor } from "../../src/index";

const image = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

test("an image is moved to the right and down, or back; background moves in", () => {
  expect(Array.from(shifted(image, 1).data)).toEqual([-0.5, 1, 2, -0.5, 4, 5]);
  expect(Array.from(shifted(image, -1, 1, 9).data)).toEqual([9, 9, 9, 2, 3, 9]);
  expect(Array.from(image.data)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("an image with channels is refused", () => {
  expect(() => shifted(tensor([2, 2, 1]), 1)).toThrow(new ShapeError("shifted: image must be (h, w), got (2, 2, 1)"));
});

test("Dataset.map gives changed images under the same labels, in the set's own order, and leaves the set alone", () => {
  const digits = loadMnist().train.take(20).shuffle(3);
  const before = digits.image(4);
  const moved = digits.map((one) => shifted(one, 2));
  expect(moved.length).toBe(20);
  for (const i of [0, 4, 19]) {
    expect(moved.label(i)).toBe(digits.label(i));
    expect(moved.image(i)).toEqual(shifted(digits.image(i), 2));
  }
  expect(digits.image(4)).toEqual(before);
});

test("Dataset.map rounds to grey levels, keeps within them, and refuses another shape", () => {
  const one = loadMnist().test.take(1);
  const values = [-7, 0.0001, 7];
  const changed = one.map(() => tensor([28, 28], [...values, ...new Array(781).fill(-0.5)]));
  expect(Array.from(changed.pixels(0).slice(0, 4))).toEqual([0, 128, 255, 0]);
  expect(() => one.map(() => tensor([28]))).toThrow(new ShapeError("Dataset.map: image must be (28, 28), got (28)"));
});
