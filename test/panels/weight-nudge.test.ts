import { beforeAll, describe, expect, test } from "vitest";
import {
  Conv3x3,
  crossEntropy,
  loadMnist,
  MaxPool2,
  measureSlopes,
  Network,
  type Panel,
  Softmax,
  seededRandom,
  weightNudge,
} from "../../src/index";
import { around, beyond, epsilons, judgedSlope, plotOf, states, stepSize, weightAt } from "../../src/panels/nudges";

const random = seededRandom(5);
const network = new Network([new Conv3x3(2, { random }), new MaxPool2(), new Softmax(338, 10, { random })]);
const images = loadMnist().test.take(2);
const { filters } = network.layers[0].parameters;
const places = [4, 11];

/** The mean loss with one weight at another value. */
function lossWith(place: number, value: number): number {
  const before = filters.data[place];
  filters.data[place] = value;
  const losses = [0, 1].map((i) => crossEntropy(network.forward(images.image(i)), images.label(i)).loss);
  filters.data[place] = before;
  return (losses[0] + losses[1]) / 2;
}

describe("weightNudge", () => {
  const before = filters.data.slice();
  let panel: Panel;
  beforeAll(() => {
    panel = weightNudge(network, images, places, crossEntropy);
  });
  const listOf = (name: string) => panel.data[name] as number[];

  test("puts every weight back, and hands over numbers, names and settings", () => {
    expect(filters.data).toEqual(before);
    expect(JSON.parse(JSON.stringify(panel.data))).toEqual(panel.data);
    expect(panel.data).toMatchObject({ panel: "weight-nudge", digits: 2, shape: [2, 3, 3], places });
    expect(listOf("losses").length).toBe(2 * (states + 2 * beyond));
    expect(JSON.stringify(panel.data).length).toBeLessThan(4000);
  });

  test.each([...places.entries()])("curve %i is the loss of the network at each state, far out as well", (k, place) => {
    for (const s of [0, 5, 20, 40]) {
      const loss = lossWith(place, before[place] + (s - around - beyond) * stepSize);
      expect(listOf("losses")[k * 41 + s]).toBeCloseTo(loss, 5);
    }
  });

  test("where the weight is, backward and the shortest nudge give the judge's slope", () => {
    const judged = measureSlopes(filters, () => lossWith(0, filters.data[0])).data;
    for (const [k, place] of places.entries()) {
      expect(Math.abs(judged[place])).toBeGreaterThan(1e-4);
      expect(listOf("slopes")[k * states + around]).toBeCloseTo(judged[place], 6);
      expect(listOf("judged")[k * states + around]).toBeCloseTo(judged[place], 6);
    }
  });

  test("the still says the numbers that it shows", () => {
    expect(panel.words).toMatch(/^The loss as a curve .* Weight −?\d.*: the loss is \d.*; tangent, .* ε = 2: slope /);
    expect(panel.still).toMatch(/^<svg xmlns.*secant, by nudging with ε = 2.*<\/svg>$/);
  });

  test.each([
    ["no image", () => weightNudge(network, images.take(0), [0], crossEntropy), /at least one image, got none$/],
    [
      "no position",
      () => weightNudge(network, images, [], crossEntropy),
      /must be one to four positions in \(2, 3, 3\), got \[\]$/,
    ],
    ["a position that is not there", () => weightNudge(network, images, [18], crossEntropy), /got \[18\]$/],
    [
      "a network without filters",
      () => weightNudge(new Network([new Softmax(784, 10)]), images, [0], crossEntropy),
      /^weightNudge: the first layer must have filters \(f, h, w\), got none$/,
    ],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("a nudged weight whose loss is its square", () => {
  const of = (slope: (w: number) => number) => Array.from({ length: states }, (_, s) => slope((s - around) * stepSize));
  const square = {
    weight: 0,
    losses: Array.from({ length: states + 2 * beyond }, (_, k) => ((k - around - beyond) * stepSize) ** 2),
    slopes: of((w) => 2 * w),
    judged: of((w) => 2 * w),
  };

  test("has the slope 2w by every nudge: the secant of a parabola is parallel to its tangent", () => {
    expect(weightAt(square, 4)).toBe(-2);
    for (const epsilon of epsilons) expect(judgedSlope(square, 4, epsilon)).toBe(-4);
  });

  test("is drawn in the frame, with the ends of a secant only where they are in it", () => {
    const dots = (state: number, epsilon: number) =>
      plotOf(square, state, epsilon).filter(([name]) => name === "circle");
    expect([dots(12, 2), dots(0, 2), dots(12, 1e-5)].map(({ length }) => length)).toEqual([3, 2, 1]);
    for (const state of [0, 12, 24]) {
      for (const [, { d }] of plotOf(square, state, 0.5).filter(([name]) => name === "path")) {
        for (const [, x, y] of String(d).matchAll(/(\d[\d.]*) (\d[\d.]*)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(38);
          expect(Number(x)).toBeLessThanOrEqual(412);
          expect(Number(y)).toBeLessThanOrEqual(214);
        }
      }
    }
  });

  test("where the loss is the same everywhere, the curve is flat and no number is NaN", () => {
    const flat = { weight: 0, losses: new Array<number>(41).fill(2), slopes: of(() => 0), judged: of(() => 0) };
    expect(JSON.stringify(plotOf(flat, 3, 1))).not.toMatch(/NaN|null/);
  });
});
