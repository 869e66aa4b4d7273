/** Widths of Helvetica's characters in thousandths of the font's size; Arial and Liberation Sans have the same. */
const widths: readonly (readonly [string, number])[] = [
  ["ijl|'", 222],
  [" !,./:;I[]\\ft·", 278],
  ["()-`r", 333],
  ['"*∗', 380],
  ["ckvxyzsJ", 500],
  ["+−=<>~×÷", 584],
  ["FTZ", 611],
  ["ABEKPSVXY&", 667],
  ["CDHNRUw", 722],
  ["GOQ", 778],
  ["Mm", 833],
  ["%", 889],
  ["W", 944],
  ["@…", 1000],
];

/** The width of digits, of most lower-case letters, and of whatever is not listed. */
const usual = 556;

/** How much wider bold type is. */
const bold = 1.06;

const widthOf = new Map(widths.flatMap(([characters, width]) => [...characters].map((c) => [c, width] as const)));

/** How wide a line of text is, in pixels: what a picture leaves room for, whatever font a machine has. */
export function textWidth(text: string, size: number, isBold = false): number {
  const thousandths = [...text].reduce((sum, character) => sum + (widthOf.get(character) ?? usual), 0);
  return (thousandths * size * (isBold ? bold : 1)) / 1000;
}
