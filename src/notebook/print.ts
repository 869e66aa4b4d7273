import { formatShape, type Tensor } from "../tensor";

type Printable = Tensor | ArrayLike<number> | number | string | boolean;

/**
 * Prints names and what they stand for, each on its line: a tensor as its shape, lists of numbers in columns.
 *
 *   print({ image, "feature maps": maps, "sum of p": 1 })
 *
 * @param digits  behind the point; left out, numbers are printed as they are
 */
export function print(values: Readonly<Record<string, Printable>>, digits?: number): void {
  const widest = Math.max(...Object.keys(values).map((name) => name.length));
  const lists = Object.values(values).filter(isList);
  const column = Math.max(0, ...lists.flatMap((list) => Array.from(list, (n) => numberText(n, digits).length)));
  for (const [name, value] of Object.entries(values)) {
    console.log(`${name.padEnd(widest)}  ${textOf(value, digits, column)}`);
  }
}

/** Prints a small matrix (h, w), or (h, w, 1), as rows of numbers. */
export function printRows({ shape: [, w], data }: Tensor): void {
  const texts = Array.from(data, (value) => String(Number(value.toPrecision(6))));
  const widest = Math.max(...texts.map((text) => text.length));
  for (let k = 0; k < texts.length; k += w) {
    console.log(
      texts
        .slice(k, k + w)
        .map((text) => text.padStart(widest))
        .join("  "),
    );
  }
}

const isList = (value: Printable): value is ArrayLike<number> => typeof value === "object" && !("shape" in value);

function textOf(value: Printable, digits: number | undefined, column: number): string {
  if (isList(value)) {
    const texts = Array.from(value, (number) => numberText(number, digits));
    return digits === undefined ? texts.join(" ") : texts.map((text) => text.padStart(column)).join("  ");
  }
  if (typeof value === "object") return formatShape(value.shape);
  if (typeof value !== "number") return String(value);
  return numberText(value, Number.isInteger(value) ? undefined : digits);
}

function numberText(value: number, digits: number | undefined): string {
  if (digits === undefined) return Number.isInteger(value) ? value.toLocaleString("en") : String(value);
  return value !== 0 && Math.abs(value) < 10 ** -digits ? value.toExponential(1) : value.toFixed(digits);
}
