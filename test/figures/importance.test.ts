import { expect, test } from "vitest";
import { groupsOf, omegaSquared, rankShares, ranksOf } from "../../src/figures/rank-shares";
import { importance } from "../../src/index";
import { seededRandom } from "../../src/random";
import { madeUpSearch } from "../helpers/searched-trials";

test("omega squared of 1 2 | 3 4 is 7/11", () => {
  // SS_total = 5, SS_between = 2 · 1 + 2 · 1 = 4, MS_within = (5 - 4) / 2: (4 - 0.5) / (5 + 0.5)
  expect(omegaSquared([0, 0, 1, 1], [1, 2, 3, 4])).toBeCloseTo(7 / 11, 12);
});

test("groups that explain all have 1, groups with the same means 0, and as many groups as values no share", () => {
  expect(omegaSquared([0, 0, 1, 1], [1, 1, 3, 3])).toBe(1);
  expect(omegaSquared([0, 1, 0, 1], [1, 1, 3, 3])).toBe(0);
  expect(omegaSquared([0, 1, 2], [1, 2, 3])).toBeNaN();
  expect(omegaSquared([0, 0, 1], [2, 2, 2])).toBe(0);
});

test("equal losses share the mean of their ranks; what diverged comes last", () => {
  expect(ranksOf([0.5, 0.1, 0.5, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toEqual([2.5, 1, 2.5, 4.5, 4.5]);
});

test("numbers fall into six groups of equal size, equal numbers into the same", () => {
  expect(groupsOf([60, 10, 20, 30, 40, 50], { uniform: [0, 60] })).toEqual([5, 0, 1, 2, 3, 4]);
  expect(groupsOf([1, 1, 1, 2, 2, 3], { integer: [1, 3] })).toEqual([0, 0, 0, 3, 3, 5]);
  expect(groupsOf([32, 8, 16], { choice: [8, 16, 32] })).toEqual([2, 0, 1]);
});

test("with 300 made-up trials the rate explains most, filters a little, the others nothing", () => {
  const { filters, rate, dropout, batch, pool } = rankShares(madeUpSearch(300));
  expect(rate).toBeGreaterThan(0.7);
  expect(filters).toBeGreaterThan(0.04);
  expect(filters).toBeLessThan(0.2);
  for (const nothing of [dropout, batch, pool]) expect(nothing).toBeLessThan(0.02);
});

test("what only two settings together explain, neither does: the exclusive or of two choices", () => {
  const random = seededRandom(1);
  const rows = Array.from({ length: 400 }, () => {
    const [a, b] = [random.integer(2), random.integer(2)];
    return { settings: { a, b }, loss: a === b ? 1 : 2, accuracy: 0.5, epochs: 1 };
  });
  const { a, b } = rankShares({ space: { a: { choice: [0, 1] }, b: { choice: [0, 1] } }, rows });
  expect(Math.max(a!, b!)).toBeLessThan(0.01);
});

test("a search gives the stored figure", () => {
  expect(importance(madeUpSearch(60))).toMatchSnapshot();
});

test("the largest stands at the top, and words say what the bars show and what they do not", () => {
  const { data, layout } = importance(madeUpSearch(300));
  const [bars] = data as unknown as { x: number[]; y: string[] }[];
  expect(bars!.y[0]).toBe("rate");
  expect(bars!.x).toEqual([...bars!.x].sort((a, b) => b - a));
  expect((layout.meta as { description: string }).description).toMatch(
    /^Bars of what each setting explains of the rank of the loss of 300 trials, by itself: rate 7\d %, filters 1\d %, dropout .* is not seen\.$/,
  );
  expect(layout.annotations?.[0]?.text).toContain("is not seen");
});

test("fewer than twelve trials are refused", () => {
  expect(() => importance(madeUpSearch(11))).toThrow("importance: expected at least 12 trials, got 11");
});
