import { expect, test } from "vitest";
import { confusionMatrix, ShapeError } from "../../src/index";

const confusion = [
  [900, 0, 3],
  [12, 800, 0],
  [0, 1, 700],
];

test("three classes give the stored figure", () => {
  expect(confusionMatrix(confusion, { classNames: ["a", "b", "c"] })).toMatchSnapshot();
});

test("the colour scale ends at the commonest mistake, not at the right answers", () => {
  const [wrong, right] = confusionMatrix(confusion).data;
  expect(wrong).toMatchObject({
    zmax: 12,
    z: [
      [null, null, 3],
      [12, null, null],
      [null, 1, null],
    ],
  });
  expect(right).toMatchObject({
    z: [
      [900, null, null],
      [null, 800, null],
      [null, null, 700],
    ],
  });
});

test("the title counts the mistakes", () => {
  expect(confusionMatrix(confusion).layout.title).toMatchObject({
    text: "16 mistakes in 2,416 images",
  });
});

test("a network without mistakes has a matrix too", () => {
  expect(confusionMatrix([[5]]).data[0]).toMatchObject({ zmax: 1, z: [[null]] });
});

test("a class without images has no right answers to colour, one with mistakes alone has 0 of them", () => {
  const right = (confusion: number[][]) => (confusionMatrix(confusion).data[1] as unknown as { z: unknown[] }).z;
  const noSecond = [
    [0, 2],
    [0, 0],
  ];
  expect(right(noSecond).flat()).toEqual([0, null, null, null]);
});

test("a matrix that is not square is refused, with what was got", () => {
  expect(() => confusionMatrix([])).toThrow(ShapeError);
  expect(() => confusionMatrix([[1, 2], [3]])).toThrow(
    new ShapeError("confusionMatrix: confusion must be (classes, classes), got 2 rows, one of 1"),
  );
});
