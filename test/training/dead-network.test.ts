import { expect, test } from "vitest";
import { isDead, stepsToJudge } from "../../src/training/dead-network";

const losses = (count: number, loss: (k: number) => number) => Float64Array.from({ length: count }, (_, k) => loss(k));
const right = (every: number) => (k: number) => (k % every === 0 ? 0 : 744.4);

test.each([
  ["stands at 744 but for the class that it always answers, one in ten", losses(2000, right(10)), true],
  ["one in two", losses(2000, right(2)), true],
  ["falls from 744 to 400", losses(2000, (k) => 744 - 0.17 * k), false],
  ["was so only in the first half", losses(2000, (k) => (k < 1000 ? 744 : 2)), false],
  ["has rare answers of 744", losses(2000, (k) => (k % 3 === 0 ? 744 : 0)), false],
  ["learns", losses(2000, () => 2.3), false],
])("a network whose loss %s: dead or not", (_, values, dead) => {
  expect(isDead(values)).toBe(dead);
});

test("is judged by 2,000 images, and 50 steps at least", () => {
  expect([1, 32, 256].map(stepsToJudge)).toEqual([2000, 63, 50]);
});
