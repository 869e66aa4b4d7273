import { describe, expect, test, vi } from "vitest";
import { check, judged } from "../../src/exercises/check";
import { judges } from "../../src/exercises/judges";
import { type Judge, right, wrong } from "../../src/exercises/verdict";

const isThree: Judge<number> = (n) => (n === 3 ? right("Three it is.") : wrong(`${n}`, "count again"));

describe("check", () => {
  test("prints one verdict, and gives nothing back", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    expect(check("mine", 3, isThree)).toBeUndefined();
    expect(log.mock.calls).toEqual([["✓ mine: Three it is."]]);
    log.mockRestore();
  });

  test("takes a judge of one's own", () => {
    expect(judged("mine", undefined, isThree)).toBe("mine not answered yet");
    expect(judged("mine", 4, isThree)).toBe("✗ mine: 4\n  Hint: count again");
  });

  test("names the exercises that there are for one that is not", () => {
    for (const name of ["9.9", "toString"])
      expect(judged(name, 1)).toMatch(/^✗ .*: there is no such exercise, only 1\.1, /);
  });

  test.each([
    ["throws an error", () => JSON.parse("{"), "SyntaxError: "],
    [
      "throws something else",
      () => {
        throw "a text";
      },
      "a text",
    ],
  ])("does not throw where a function %s", (_what, answer, words) => {
    expect(judged("1.3", answer as never)).toMatch(new RegExp(`^✗ 1\\.3: .*${words}`, "s"));
  });

  test.each(Object.keys(judges))("never throws, whatever comes: %s", (name) => {
    const nothings = [null, 0, Number.NaN, "", [], {}, "text", () => {}, class {}, [Number.NaN], Symbol("s"), 3n];
    for (const answer of nothings) expect(judged(name, answer)).toMatch(/^(✗ |\d\.\d[ab]? not answered yet$)/);
  });
});
