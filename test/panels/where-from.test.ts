import { describe, expect, test } from "vitest";
import {
  Conv2D,
  drawingPad,
  Flatten,
  filterBench,
  Layer,
  loadMnist,
  MaxPool2D,
  Network,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
  whereFrom,
} from "../../src/index";
import { gridOf, nameOf, placeAt } from "../../src/panels/grid";
import { unpackImages } from "../../src/panels/packed";
import { passThrough, printOf, unpackStages } from "../../src/panels/packed-stages";
import { onSheet, sheetOf, steppedOn, underPoint } from "../../src/panels/sheet";
import { totalOf, underFilter } from "../../src/panels/under-filter";

const { test: digits } = loadMnist();
const images = [digits.image(0), digits.image(1)];

/** A reader's own layer. */
class Halved extends Layer {
  readonly parameters = {};
  forward = ({ shape, data }: Tensor) =>
    tensor(
      shape,
      data.map((value) => value / 2),
    );
  backward = (dLdInput: Tensor) => ({ dLdInput, gradients: {} });
}

function networkWith(own: Layer): Network {
  const layers = [new Conv2D(4), own, new MaxPool2D(), new Conv2D(6), new ReLU(), new Flatten(), new Softmax(10)];
  return new Network(layers, { input: [28, 28], random: seededRandom(2) });
}

describe("whereFrom", () => {
  test("hands over numbers and names: a page has every number of every layer from them, of each image", () => {
    const network = networkWith(new Halved());
    const { data } = whereFrom(network, images, { captions: [7, "two"] });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data.captions).toEqual(["7", "two"]);
    const stages = unpackStages(JSON.parse(JSON.stringify(data.layers)), 2);
    expect(stages.map(({ name, layer }) => (layer ? name : `${name}'s outputs`)).slice(0, 3)).toEqual([
      "Conv2D",
      "Halved's outputs",
      "MaxPool2D",
    ]);
    for (const [k, image] of images.entries()) {
      let expected = image;
      for (const [n, layer] of network.layers.entries()) {
        expected = layer.forward(expected);
        const { shape, data: there } = passThrough(stages, image, k)[n + 1];
        expect(shape).toEqual(expected.shape);
        const farthest = there.reduce((most, value, x) => Math.max(most, Math.abs(value - expected.data[x])), 0);
        expect(farthest).toBeLessThan(1e-5); // numbers travel in 32 bits
      }
    }
  });

  test("a reader's layer with the name of one of the package is the reader's, as it computes something else", () => {
    const Renamed = { ReLU: class ReLU extends Halved {} }.ReLU;
    const { data } = whereFrom(networkWith(new Renamed()), images);
    const stages = unpackStages(data.layers, 2);
    expect(stages.map(({ layer }) => layer === undefined)).toEqual([false, true, false, false, false, false, false]);
  });

  test("images travel as 256 levels: what a page computes of a noisy one is compared with the same of the notebook", () => {
    const noise = seededRandom(4);
    const noisy = tensor(
      [28, 28],
      digits.image(0).data.map(() => noise.uniform() - 0.5),
    );
    const network = networkWith(new Halved());
    const { data } = whereFrom(network, [noisy]);
    const [image] = unpackImages(data.pixels as string, [28, 28]);
    const tensors = passThrough(unpackStages(data.layers, 1), image, 0);
    expect(tensors.slice(1).map(printOf)).toEqual(data.prints);
    const bench = filterBench(noisy, [-1, 0, 1, -2, 0, 2, -1, 0, 1]).data;
    expect(totalOf(underFilter(image, bench.filter as number[], {}))).toBe(bench.total);
    const [said] = drawingPad(networkWith(new ReLU()), [noisy]).data.answer as number[];
    expect(said).toBeCloseTo(networkWith(new ReLU()).forward(image).data[0], 6);
  });

  test("its still frames one number, and says in words which, and what it has seen", () => {
    const { still, words } = whereFrom(networkWith(new ReLU()), images);
    expect(words).toMatch(
      /^A network's maps .* Layer 4, Conv2D, map \d, row \d+, column \d+: \d\.\d\d\. It has seen 8 × 8 pixels of the image\.$/,
    );
    expect(/>map \d −?\d\.\d\d \+ .* \+ bias 0\.00 = \d\.\d\d</.test(still)).toBe(true);
    expect(still.length).toBeLessThan(60_000);
  });

  test("refuses captions that do not fit, a network without numbers, and more outputs than a page can hold", () => {
    expect(() => whereFrom(networkWith(new ReLU()), images, { captions: [] })).toThrow("captions must be 2, one for");
    const dead = networkWith(new ReLU());
    dead.layers[3].parameters.filters.data[0] = Number.NaN;
    expect(() => whereFrom(dead, images)).toThrow(
      "expected finite numbers in the network, got others from layers[3] on",
    );
    const many = Array.from({ length: 600 }, (_, k) => digits.image(k));
    expect(() => whereFrom(networkWith(new Halved()), many)).toThrow("got more: try fewer images");
  });

  test.each([
    ["no list", {}, "expected a list of layers"],
    ["an unknown layer", [{ name: "constructor" }], "expected a layer of the package, got constructor"],
    ["outputs of other images", [{ name: "Mine", outputs: [] }], "expected 2 outputs of Mine"],
    ["endless outputs", [{ name: "Mine", outputs: [outputOf([1e9, 1e9]), outputOf([1])] }], "at most 1500000 numbers"],
    ["outputs of no size", [{ name: "Mine", outputs: [outputOf([-1]), outputOf([1])] }], "expected -1 packed numbers"],
    [
      "outputs that are missing",
      [{ name: "Mine", outputs: [outputOf([2]), outputOf([2])] }],
      "expected 2 packed numbers",
    ],
  ])("a page refuses %s", (_, layers, message) => {
    expect(() => unpackStages(layers, 2)).toThrow(message);
  });
});

