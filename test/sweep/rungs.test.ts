import { describe, expect, test } from "vitest";
import { seededRandom } from "../../src/random";
import { decider, type Halving, isRung, rungFrom, rungsFrom } from "../../src/sweep/rungs";

const rungs = { factor: 3, from: 1 };

test("rungs are from, from · factor, from · factor², …", () => {
  const epochs = Array.from({ length: 30 }, (_, k) => k + 1);
  expect(epochs.filter((epoch) => isRung(epoch, rungs))).toEqual([1, 3, 9, 27]);
  expect(epochs.filter((epoch) => isRung(epoch, { factor: 2, from: 3 }))).toEqual([3, 6, 12, 24]);
  expect([1, 2, 3, 4, 10].map((epoch) => rungFrom(epoch, rungs))).toEqual([1, 3, 3, 9, 27]);
});

test("the first to arrive goes on; of nine that arrive from worst to best, each one is the best so far", () => {
  const { goesOn } = decider(rungs);
  const losses = [9, 8, 7, 6, 5, 4, 3, 2, 1];
  expect(losses.map((loss, k) => goesOn(`t${k}`, 1, loss))).toEqual(losses.map(() => true));
});

test("of nine that arrive from best to worst, the first alone goes on", () => {
  const { goesOn } = decider(rungs);
  const went = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((loss) => goesOn(`t${loss}`, 1, loss));
  expect(went).toEqual([true, false, false, false, false, false, false, false, false]);
});

test("a trial that is told of twice counts once, with its last loss", () => {
  const { goesOn } = decider(rungs);
  goesOn("a", 1, 1);
  for (let again = 0; again < 10; again++) expect(goesOn("b", 1, 2)).toBe(false);
});

test("of equal losses the smaller id is the better one", () => {
  const { goesOn } = decider(rungs);
  goesOn("b", 1, 1);
  expect(goesOn("c", 1, 1)).toBe(false);
  expect(goesOn("a", 1, 1)).toBe(true);
});

test("a trial that diverged, with a loss of Infinity, ends, unless nobody else is there", () => {
  const { goesOn } = decider(rungs);
  expect(goesOn("a", 1, 1)).toBe(true);
  expect(goesOn("b", 1, Infinity)).toBe(false);
});

test("between rungs, and without halving, every trial goes on", () => {
  const { goesOn } = decider(rungs);
  goesOn("a", 2, 1);
  expect(goesOn("b", 2, 100)).toBe(true);
  const all = decider(undefined);
  all.goesOn("a", 1, 1);
  expect(all.goesOn("b", 1, 100)).toBe(true);
});

test("at every moment those that went on were among the best third when they arrived, by a count of their own", () => {
  const random = seededRandom(7);
  const { goesOn } = decider(rungs);
  const seen: { id: string; loss: number }[] = [];
  for (let k = 0; k < 500; k++) {
    const trial = { id: `t${random.integer(1000)}`, loss: random.integer(40) };
    const earlier = seen.findIndex(({ id }) => id === trial.id);
    if (earlier >= 0) seen.splice(earlier, 1);
    seen.push(trial);
    const sorted = [...seen].sort((a, b) => a.loss - b.loss || (a.id < b.id ? -1 : 1));
    const best = sorted.slice(0, Math.max(1, Math.floor(seen.length / 3)));
    expect(goesOn(trial.id, 1, trial.loss)).toBe(best.includes(trial));
  }
});

describe("halving is refused:", () => {
  test.each([
    [{ factor: 1 }, "sweep: halving.factor must be a whole number from 2 to 100, got 1"],
    [{ factor: Number.NaN }, "sweep: halving.factor must be a whole number from 2 to 100, got null"],
    [{ from: 0 }, "sweep: halving.from must be a whole number from 1 to 10000, got 0"],
    [{ eta: 3 }, "sweep: halving: options must be of factor, from, got eta"],
  ])("%j", (halving, message) => {
    expect(() => rungsFrom(halving as Halving)).toThrow(new RangeError(message));
  });
});
