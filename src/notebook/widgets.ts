// Controls that a reader moves, drawn by Jupyter's own widgets (PyPI jupyterlab_widgets). A control on a cell's last
// line is shown there; `interact`, in widgets/interact.ts, runs a function whenever one moves.
import { Box } from "./widgets/box";
import { Control, type ControlKind } from "./widgets/control";
import type { Part } from "./widgets/part";

/** What every control may be told. */
export interface ControlOptions<T> {
  /** What it is set to at first. */
  readonly value?: T;
  /** A word before it; `interact` takes the control's name where there is none. */
  readonly label?: string;
}

export interface SliderOptions extends ControlOptions<number> {
  /** The distance between two values. */
  readonly step?: number;
}

/**
 * A slider for the numbers from, from + step, … to. It moves in whole steps where both ends are whole numbers and more
 * than 1 apart, else in hundredths of the way, and begins in the middle, where `step` and `value` do not say otherwise.
 *
 * @throws {RangeError} if a number is not finite, `to` is not above `from`, `step` is not above 0, or `value` outside
 */
export function slider(from: number, to: number, options: SliderOptions = {}): Control<number> {
  if (!Number.isFinite(from)) throw new RangeError(`slider: from must be a finite number, got ${from}`);
  if (!(to > from) || !Number.isFinite(to)) {
    throw new RangeError(`slider: to must be a finite number > from = ${from}, got ${to}`);
  }
  const ends = [from, to];
  const { step = ends.every(Number.isInteger) && to - from > 1 ? 1 : (to - from) / 100 } = options;
  if (!(step > 0) || !Number.isFinite(step)) {
    throw new RangeError(`slider: step must be a finite number > 0, got ${step}`);
  }
  const digits = Math.max(digitsOf(step), digitsOf(from));
  /** Floating-point numbers that the front end has added up are rounded to what it shows. */
  const rounded = (value: number) => Number(value.toFixed(digits));
  const check = (value: number) => {
    if (!(value >= from && value <= to)) {
      throw new RangeError(`slider: value must be from ${from} to ${to}, got ${String(value)}`);
    }
    return value;
  };
  const middle = rounded(from + Math.floor((to - from) / 2 / step + 1e-9) * step);
  const kind: ControlKind<number> = {
    maker: "slider",
    name: "FloatSlider",
    style: "SliderStyle",
    check,
    state: { min: from, max: to, step, readout_format: `.${digits}f`, continuous_update: true },
    write: (value) => ({ value }),
    read: ({ value }) => (value === undefined ? undefined : check(rounded(numberFrom("slider", value)))),
    words: String,
  };
  return new Control(kind, options.value ?? middle, options.label);
}

/** How many digits a number has after its point, at most twelve. */
function digitsOf(value: number): number {
  const [, fraction = ""] = value.toFixed(12).replace(/0+$/, "").split(".");
  return fraction.length;
}

function numberFrom(maker: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new TypeError(`${maker}: expected a number from the front end, got ${JSON.stringify(value)}`);
}

/**
 * A menu: of a list of values, or of an object whose names are shown and whose values are meant. It begins with the
 * first.
 *
 * @throws {RangeError} if there are no values, or `value` is none of them
 */
export function dropdown<const T extends string | number | boolean>(
  values: readonly T[],
  options?: ControlOptions<T>,
): Control<T>;
export function dropdown<T>(values: Readonly<Record<string, T>>, options?: ControlOptions<T>): Control<T>;
export function dropdown<T>(
  given: readonly T[] | Readonly<Record<string, T>>,
  options: ControlOptions<T> = {},
): Control<T> {
  const names = Array.isArray(given) ? given.map(String) : Object.keys(given);
  const values: readonly T[] = Array.isArray(given) ? given : Object.values(given);
  if (values.length === 0) throw new RangeError("dropdown: expected one value at least, got none");
  const check = (value: T) => {
    if (values.includes(value)) return value;
    throw new RangeError(`dropdown: value must be one of ${names.join(", ")}, got ${String(value)}`);
  };
  const kind: ControlKind<T> = {
    maker: "dropdown",
    name: "Dropdown",
    style: "DescriptionStyle",
    check,
    state: { _options_labels: names },
    write: (value) => ({ index: values.indexOf(value) }),
    read: ({ index }) => (index === undefined ? undefined : check(values[numberFrom("dropdown", index)] as T)),
    words: (value) => names[values.indexOf(value)] ?? "",
  };
  return new Control(kind, "value" in options ? (options.value as T) : (values[0] as T), options.label);
}

/** A box to tick. @throws {TypeError} if `value` is not true or false */
export function checkbox(value = false, { label }: { readonly label?: string } = {}): Control<boolean> {
  const check = (value: unknown) => {
    if (typeof value === "boolean") return value;
    throw new TypeError(`checkbox: value must be true or false, got ${String(value)}`);
  };
  const kind: ControlKind<boolean> = {
    maker: "checkbox",
    name: "Checkbox",
    style: "CheckboxStyle",
    check,
    state: { indent: true },
    write: (value) => ({ value }),
    read: ({ value }) => (value === undefined ? undefined : check(value)),
    words: (value) => (value ? "yes" : "no"),
  };
  return new Control(kind, value, label);
}

/** A line to type in. It counts when Enter is pressed or the line is left. @throws {TypeError} if `value` is no text */
export function text(value = "", { label }: { readonly label?: string } = {}): Control<string> {
  const check = (value: unknown) => {
    if (typeof value === "string") return value;
    throw new TypeError(`text: value must be text, got ${String(value)}`);
  };
  const kind: ControlKind<string> = {
    maker: "text",
    name: "Text",
    style: "TextStyle",
    check,
    state: { continuous_update: false },
    write: (value) => ({ value }),
    read: ({ value }) => (value === undefined ? undefined : check(value)),
    words: (value) => value,
  };
  return new Control(kind, value, label);
}

/**
 * A button. What `clicked` shows appears below it, in place of what the last click showed. Its value is the number of
 * clicks, so that `interact` runs again at each.
 *
 * @throws {TypeError} if `label` is no text or `clicked` no function
 */
export function button(label: string, clicked: () => unknown = () => {}): Control<number> {
  if (typeof label !== "string") throw new TypeError(`button: label must be text, got ${String(label)}`);
  if (typeof clicked !== "function") throw new TypeError(`button: clicked must be a function, got ${String(clicked)}`);
  const kind: ControlKind<number> = {
    maker: "button",
    name: "Button",
    style: "ButtonStyle",
    state: {},
    layout: { width: "max-content", min_width: "120px" },
    check: (value) => value,
    write: () => ({}),
    read: () => undefined,
    words: () => "",
  };
  const made = new Control(kind, 0, label);
  made.model.onCustom = (content, { following }) => {
    if ((content as { event?: unknown }).event !== "click") return undefined;
    const { below } = made.model;
    const ended = below ? below.run(clicked) : clicked();
    const count = () => made.changed(made.value + 1, following);
    return ended instanceof Promise ? ended.then(count) : count();
  };
  return made;
}

/** Controls, rows and columns beside each other. @throws {TypeError} if a part is none of them */
export const row = (...parts: readonly Part[]): Part => new Box("row", parts);

/** Controls, rows and columns below each other. @throws {TypeError} if a part is none of them */
export const column = (...parts: readonly Part[]): Part => new Box("column", parts);
