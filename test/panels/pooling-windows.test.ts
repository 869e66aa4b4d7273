import { describe, expect, test } from "vitest";
import { Conv3x3, loadMnist, MaxPool2, poolingWindows, seededRandom, tensor } from "../../src/index";
import { handedBack, hatching, sharing, type TieRule, tellingWindow } from "../../src/panels/ties";

// Windows, row by row: one maximum, two, four of zero; then three, one, one.
const map = tensor([4, 7, 1], [1, 2, 5, 5, 0, 0, 9, 0, 1, 3, 4, 0, 0, 9, 6, 6, 1, 2, 7, 1, 9, 6, 0, 3, 4, 1, 1, 9]);
const slopes = tensor([2, 3, 1], [1, -2, 4, 3, 10, 20]);
const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);

describe("what pooling hands back where maxima tie", () => {
  test("counts who shares a maximum; an odd last column belongs to no window", () => {
    expect(Array.from(sharing(map).data)).toEqual([1, 2, 4, 3, 1, 1]);
    expect(sharing(map).shape).toEqual([2, 3]);
  });

  test.each<readonly [TieRule, readonly number[], number]>([
    ["first", [0, 1, -2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 20, 0, 0, 0, 0, 0, 10, 0, 0, 0], 36],
    ["all", [0, 1, -2, -2, 4, 4, 0, 0, 0, 0, 0, 4, 4, 0, 3, 3, 0, 0, 20, 0, 0, 3, 0, 0, 10, 0, 0, 0], 52],
    ["shares", [0, 1, -1, -1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 20, 0, 0, 1, 0, 0, 10, 0, 0, 0], 36],
  ])("by the rule %s", (rule, expected, total) => {
    const { data } = handedBack(map, slopes, rule);
    expect(Array.from(data)).toEqual(expected);
    expect(sum(data)).toBe(total);
  });

  test("by the layer's own rules for the first and for all", () => {
    for (const ties of ["first", "all"] as const) {
      const pool = new MaxPool2({ ties });
      pool.forward(map);
      expect(handedBack(map, slopes, ties)).toEqual(pool.backward(slopes).dLdInput);
    }
  });

  test("only windows with ties are hatched, and the panel begins where ties matter most", () => {
    expect(hatching(map).match(/M\d+ \d+l2-2/g)).toEqual(["M2 2l2-2", "M4 2l2-2", "M0 4l2-2"]);
    expect(tellingWindow(map, slopes)).toEqual([0, 2]);
    expect(tellingWindow(tensor([2, 4, 1], [1, 2, 1, 2, 0, 0, 0, 0]), tensor([1, 2, 1], [3, -4]))).toEqual([0, 1]);
  });
});

describe("poolingWindows", () => {
  test("hands over numbers to the last digit: the page finds the same ties as the notebook", () => {
    const maps = new Conv3x3(2, { random: seededRandom(1) }).forward(loadMnist().train.image(0));
    const { data } = poolingWindows(maps, tensor([13, 13, 2], new Array(338).fill(1)), { channel: 1 });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data.map).toEqual(Array.from({ length: 676 }, (_, k) => maps.data[2 * k + 1]));
    expect(JSON.stringify(data).length).toBeLessThan(20_000);
  });

  test("says what goes in and out", () => {
    const { data, words, still } = poolingWindows(map, slopes);
    expect(data).toMatchObject({ panel: "pooling-windows", shape: [4, 7], sums: [40, 60, 40] });
    expect(words).toContain(
      "Ties: 3 of 6 windows. Slopes, signs left out: 40 in; to the first maximum, 40 out; to all",
    );
    expect(still).toMatch(/^<svg xmlns.*ties hatched.*<\/svg>$/);
  });

  test.each([
    ["an image", () => poolingWindows(tensor([4, 4]), slopes), /maps must be \(h, w, f\), .*, got \(4, 4\)$/],
    ["a map that is too large", () => poolingWindows(tensor([200, 4, 1]), slopes), /h and w 2-128, got \(200, 4, 1\)$/],
    ["other slopes", () => poolingWindows(map, map), /dLdOut must be \(2, 3, 1\), got \(4, 7, 1\)$/],
    ["a map too far", () => poolingWindows(map, slopes, { channel: 1 }), /channel must be less than 1, got 1$/],
    [
      "no number",
      () => poolingWindows(map, tensor([2, 3, 1], [0, 0, 0, 0, 0, Number.NaN])),
      /must be finite, got NaN$/,
    ],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
