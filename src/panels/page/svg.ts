import type { Shape } from "../shape";
import type { Attributes } from "./elements";

/** An element of an SVG picture in the page. Strings become text; undefined leaves an attribute out. */
export function svg(
  name: string,
  attributes: Attributes,
  ...children: readonly (Node | string | undefined)[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Shapes that a still has, too, as elements of the page. */
export const svgOf = (shapes: readonly Shape[]): SVGElement[] =>
  shapes.map(([name, attributes, words]) => svg(name, attributes, words));
