import type { Attributes } from "./elements";

/** An element of an SVG picture in the page. Strings become text. */
export function svg(
  name: string,
  attributes: Attributes,
  ...children: readonly (Node | string | undefined)[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children.filter((child) => child !== undefined));
  return element;
}
