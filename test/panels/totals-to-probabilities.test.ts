import { describe, expect, test } from "vitest";
import { totalsToProbabilities } from "../../src/index";
import { softmaxOf } from "../../src/panels/softmax-of";

const totals = [2, 1, -1, 0.5];
const powers = totals.map(Math.exp);
const sum = powers.reduce((a, b) => a + b);

describe("softmax of totals, by the layer", () => {
  test("is e^t over the sum of all e^t; without a right answer nothing slopes", () => {
    const { p, slopes } = softmaxOf(totals);
    expect(p).toEqual(powers.map((power) => expect.closeTo(power / sum, 12)));
    expect(slopes).toEqual([0, 0, 0, 0]);
  });

  test("slopes like the answer minus the truth", () => {
    const { p, loss, slopes } = softmaxOf(totals, 1);
    expect(loss).toBeCloseTo(-Math.log(powers[1] / sum), 12);
    expect(slopes).toEqual(p.map((share, c) => expect.closeTo(share - (c === 1 ? 1 : 0), 12)));
  });
});

describe("totalsToProbabilities", () => {
  test("hands over totals and what became of them, and says it in words", () => {
    const { data, words, still } = totalsToProbabilities(totals, { label: 3 });
    expect(data).toEqual({
      panel: "totals-to-probabilities",
      totals,
      probabilities: powers.map((power) => expect.closeTo(power / sum, 6)),
      label: 3,
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(words).toMatch(
      /totals 2, 1, -1, 0.5: 0\.609, 0\.224, 0\.030, 0\.136\. .* times 3, the largest has 0\.942\.$/,
    );
    expect(still).toMatch(/^<svg xmlns.*<\/svg>$/);
    expect(totalsToProbabilities(totals).data).not.toHaveProperty("label");
  });

  test.each([
    ["a single total", () => totalsToProbabilities([1]), /expected 2 to 12 totals, got 1$/],
    ["too many", () => totalsToProbabilities(new Array(13).fill(0)), /expected 2 to 12 totals, got 13$/],
    ["no number", () => totalsToProbabilities([1, Number.NaN]), /totals must be finite, got NaN$/],
    ["a label beyond", () => totalsToProbabilities(totals, { label: 4 }), /label must be from 0 to 3, got 4$/],
    ["another option", () => totalsToProbabilities(totals, { captions: [] } as object), /got captions$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
