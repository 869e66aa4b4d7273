// Values as a reader wants to see them: a tensor as its shape and a few rows, not a wall of numbers.
import { inspect } from "node:util";

type Numbers = ArrayLike<number | bigint> & { readonly constructor: { readonly name: string } };

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Numbers;
}

/** Rows and, in a row, numbers shown at the start and at the end. */
const shownRows = { start: 3, end: 1 };
const shownNumbers = { start: 6, end: 2 };
/** A typed array up to this length is shown in full. */
const shortLength = 32;

/** Teaches `util.inspect`, and with it `console.log`, about tensors and long typed arrays, wherever they are nested. */
export function installValueText(): void {
  Object.defineProperty(Object.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    /** Returning the value itself means: as always. */
    value(this: unknown, depth: number) {
      if (isTensor(this)) return depth < 0 ? `Tensor ${shapeText(this.shape)}` : tensorText(this);
      if (isTypedArray(this) && this.length > shortLength) {
        return `${this.constructor.name}(${this.length}) [ ${abbreviate(this, 0, this.length).join(", ")} ]`;
      }
      return this;
    },
  });
}

/** A shape as people write it: `(26, 26, 8)`. */
const shapeText = (shape: readonly number[]) => `(${shape.join(", ")})`;

/** The shape, then a row a line, the last axis along it: `[0, 1, :]  0.5  0.25  …`. */
export function tensorText({ shape, data }: Tensor): string {
  const width = shape.at(-1) ?? 1;
  const count = width === 0 ? 0 : data.length / width;
  const rows = ends(count, shownRows).map((row) =>
    row === undefined
      ? { label: "…", numbers: [] }
      : { label: label(row, shape), numbers: abbreviate(data, row * width, (row + 1) * width) },
  );
  const labelWidth = Math.max(...rows.map(({ label }) => label.length));
  const numberWidth = Math.max(
    ...rows.flatMap(({ numbers }) => numbers.map((text) => text.length)),
  );
  const lines = rows.map(({ label, numbers }) =>
    [`  ${label.padEnd(labelWidth)}`, ...numbers.map((text) => text.padStart(numberWidth))]
      .join("  ")
      .trimEnd(),
  );
  return [`Tensor ${shapeText(shape)}`, ...lines].join("\n");
}

function label(row: number, shape: readonly number[]): string {
  const index: number[] = [];
  for (let axis = shape.length - 2, rest = row; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${[...index, ":"].join(", ")}]`;
}

const abbreviate = (data: Numbers, from: number, to: number): string[] =>
  ends(to - from, shownNumbers).map((k) =>
    k === undefined ? "…" : numberText(data[from + k] as number),
  );

const numberText = (value: number | bigint) =>
  typeof value === "bigint" || Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(4)));

/** 0 to count - 1; of many, those at both ends with `undefined` for what is left out. */
function ends(count: number, { start, end }: typeof shownRows): (number | undefined)[] {
  const all = Array.from({ length: Math.min(count, start + end + 1) }, (_, k) => k);
  if (count <= start + end + 1) return all;
  return [...all.slice(0, start), undefined, ...all.slice(0, end).map((k) => count - end + k)];
}

function isTensor(value: unknown): value is Tensor {
  const { shape, data } = value as Partial<Tensor>;
  return (
    Array.isArray(shape) &&
    isTypedArray(data) &&
    data.length === shape.reduce((size, n) => size * n, 1)
  );
}

const isTypedArray = (value: unknown): value is Numbers =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !Buffer.isBuffer(value);
