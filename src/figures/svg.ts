import { textWidth } from "./text-width";
import { fontFamily } from "./theme";

/** Attributes of an SVG element; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element as text. `content` is markup already: text goes through `escaped`. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escaped(value!)}"`)
    .join("");
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

/**
 * A whole SVG document that needs nothing from elsewhere. It has a size of its own as well as a view box:
 * JupyterLab and markdown show it as an image, which scales down where the page is narrower.
 *
 * @param description  for those who do not see it
 */
export function svgDocument(width: number, height: number, description: string, content: string): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": description,
      "font-family": fontFamily,
    },
    content,
  );
}

/**
 * A line of text that is as wide in every font: the system's own may be a fifth wider than the one that the picture was
 * drawn for, and would be cut off.
 *
 * @param attributes  font-size among them, in pixels
 */
export function textLine(content: string, attributes: Attributes & { readonly "font-size": number }): string {
  const width = textWidth(content, attributes["font-size"], Number(attributes["font-weight"]) >= 600);
  const fitted = [...content].length > 1 ? { textLength: width, lengthAdjust: "spacingAndGlyphs" } : {};
  return element("text", { ...attributes, ...fitted }, escaped(content));
}

/** Text as it may stand in markup. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A coordinate to a hundredth of a pixel. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
