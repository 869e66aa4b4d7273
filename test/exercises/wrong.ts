import { expect, test } from "vitest";
import { judged } from "../../src/exercises/check";
import type { Answers } from "../../src/exercises/judges";

/** A planted mistake: what it is, the answer that makes it, and words of the hint that it must get. */
export type Planted<Answer> = readonly [mistake: string, answer: Answer, hint: string];

/** One test for each planted mistake of an exercise; each must get its own hint, of which there are three at least. */
export function hints<Name extends keyof Answers>(name: Name, planted: readonly Planted<Answers[Name]>[]): void {
  test.each(planted)(`${name}: %s`, (_mistake, answer, hint) => {
    const said = judged(name, answer);
    expect(said).toMatch(new RegExp(`^✗ ${name}: .+\n  Hint: `, "s"));
    expect(said.slice(said.indexOf("Hint: "))).toContain(hint);
  });

  test(`${name}: at least three kinds of mistake get hints of their own`, () => {
    expect(new Set(planted.map(([, , hint]) => hint)).size).toBeGreaterThanOrEqual(3);
  });
}

/** Answers as the notebooks have them at first. */
export function unsolved<Name extends keyof Answers>(name: Name, answer: Answers[Name] | undefined): void {
  test(`${name}: not answered yet`, () => {
    expect(judged(name, answer)).toBe(`${name} not answered yet`);
  });
}

/** Answers that are right. */
export function solved<Name extends keyof Answers>(name: Name, answer: Answers[Name]): void {
  test(`${name}: right, with a sentence`, () => {
    expect(judged(name, answer)).toMatch(new RegExp(`^✓ ${name}: .{30,}[.?]$`));
  });
}
