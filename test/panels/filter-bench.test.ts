import { describe, expect, test } from "vitest";
import { Conv3x3, filterBench, seededRandom, tensor } from "../../src/index";
import { unpackImages } from "../../src/panels/packed";
import { movedAlong } from "../../src/panels/page/moved-along";
import { totalOf, underFilter } from "../../src/panels/under-filter";

const random = seededRandom(3);
const image = tensor(
  [6, 7],
  Array.from({ length: 42 }, () => Math.floor(random.uniform() * 256) / 255 - 0.5),
);
const weights = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

describe("filterBench", () => {
  test("hands over numbers, names and settings, and nothing that could run", () => {
    const { data, words, still } = filterBench([image, image], weights, { captions: ["a", 7] });
    expect(data).toEqual({
      panel: "filter-bench",
      shape: [6, 7],
      pixels: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
      captions: ["a", "7"],
      filter: weights,
      total: totalOf(underFilter(image, weights, {})),
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(words).toMatch(/^An image under a filter/);
    expect(still).toMatch(/^<svg xmlns.*<\/svg>$/);
  });

  test("its map is the one that Conv3x3 makes", () => {
    const conv = new Conv3x3(1, { random });
    conv.filters.data.set(weights);
    expect(underFilter(image, weights, {}).data).toEqual(conv.forward(image).data);
  });

  test("compares what a page computes: an image between the 256 levels, too, is drawn", () => {
    const between = tensor(
      [6, 7],
      image.data.map((value) => value * 0.7),
    );
    const { data } = filterBench(between, weights);
    const [inPage] = unpackImages(data.pixels as string, [6, 7]);
    expect(inPage.data).not.toEqual(between.data);
    expect(data.total).toBe(totalOf(underFilter(inPage, weights, {})));
  });

  test.each([
    ["eight weights", () => filterBench(image, weights.slice(1)), /filter must be nine numbers, got \[0,1,-2/],
    ["a weight that is none", () => filterBench(image, [...weights.slice(1), Number.NaN]), /nine numbers/],
    ["a caption too many", () => filterBench(image, weights, { captions: [1, 2] }), /captions must be 1, .*, got 2$/],
    ["another option", () => filterBench(image, weights, { title: "" } as object), /must be of captions, got title$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("a map of an image that moved", () => {
  const before = tensor([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

  test("is compared where both are: all equal, or as many as are", () => {
    const right = tensor([3, 3], [0, 1, 2, 0, 4, 5, 0, 7, 9]);
    expect(movedAlong(before, right, { down: 0, right: 1 }, 1)).toBe(
      "The image moved by 1 to the right: 5 of 6 numbers of the map moved along unchanged.",
    );
    const up = tensor([3, 3], [7, 8, 9, 0, 0, 0, 0, 0, 0]);
    expect(movedAlong(before, up, { down: -2, right: 0 }, 1)).toMatch(/ by 2 up: 3 of 3 /);
  });

  test("cannot follow by half a stride", () => {
    expect(movedAlong(before, before, { down: 1, right: -2 }, 2)).toMatch(
      /2 to the left and 1 down, .* cannot follow\.$/,
    );
  });
});
