import { type Attributes, element, textLine } from "../figures/svg";
import { colours } from "../figures/theme";

/** An element of an SVG picture, for a still as for a page; a text has words. */
export type Shape = readonly [name: string, attributes: Attributes, words?: string];

/** Shapes as markup. Words are grey, and as wide in every font. */
export function markupOf(shapes: readonly Shape[]): string {
  const drawn = shapes.map(([name, attributes, words]) =>
    words === undefined
      ? element(name, attributes)
      : textLine(words, { fill: colours.text, "font-size": 12, ...attributes }),
  );
  return drawn.join("");
}
