/** A number to four significant digits: what a figure can show, at a fraction of the JSON. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
