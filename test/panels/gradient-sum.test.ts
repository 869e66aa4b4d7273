import { describe, expect, test } from "vitest";
import { gradientSum, tensor } from "../../src/index";
import { decimalsFor } from "../../src/panels/page/decimals";
import { mostPlaces, slopePlaces } from "../../src/panels/slope-places";
import { patchAt } from "../../src/panels/under-filter";
import { articleImage } from "../helpers/article";
import { digitSlopes } from "../helpers/panels";

const slopes = tensor([2, 2], [1, 2, 3, 4]);
const filter = [0, 0, 0, 0, 1, 0, 0, 0, 0];
const small = { image: articleImage, slopes, filter };

describe("gradientSum", () => {
  test("hands over numbers and names, and says the sum in words: 420 414 159 / 619 412 335 / 249 117 530", () => {
    const { data, words, still } = gradientSum({ small }, { learningRate: 0.1 });
    expect(data).toEqual({
      panel: "gradient-sum",
      learningRate: 0.1,
      examples: [
        {
          name: "small",
          shape: [4, 4],
          image: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
          slopes: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
          filter,
          total: 420 + 414 + 159 + 619 + 412 + 335 + 249 + 117 + 530,
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(words).toMatch(/ at 4 places, .* add up to 420, 414, 159, 619, 412, 335, 249, 117, 530\.$/);
    expect(still).toMatch(/^<svg xmlns.*<\/svg>$/);
    expect(still).not.toContain("more places");
  });

  test("names in its still the places that have no room, and draws one of no slopes at all", () => {
    const image = tensor([28, 28], new Array(784).fill(0.25));
    const { still } = gradientSum({ digit: { image, slopes: digitSlopes, filter } });
    expect(still).toContain(`${slopePlaces(digitSlopes).length - 4} more places`);
    expect(gradientSum({ none: { ...small, slopes: tensor([2, 2]) } }).words).toContain("at 0 places");
  });

  test.each([
    ["no example", () => gradientSum({}), /expected at least one example, got none$/],
    ["a volume", () => gradientSum({ a: { ...small, image: tensor([4, 4, 1]) } }), /^gradientSum: a: image must be/],
    ["slopes of another size", () => gradientSum({ a: { ...small, slopes: tensor([4, 1]) } }), /must be \(2, 2\), got/],
    ["a weight too few", () => gradientSum({ a: { ...small, filter: [1] } }), /filter must be nine numbers, got 1$/],
    ["no number", () => gradientSum({ a: { ...small, filter: [...filter.slice(1), Number.NaN] } }), /finite, got NaN$/],
    [
      "a number beyond 32 bits",
      () => gradientSum({ a: { ...small, slopes: tensor([2, 2], [1e300, 0, 0, 0]) } }),
      /1e\+300$/,
    ],
    ["a rate of 0", () => gradientSum({ small }, { learningRate: 0 }), /must be a positive number, got 0$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("the places of a filter", () => {
  test("come row by row where they are few, without those whose slope is 0", () => {
    const places = slopePlaces(tensor([2, 3], [0, 5, -7, 0, 0, 1]));
    expect(places.map(({ i, j, slope }) => [i, j, slope])).toEqual([
      [0, 1, 5],
      [0, 2, -7],
      [1, 2, 1],
    ]);
    expect(patchAt(articleImage, { i: 1, j: 1 })).toEqual([80, 31, 2, 90, 0, 75, 9, 0, 95]);
  });

  test("come by the size of their slopes where they are many", () => {
    const sizes = slopePlaces(digitSlopes).map(({ slope }) => Math.abs(slope));
    expect(sizes.length).toBeGreaterThan(mostPlaces);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });
});

test("numbers are written with three digits of the largest, and no more than six decimals", () => {
  expect([619, 42, 3.5, 0.31, 0.0042, 1e-9, 0, Infinity].map(decimalsFor)).toEqual([0, 1, 2, 3, 5, 6, 0, 0]);
});
