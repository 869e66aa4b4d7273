import { expect, test } from "vitest";
import { imageGrid, ShapeError, tensor } from "../../src/index";
import { drawnNumbers } from "../helpers/figure-checks";

const image = tensor([2, 3], [-0.5, 0, 0.5, 0.1, 0.123456, -0.2]);

test("three images in two columns give the stored figure", () => {
  const options = { columns: 2, captions: [7, "two", 1], title: "Digits" };
  expect(imageGrid([image, image, image], options)).toMatchSnapshot();
});

test("black and white are the least and the greatest value of all images together", () => {
  const { layout } = imageGrid([image, tensor([2, 3], [0, 0, 0, 0, 0, 2])]);
  expect(layout.coloraxis).toMatchObject({ cmin: -0.5, cmax: 2 });
});

test("without a number of columns there are up to ten side by side", () => {
  const rowsOf = (images: number) => {
    const { data } = imageGrid(Array.from({ length: images }, () => image));
    return new Set(data.map((trace) => (trace as { y0: number }).y0)).size;
  };
  expect([3, 10, 11, 20, 21].map(rowsOf)).toEqual([1, 1, 2, 2, 3]);
});

test("a range given is taken, and a flat image has one of its own", () => {
  expect(imageGrid([image], { range: [0, 255] }).layout.coloraxis).toMatchObject({
    cmin: 0,
    cmax: 255,
  });
  expect(imageGrid([tensor([2, 2])]).layout.coloraxis).toMatchObject({ cmin: 0, cmax: 1 });
});

test("images of three channels are drawn in their colours: red, green, blue from 0 to 255", () => {
  const colours = [-0.5, 0.5, 0, 0.5, 0.5, 0.5, 0.1, -0.5, 0.3, -0.2, -0.2, -0.2];
  const { data, layout } = imageGrid([tensor([2, 2, 3], colours)], { captions: ["cat"] });
  expect(data).toMatchObject([{ type: "image" }]);
  expect((data[0] as unknown as { z: number[][][] }).z).toEqual([
    [
      [0, 255, 128],
      [255, 255, 255],
    ],
    [
      [153, 0, 204],
      [77, 77, 77],
    ],
  ]);
  expect(layout.shapes).toMatchObject([{ x1: 2 }]);
  const bright = imageGrid([tensor([1, 1, 3], [0, 127, 300])], { range: [0, 255] });
  expect((bright.data[0] as unknown as { z: number[][][] }).z).toEqual([[[0, 127, 255]]]);
});

test("pixels are square", () => {
  expect(imageGrid([image]).layout.yaxis).toMatchObject({ scaleanchor: "x" });
});

test("grey levels are rounded to four significant digits", () => {
  expect(drawnNumbers(imageGrid([image]))).toContain(0.1235);
});

test("images that do not fit together are refused, with what was expected and got", () => {
  expect(() => imageGrid([])).toThrow(ShapeError);
  expect(() => imageGrid([tensor([2, 2, 1])])).toThrow(
    new ShapeError("imageGrid: images must be (h, w) or (h, w, 3), got (2, 2, 1)"),
  );
  expect(() => imageGrid([image, tensor([3, 2])])).toThrow(
    new ShapeError("imageGrid: image 1 must be (2, 3), got (3, 2)"),
  );
  expect(() => imageGrid([image], { captions: [1, 2] })).toThrow(
    new ShapeError("imageGrid: captions must be 1, one for each image, got 2"),
  );
  expect(() => imageGrid([image], { columns: 0 })).toThrow(RangeError);
});