function outputOf(shape: readonly number[]) {
  return { shape, values: "AAAA" };
}

describe("maps on a sheet", () => {
  test.each([
    ["sixteen", [8, 8, 16]],
    ["three, and a place that is empty", [3, 5, 3]],
    ["an image", [4, 6]],
    ["maps of one number", [1, 1, 7]],
    ["a vector", [33]],
  ])("%s: every number is found where it lies, and nothing elsewhere", (_, shape) => {
    const grid = gridOf(shape);
    const sheet = sheetOf(grid);
    const found = new Set<string>();
    for (let k = 0; k < grid.h * grid.w * grid.c; k++) {
      const place = placeAt(grid, k);
      const { y, x } = onSheet(sheet, place);
      expect(underPoint(sheet, y + 0.5, x + 0.5)).toEqual(place);
      expect(y < sheet.height && x < sheet.width).toBe(true);
      found.add(`${y},${x}`);
    }
    expect(found.size).toBe(grid.h * grid.w * grid.c);
    expect(underPoint(sheet, -5, -5)).toEqual({ f: 0, i: 0, j: 0 });
  });

  test("arrow keys go over the gap into the next map, and stay where there is none", () => {
    const sheet = sheetOf(gridOf([2, 2, 3])); // two maps, below them one
    expect(steppedOn(sheet, { f: 0, i: 0, j: 1 }, [0, 1])).toEqual({ f: 1, i: 0, j: 0 });
    expect(steppedOn(sheet, { f: 1, i: 0, j: 1 }, [0, 1])).toEqual({ f: 1, i: 0, j: 1 });
    expect(steppedOn(sheet, { f: 0, i: 1, j: 1 }, [1, 0])).toEqual({ f: 2, i: 0, j: 1 });
    expect(steppedOn(sheet, { f: 1, i: 1, j: 0 }, [1, 0])).toEqual({ f: 1, i: 1, j: 0 });
    expect(steppedOn(sheet, { f: 0, i: 0, j: 0 }, [-1, 0])).toEqual({ f: 0, i: 0, j: 0 });
    expect(steppedOn(sheet, { f: 2, i: 0, j: 0 }, [-1, 0])).toEqual({ f: 0, i: 1, j: 0 });
    expect(steppedOn(sheetOf(gridOf([5])), { f: 1, i: 0, j: 0 }, [1, 0])).toEqual({ f: 4, i: 0, j: 0 });
  });

  test("numbers are called by map, row and column; those without maps by their number", () => {
    expect(nameOf(gridOf([3, 3, 4]), { f: 1, i: 0, j: 2 })).toBe("map 2, row 0, column 2");
    expect(nameOf(gridOf([3, 3]), { f: 0, i: 1, j: 2 })).toBe("row 1, column 2");
    expect(nameOf(gridOf([10]), { f: 7, i: 0, j: 0 })).toBe("number 7");
  });
});
