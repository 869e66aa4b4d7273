import { afterEach, expect, test, vi } from "vitest";
import { print, printRows, tensor } from "../../src/index";

const log = vi.spyOn(console, "log").mockImplementation(() => {});
afterEach(() => log.mockClear());
const lines = () => log.mock.calls.map(([line]) => line);

test("a tensor is printed as its shape, names in a column", () => {
  print({ image: tensor([28, 28]), "feature maps": tensor([26, 26, 8]), numbers: 5408, on: "engine" });
  expect(lines()).toEqual([
    "image         (28, 28)",
    "feature maps  (26, 26, 8)",
    "numbers       5,408",
    "on            engine",
  ]);
});

test("numbers are printed in columns with so many digits, tiny ones by their power, whole ones as they are", () => {
  print({ a: [0.5, -10.25, 0.00001, 0], b: 3, c: 0.125 }, 2);
  expect(lines()).toEqual(["a    0.50  -10.25  1.0e-5    0.00", "b  3", "c  0.13"]);
});

test("the lists of one call share their columns, however wide a number is", () => {
  print({ small: [0.015, 0.001], large: [10.669, 43342.709] }, 3);
  expect(lines()).toEqual(["small      0.015      0.001", "large     10.669  43342.709"]);
});

test("without digits numbers are printed as they are", () => {
  print({ a: Uint8Array.of(0, 81, 240), loss: 0.5559383239225725 });
  expect(lines()).toEqual(["a     0 81 240", "loss  0.5559383239225725"]);
});

test("a matrix is printed as rows", () => {
  printRows(tensor([2, 2], [29, -192, -35, -22]));
  expect(lines()).toEqual(["  29  -192", " -35   -22"]);
});
