import { describe, expect, test } from "vitest";
import { seededRandom, tensor } from "../../src/index";
import { packImages, packNumbers, unpackImages, unpackNumbers } from "../../src/panels/packed";

describe("packed images", () => {
  const levels = Array.from({ length: 12 }, (_, k) => (k * 23) % 256);
  const images = [0, 100].map((more) =>
    tensor(
      [3, 4],
      levels.map((level) => ((level + more) % 256) / 255 - 0.5),
    ),
  );

  test("come back to the last digit: a pixel of a data set is one of 256 levels", () => {
    const { pixels, shape } = packImages("here", images);
    expect(shape).toEqual([3, 4]);
    expect(unpackImages(pixels, shape)).toEqual(images);
  });

  test.each([
    ["no image", [], /^here: expected at least one image, got none$/],
    ["two sizes", [tensor([3, 4]), tensor([4, 3])], /^here: images must all be \(h, w\) of one size, got \(4, 3\)$/],
    ["a volume", [tensor([3, 4, 1])], /^here: images must all be \(h, w\) of one size, got \(3, 4, 1\)$/],
    ["a value beyond", [tensor([1, 2], [0, 0.51])], /^here: image values must be from -0.5 to 0.5, got 0.51$/],
    ["no number", [tensor([1, 2], [Number.NaN, 0])], /^here: image values must be from -0.5 to 0.5, got NaN$/],
  ])("are refused with %s", (_, wrong, message) => {
    expect(() => packImages("here", wrong)).toThrow(message);
  });

  test("are refused where a text is not as long as its shape says", () => {
    expect(() => unpackImages(packImages("here", images).pixels, [5, 5])).toThrow("images (5, 5), got 24 bytes");
    expect(() => unpackImages("", [3, 4])).toThrow("got 0 bytes");
    expect(() => unpackImages("no base64!", [3, 4])).toThrow();
  });
});

describe("packed numbers", () => {
  test("come back as 32-bit floats", () => {
    const random = seededRandom(1);
    const values = Float64Array.from({ length: 50 }, () => random.normal());
    expect(unpackNumbers(packNumbers(values), 50)).toEqual(Float64Array.from(values, Math.fround));
    expect(() => unpackNumbers(packNumbers(values), 49)).toThrow("expected 49 packed numbers, got 50");
  });
});
