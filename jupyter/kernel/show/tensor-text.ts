// Shows values as a reader wants to see them: a tensor as its shape and a few rows, not a wall of numbers. The picture
// that a tensor of an image has beside them is the package's: src/notebook/displays/tensor.ts.
import { inspect, types } from "node:util";
import { type ListOptions, longListText } from "./long-lists";

type Numbers = ArrayLike<number | bigint> & { readonly constructor: { readonly name: string } };

/** A value that counts as a tensor, whatever made it. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Numbers;
}

/** The number of rows, and of numbers in a row, that are shown at the start and at the end. */
const shownRows = { start: 3, end: 1 };
const shownNumbers = { start: 6, end: 2 };
/** A typed array up to this length is shown in full. */
const shortLength = 32;
/** A value with more axes is not a tensor, whatever its properties are called. */
const mostAxes = 32;
/** The number of properties that are shown of a large object, as `console.log` prints it and as the value of a cell. */
const mostProperties = 100;
const firstProperties = 20;

/**
 * Teaches `util.inspect`, and with it `console.log`, about tensors, long typed arrays and long lists, wherever they are
 * nested.
 */
export function installValueText(): void {
  Object.defineProperty(Object.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    /** `util.inspect` shows a value in its usual way if this function returns the value itself. */
    value(this: unknown, depth: number, options: ListOptions) {
      if (isTensor(this)) return depth < 0 ? `Tensor ${shapeText(this.shape)}` : tensorText(this);
      if (isTypedArray(this) && this.length > shortLength) {
        return `${this.constructor.name}(${this.length}) [ ${abbreviate(this, 0, this.length).join(", ")} ]`;
      }
      const list = longListText(this, depth, options);
      if (list !== undefined) return list;
      const names = depth >= 0 ? wideNames(this) : undefined;
      if (names) return wideText(this, names, depth, options);
      return this;
    },
  });
}

/** The names of the properties of a plain object that has more than `mostProperties`. */
function wideNames(value: unknown): string[] | undefined {
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isProxy(value)) return undefined;
  if (types.isMap(value) || types.isSet(value) || typeof value === "function") return undefined;
  const names = Object.keys(value as object);
  return names.length > mostProperties ? names : undefined;
}

function wideText(value: unknown, names: readonly string[], depth: number, options: ListOptions): string {
  const count = options.longestList === undefined ? mostProperties : firstProperties;
  const shown = Object.create(Object.getPrototypeOf(value));
  for (const name of names.slice(0, count)) {
    Object.defineProperty(shown, name, Object.getOwnPropertyDescriptor(value, name) ?? {});
  }
  const text = inspect(shown, { ...options, depth });
  const more = names.length - count;
  return text.replace(/,?\s*}$/, `,\n  ... ${more} more properties\n}`);
}

/** A shape as people write it: `(26, 26, 8)`. */
export const shapeText = (shape: readonly number[]) => `(${shape.join(", ")})`;

/** The shape, then one line for each row along the last axis: `[0, 1, :]  0.5  0.25  …`. */
function tensorText({ shape, data }: Tensor): string {
  const width = shape.at(-1) ?? 1;
  const count = width === 0 ? 0 : data.length / width;
  const rows = ends(count, shownRows).map((row) =>
    row === undefined
      ? { label: "…", numbers: [] }
      : { label: label(row, shape), numbers: abbreviate(data, row * width, (row + 1) * width) },
  );
  const labelWidth = Math.max(...rows.map(({ label }) => label.length));
  const numberWidth = Math.max(...rows.flatMap(({ numbers }) => numbers.map((text) => text.length)));
  const lines = rows.map(({ label, numbers }) =>
    [`  ${label.padEnd(labelWidth)}`, ...numbers.map((text) => text.padStart(numberWidth))].join("  ").trimEnd(),
  );
  return [`Tensor ${shapeText(shape)}`, ...lines].join("\n");
}

function label(row: number, shape: readonly number[]): string {
  const index: number[] = [];
  for (let axis = shape.length - 2, rest = row; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index.push(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${[...index.reverse(), ":"].join(", ")}]`;
}

const abbreviate = (data: Numbers, from: number, to: number): string[] =>
  ends(to - from, shownNumbers).map((k) => (k === undefined ? "…" : numberText(data[from + k] as number)));

const numberText = (value: number | bigint) =>
  typeof value === "bigint" || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** The indices 0 to count - 1. If they are many, only those at both ends, with `undefined` for the ones left out. */
function ends(count: number, { start, end }: typeof shownRows): (number | undefined)[] {
  const all = Array.from({ length: Math.min(count, start + end + 1) }, (_, k) => k);
  if (count <= start + end + 1) return all;
  return [...all.slice(0, start), undefined, ...all.slice(0, end).map((k) => count - end + k)];
}

/** Whether a value has a shape, and as many numbers as the shape says. */
export function isTensor(value: unknown): value is Tensor {
  try {
    const { shape } = value as Partial<Tensor>;
    if (!Array.isArray(shape) || shape.length > mostAxes) return false;
    if (!shape.every((size) => Number.isInteger(size) && size >= 0)) return false;
    // What else a plain object has must be seen; a class of some package may keep more beside the numbers.
    if (Object.getPrototypeOf(value) === Object.prototype && Object.keys(value as object).length !== 2) return false;
    const { data } = value as Partial<Tensor>;
    return isTypedArray(data) && data.length === shape.reduce((size, n) => size * n, 1);
  } catch {
    return false; // a getter of the reader's threw
  }
}

/** Whether a value is a list of numbers in one piece of memory. */
export const isTypedArray = (value: unknown): value is Numbers =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !Buffer.isBuffer(value);
