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

  test("breaks lines that JupyterLab would break within a word, and indents what follows", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const words = new Array(30).fill("words").join(" ");
    check("mine", 4, () => wrong(words, words));
    const lines = String(log.mock.calls[0]).split("\n");
    expect(lines.map((line) => line.search(/\S/))).toEqual([0, 2, 2, 2, 4, 4]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.map((line) => line.trim()).join(" ")).toBe(`✗ mine: ${words} Hint: ${words}`);
    log.mockRestore();
  });

  test.each([
    ["of the cell itself", "Cell [7]", ", in line 3 of this cell"],
    ["of another cell", "Cell [5]", ", in line 3 of Cell [5]"],
  ])("an error names the line %s that threw it", (_whose, cell, words) => {
    const error = new TypeError("no");
    error.stack = `TypeError: no\n    at f (${cell}:3:5)\n    at judged (src/x.ts:1:1)\n    at Cell [7]:9:1`;
    const said = judged("mine", 4, () => {
      throw error;
    });
    expect(said).toContain(`before an answer${words}\n  TypeError: no\n`);
  });

  test("an error of no cell's code names no line", () => {
    const error = new TypeError("no");
    error.stack = "TypeError: no\n    at f (src/y.ts:3:5)\n    at judged (src/x.ts:1:1)\n    at Cell [7]:9:1";
    const said = judged("mine", 4, () => {
      throw error;
    });
    expect(said).toContain("before an answer\n  TypeError: no\n");
  });

  test.each([
    ["a text", "32.5", 'the text "32.5", not a list of numbers'],
    ["a number", 32.5, "32.5, not a list of numbers"],
    ["nothing", null, "null, not a list of numbers"],
    ["a tensor", { shape: [2], data: [1, 2] }, "a tensor, not a list of numbers"],
    ["one number", [32.5], "1 number, not 4"],
    ["numbers as texts", [32.5, 15.5, "33", 42.5], 'number 3 of 4 is the text "33"'],
  ])("says that %s came, where a list of numbers should", (_what, answer, words) => {
    expect(judged("2.1", answer)).toContain(`✗ 2.1: the four means: ${words}\n`);
  });

  test.each([["a text", "-79", '✗ 1.1: the text "-79" is not a number to compare']])(
    "says that %s came, where a number should",
    (_what, answer, words) => {
      expect(judged("1.1", answer)).toContain(words);
    },
  );

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
