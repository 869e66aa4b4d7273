import { describe, expect, expectTypeOf, test } from "vitest";
import { gridSearch, randomSearch } from "../../src/sweep/search";
import { choice, integer, logUniform, requireSpace, type Settings, type Space, uniform } from "../../src/sweep/space";

const all = <S>({ count, at }: { count: number; at(k: number): S }): S[] =>
  Array.from({ length: count }, (_, k) => at(k));

test("the types of settings follow from the space", () => {
  const space = {
    filters: choice(8, 16),
    name: choice("a", "b"),
    on: choice(true, "no"),
    rate: logUniform(1e-4, 1),
    k: integer(1, 3),
    u: uniform(0, 1),
  };
  type Found = Settings<typeof space>;
  expectTypeOf<Found["filters"]>().toEqualTypeOf<8 | 16>();
  expectTypeOf<Found["name"]>().toEqualTypeOf<"a" | "b">();
  expectTypeOf<Found["on"]>().toEqualTypeOf<true | "no">();
  expectTypeOf<Found["rate"]>().toEqualTypeOf<number>();
  expectTypeOf<Found["k"]>().toEqualTypeOf<number>();
  expectTypeOf<Found["u"]>().toEqualTypeOf<number>();
  expectTypeOf<keyof Found>().toEqualTypeOf<"filters" | "name" | "on" | "rate" | "k" | "u">();
});

test("a space is plain data: a cell and a file have one notation", () => {
  const space = { a: choice(1, "x"), b: integer(1, 3), c: uniform(0, 1), d: logUniform(1, 10) };
  expect(JSON.parse(JSON.stringify(space))).toEqual({
    a: { choice: [1, "x"] },
    b: { integer: [1, 3] },
    c: { uniform: [0, 1] },
    d: { logUniform: [1, 10] },
  });
});

test("a grid has every setting once, the last name's values first", () => {
  expect(all(gridSearch({ a: choice("x", "y"), b: integer(1, 2), c: uniform(3, 3) }))).toEqual([
    { a: "x", b: 1, c: 3 },
    { a: "x", b: 2, c: 3 },
    { a: "y", b: 1, c: 3 },
    { a: "y", b: 2, c: 3 },
  ]);
});

test("a grid over numbers of which there is no end asks for trials", () => {
  expect(() => gridSearch({ a: choice(1), rate: uniform(0, 1) })).toThrow(
    "sweep: trials must be a number where a setting is not one of a few, as rate is: got none, which asks for every setting once",
  );
});

const mixed = { filters: choice(8, 16, 32), rate: logUniform(1e-4, 1e-1), dropout: uniform(0, 0.5), k: integer(-1, 1) };

test("the k-th random setting depends on the seed and k alone: more trials begin with the same ones", () => {
  const ten = all(randomSearch(mixed, 10, 1));
  expect(all(randomSearch(mixed, 20, 1)).slice(0, 10)).toEqual(ten);
  expect(randomSearch(mixed, 100, 1).at(7)).toEqual(ten[7]);
  expect(all(randomSearch(mixed, 10, 2))).not.toEqual(ten);
});

test("random settings lie within their ends, evenly: each choice, each half of a range, each decade", () => {
  const settings = all(randomSearch(mixed, 3000, 1));
  const share = (is: (s: Settings<typeof mixed>) => boolean) => settings.filter(is).length / 3000;
  expect(settings.every(({ rate, dropout }) => rate >= 1e-4 && rate <= 0.1 && dropout >= 0 && dropout <= 0.5)).toBe(
    true,
  );
  for (const filters of [8, 16, 32]) expect(share((s) => s.filters === filters)).toBeCloseTo(1 / 3, 1);
  for (const k of [-1, 0, 1]) expect(share((s) => s.k === k)).toBeCloseTo(1 / 3, 1);
  expect(share(({ dropout }) => dropout < 0.25)).toBeCloseTo(0.5, 1);
  for (const low of [1e-4, 1e-3, 1e-2])
    expect(share(({ rate }) => rate >= low && rate < 10 * low)).toBeCloseTo(1 / 3, 1);
});

test("numbers have six digits at most", () => {
  for (const { rate, dropout } of all(randomSearch(mixed, 100, 3))) {
    expect([Number(rate.toPrecision(6)), Number(dropout.toPrecision(6))]).toEqual([rate, dropout]);
  }
});

test("a space of few settings is tried in a random order, and nothing comes twice", () => {
  const space = { a: choice(1, 2, 3), b: integer(1, 4) };
  const found = all(randomSearch(space, 100, 1));
  expect(found).toHaveLength(12);
  expect(new Set(found.map((s) => JSON.stringify(s))).size).toBe(12);
  expect(found).not.toEqual(all(gridSearch(space)));
});

describe("a space is refused with the setting, what was expected, and what it got:", () => {
  test.each<[unknown, string]>([
    [{}, "sweep: space must be an object of settings, as { rate: logUniform(0.001, 0.1) }, got {}"],
    [null, "sweep: space must be an object of settings, as { rate: logUniform(0.001, 0.1) }, got null"],
    [{ a: choice() }, "sweep: space.a: choice must have at least one value, got none"],
    [{ a: choice(1, 2, 1) }, "sweep: space.a: choice must have each value once, got 1 twice"],
    [
      { a: choice(Math.max) },
      "sweep: space.a: choice must be of plain data, numbers, words, true and false, or lists and objects of them, got the function max",
    ],
    [
      { a: choice(new Map()) },
      "sweep: space.a: choice must be of plain data, numbers, words, true and false, or lists and objects of them, got a Map",
    ],
    [
      { a: choice(Number.NaN) },
      "sweep: space.a: choice must be of plain data, numbers, words, true and false, or lists and objects of them, got NaN",
    ],
    [
      { a: [1, 2] },
      "sweep: space.a must be choice(…), integer(from, to), uniform(from, to) or logUniform(from, to), got [1,2]",
    ],
    [{ a: 5 }, "sweep: space.a must be choice(…), integer(from, to), uniform(from, to) or logUniform(from, to), got 5"],
    [
      { a: { choices: [1] } },
      'sweep: space.a must be choice(…), integer(from, to), uniform(from, to) or logUniform(from, to), got {"choices":[1]}',
    ],
    [{ a: uniform(1, 0) }, "sweep: space.a: uniform must have from <= to, got uniform(1, 0)"],
    [{ a: uniform(0, Number.NaN) }, "sweep: space.a: uniform must have two numbers, from and to, got uniform(0, NaN)"],
    [
      { a: uniform(0, Infinity) },
      "sweep: space.a: uniform must have two numbers, from and to, got uniform(0, Infinity)",
    ],
    [{ a: { uniform: [1] } }, "sweep: space.a: uniform must have two numbers, from and to, got uniform(1)"],
    [{ a: { uniform: 3 } }, "sweep: space.a: uniform must have two numbers, from and to, got uniform(3)"],
    [{ a: integer(1, 2.5) }, "sweep: space.a: integer must have whole numbers, got integer(1, 2.5)"],
    [{ a: logUniform(0, 1) }, "sweep: space.a: logUniform must have numbers > 0, got logUniform(0, 1)"],
  ])("case %#", (space, message) => {
    expect(() => requireSpace(space as Space)).toThrow(new RangeError(message));
  });
});
