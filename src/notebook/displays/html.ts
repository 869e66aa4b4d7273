import { escaped } from "../../figures/svg";

/**
 * An SVG picture as HTML: an image with a text alternative, which survives where HTML is sanitized. It is as wide as it
 * is drawn, and narrower where the page is.
 */
export function pictureHtml(svg: string, alternative: string): string {
  const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return `<img src="${address}" alt="${escaped(alternative)}" style="display: inline-block; vertical-align: top">`;
}

/** Text whose columns are aligned, beside a picture where the page is wide enough. */
export function numbersHtml(text: string): string {
  const place = "display: inline-block; max-width: 100%; overflow: auto";
  const style = `${place}; font-family: monospace; font-size: 13px; line-height: 1.3; white-space: pre`;
  return `<div style="${style}">${escaped(text)}</div>`;
}

/** Words above or below a picture or table. */
export function lineHtml(words: string): string {
  return `<p>${escaped(words)}</p>`;
}

/** 1234567 -> 1,234,567 */
export function counted(count: number): string {
  return count.toLocaleString("en-US");
}

/** "1 image", "2 images" */
export function several(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** A value in one line, as Node shows objects: `ReLU {}`, `Dataset { 1 image }`. */
export function inBraces(name: string, content: string): string {
  return content ? `${name} { ${content} }` : `${name} {}`;
}

/** At most `most` words of a list, the last one among them. */
export function listed(words: readonly string[], most: number): string {
  return words.length <= most ? words.join(", ") : [...words.slice(0, most - 1), "…", words.at(-1)].join(", ");
}
