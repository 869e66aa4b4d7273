import { describe, expect, test } from "vitest";
import { argMax, drawingPad, Layer, loadMnist, Network, Softmax, type Tensor, tensor } from "../../src/index";
import { unpackImages } from "../../src/panels/packed";
import { unpackNetwork } from "../../src/panels/packed-network";
import { asMnist, centred, inked, type Stroke } from "../../src/panels/strokes";
import { allowed } from "../helpers/slack.mjs";
import { thinStrokes } from "../helpers/thin-strokes";
import { trainedNetwork } from "../helpers/trained-network";

const { test: digits } = loadMnist();
const replayed = 1000;

describe("1,000 test digits on their way into the field and through the network", () => {
  const network = trainedNetwork();
  /** Right answers in percent. */
  const right = (change: (image: Tensor) => Tensor): number => {
    let count = 0;
    for (let i = 0; i < replayed; i++) {
      if (argMax(network.forward(change(digits.image(i))).data) === digits.label(i)) count++;
    }
    return (100 * count) / replayed;
  };
  const own = right((image) => image);

  test("put there as images, they are read within one point as often as by the network itself", () => {
    expect(own).toBeGreaterThan(90);
    expect(Math.abs(right(centred) - own)).toBeLessThanOrEqual(1);
  });

  test(
    "written as thin strokes, half as large and in a corner, they are read within three points as often",
    () => {
      const small = new Map<Tensor, Stroke[]>();
      const written = (image: Tensor) => {
        const strokes = thinStrokes(image).map((stroke) => stroke.map(([x, y]) => [1 + x / 2, 12 + y / 2] as const));
        small.set(image, strokes);
        return strokes;
      };
      const fitted = right((image) => asMnist(written(image), [28, 28]));
      expect(fitted).toBeGreaterThan(own - 3);
      // Without fitting and centring they are not read: the comparison can fail.
      const asTheyAre = [...small.values()].map((strokes) => inked(strokes, [28, 28]));
      let k = 0;
      expect(right(() => asTheyAre[k++])).toBeLessThan(60);
    },
    allowed(60_000),
  );
});

describe("strokes", () => {
  test("are as wide as the pen, and fade over one pixel", () => {
    const { data } = inked(
      [
        [
          [2.5, 0],
          [2.5, 7],
        ],
      ],
      [7, 5],
      1,
    );
    expect(Array.from(data.subarray(15, 20))).toEqual([-0.5, 0, 0.5, 0, -0.5]);
  });

  test("of no length are a dot, and none are an empty field", () => {
    const ink = (image: Tensor) => image.data.reduce((sum, value) => sum + value + 0.5, 0);
    expect(ink(asMnist([[[3, 3]]], [28, 28]))).toBeGreaterThan(1);
    expect(ink(asMnist([], [28, 28]))).toBe(0);
    expect(ink(centred(tensor([4, 4], new Array(16).fill(-0.5))))).toBe(0);
  });

  test("have one form wherever and however large they were drawn", () => {
    const seven = (size: number, x: number, y: number) =>
      asMnist(
        [
          [
            [x, y],
            [x + size, y],
            [x + size / 3, y + 1.5 * size],
          ],
        ],
        [28, 28],
      ).data;
    const largest = seven(4, 2, 3).reduce((most, value, k) => Math.max(most, Math.abs(value - seven(14, 9, 1)[k])), 0);
    expect(largest).toBeLessThan(1e-9);
  });
});

describe("drawingPad", () => {
  const image = digits.image(0);

  test("hands over the network: what a page makes of it answers the same", () => {
    const network = trainedNetwork();
    const { data, words } = drawingPad(network, [image], { captions: [digits.label(0)] });
    const answer = unpackNetwork(JSON.parse(JSON.stringify(data.layers))).forward(image).data;
    for (const [c, p] of network.forward(image).data.entries()) {
      expect(Math.abs(answer[c] - p)).toBeLessThan(1e-5); // weights travel in 32 bits
      expect(Math.abs((data.answer as number[])[c] - p)).toBeLessThan(1e-5);
    }
    expect(words).toMatch(/the answer: 7, \d+\.\d %\.$/);
    expect(JSON.stringify(data).length).toBeLessThan(90_000);
  });

  test("compares what a page computes: an image between the 256 levels, too, is drawn", () => {
    const between = tensor(
      [28, 28],
      image.data.map((value) => value * 0.7),
    );
    const { data } = drawingPad(trainedNetwork(), [between]);
    const [inPage] = unpackImages(data.pixels as string, [28, 28]);
    const answer = trainedNetwork().forward(inPage).data;
    expect(data.answer).toEqual(Array.from(answer, (p) => expect.closeTo(p, 5)));
  });

  test("refuses a layer whose code no page has, and captions that do not fit", () => {
    class Mine extends Layer {
      readonly parameters = {};
      forward = (input: Tensor) => input;
      backward = (dLdInput: Tensor) => ({ dLdInput, gradients: {} });
    }
    const own = new Network([new Mine(), new Softmax(784, 10)]);
    expect(() => drawingPad(own, [image])).toThrow(/^drawingPad: layers must be of Conv3x3, .* a page has; got Mine$/);
    expect(() => drawingPad(trainedNetwork(), [image], { captions: [] })).toThrow("captions must be 1, one for each");
  });

  test.each([
    ["no list", {}, "expected a list of layers"],
    ["an unknown layer", [{ name: "constructor" }], "expected a layer of the package, got constructor"],
    [
      "too many weights",
      [{ name: "Softmax", parameters: { weights: { shape: [1e6, 1e6], values: "" } } }],
      "expected at most 2000000 weights of Softmax, got 1000000 x 1000000",
    ],
    [
      "weights that are missing",
      [{ name: "Softmax", parameters: { weights: { shape: [784, 10], values: "AAAA" } } }],
      "expected 7840 packed numbers, got 0.75",
    ],
  ])("a page refuses %s", (_, layers, message) => {
    expect(() => unpackNetwork(layers)).toThrow(message);
  });
});
