import { inspect } from "node:util";
import { afterEach, describe, expect, expectTypeOf, test } from "vitest";
import { button, checkbox, column, dropdown, interact, row, slider, text } from "../../src/index";
import type { DisplayContent, NotebookKernel } from "../../src/notebook/notebook-kernel";

const kernelKey = Symbol.for("jupyter.kernel");

afterEach(() => {
  delete (globalThis as Record<symbol, unknown>)[kernelKey];
});

describe("controls outside a notebook", () => {
  test.each([
    [slider(0, 1), 0.5, "slider 0.5"],
    [slider(0, 1, { value: 0.005, step: 0.001, label: "rate" }), 0.005, "slider rate: 0.005"],
    [slider(1, 8), 4, "slider 4"],
    [slider(-0.5, 0.5), 0, "slider 0"],
    [slider(0.1, 0.7, { step: 0.2 }), 0.3, "slider 0.3"],
    [dropdown(["sgd", "adam"]), "sgd", "dropdown sgd"],
    [dropdown({ none: undefined, eight: 8 }, { value: undefined }), undefined, "dropdown none"],
    [dropdown([1, 2, 3], { value: 2, label: "size" }), 2, "dropdown size: 2"],
    [checkbox(), false, "checkbox no"],
    [text("Ada"), "Ada", "text Ada"],
    [button("Go"), 0, "button Go"],
  ])("have their value, and say it in one line: %s", (control, value, line) => {
    expect(control.value).toEqual(value);
    expect(inspect(control)).toBe(line);
  });

  test("can be set, to what they can be", () => {
    const rate = slider(0, 1);
    rate.value = 0.25;
    expect(rate.value).toBe(0.25);
    expect(() => (rate.value = 2)).toThrow(new RangeError("slider: value must be from 0 to 1, got 2"));
    expect(rate.value).toBe(0.25);
  });
});

describe("bad input gets an error that says the place, what is expected, and what came:", () => {
  test.each<[() => unknown, Error]>([
    [() => slider(Number.NaN, 1), new RangeError("slider: from must be a finite number, got NaN")],
    [() => slider(1, 0), new RangeError("slider: to must be a finite number > from = 1, got 0")],
    [() => slider(0, Infinity), new RangeError("slider: to must be a finite number > from = 0, got Infinity")],
    [() => slider(0, 1, { step: 0 }), new RangeError("slider: step must be a finite number > 0, got 0")],
    [() => slider(0, 1, { value: 3 }), new RangeError("slider: value must be from 0 to 1, got 3")],
    [() => slider(0, 1, { value: Number.NaN }), new RangeError("slider: value must be from 0 to 1, got NaN")],
    [() => dropdown([]), new RangeError("dropdown: expected one value at least, got none")],
    [() => dropdown({}), new RangeError("dropdown: expected one value at least, got none")],
    [() => dropdown(["a", "b"], { value: "c" as "a" }), new RangeError("dropdown: value must be one of a, b, got c")],
    [() => checkbox("yes" as never), new TypeError("checkbox: value must be true or false, got yes")],
    [() => text(5 as never), new TypeError("text: value must be text, got 5")],
    [() => button(5 as never), new TypeError("button: label must be text, got 5")],
    [() => button("Go", "now" as never), new TypeError("button: clicked must be a function, got now")],
    [() => row(5 as never), new TypeError("row: expected controls, rows and columns, got 5")],
    [() => column(slider(0, 1), null as never), new TypeError("column: expected controls, rows and columns, got null")],
    [
      () => interact({ rate: 0.5 as never }, () => 1),
      new TypeError("interact: rate must be a control such as slider(0, 1), got 0.5"),
    ],
    [() => interact({ rate: slider(0, 1) }, 5 as never), new TypeError("interact: show must be a function, got 5")],
    [
      () => interact({ rate: slider(0, 1) }, () => 1),
      new Error("show: expected to run in a notebook cell, got a process without a kernel"),
    ],
  ])("%s", (make, error) => {
    expect(make).toThrow(error);
  });
});

test("the types of the values follow from the controls", () => {
  const never = () => {
    const result = interact(
      {
        rate: slider(0, 1),
        by: dropdown(["sgd", "adam"]),
        size: dropdown({ small: 8 }),
        dots: checkbox(),
        name: text(),
        go: button("Go"),
      },
      (values) => {
        expectTypeOf(values).toEqualTypeOf<{
          readonly rate: number;
          readonly by: "sgd" | "adam";
          readonly size: number;
          readonly dots: boolean;
          readonly name: string;
          readonly go: number;
        }>();
      },
    );
    expectTypeOf(result).toEqualTypeOf<void>();
    expectTypeOf(interact({}, async () => 1)).toEqualTypeOf<Promise<void>>();
  };
  expect(never).toBeTypeOf("function");
});

test("in plain tslab, which has no comms, controls are text, and interact draws once", () => {
  const drawn: DisplayContent[] = [];
  const kernel: NotebookKernel = { display: (content) => drawn.push(content) };
  (globalThis as Record<symbol, unknown>)[kernelKey] = kernel;
  interact({ rate: slider(0, 1), dots: checkbox() }, ({ rate }) => ({ twice: 2 * rate }));
  expect(drawn.map(({ data }) => data)).toEqual([
    { "text/plain": "rate: 0.5, dots: no" },
    { "text/plain": "{ twice: 1 }" },
  ]);
});
