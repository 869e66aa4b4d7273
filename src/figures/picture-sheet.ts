import { type Pixels, pngAddress } from "./png";
import { element, escaped, svgDocument } from "./svg";
import { colours } from "./theme";

/** A picture of a sheet; all have one size. */
export interface Picture {
  readonly pixels: Pixels;
  /** What stands above it; cut where it is longer than the picture is wide. */
  readonly caption?: string;
}

/** The options of `pictureSheet`. */
export interface PictureSheetOptions {
  /** For those who do not see it. */
  readonly description: string;
  readonly columns: number;
  /** The longer side of each picture, at the most, in pixels of the page. */
  readonly longest: number;
  /** A line below all pictures. */
  readonly legend?: string;
}

const gap = 12;
const captionHeight = 18;
const legendHeight = 20;
/** The width of a letter of a caption in a wide font, in pixels. */
const letterWidth = 7.4;

/**
 * Pictures side by side as one SVG image that needs nothing from elsewhere. Their pixels stay squares at every size;
 * frames and words are grey, and so read on a light page and on a dark one.
 */
export function pictureSheet(pictures: readonly Picture[], options: PictureSheetOptions): string {
  const { description, longest, legend } = options;
  const columns = Math.min(options.columns, pictures.length);
  const [{ pixels }] = pictures;
  const scale = scaleOf(Math.max(pixels.width, pixels.height), longest);
  const w = pixels.width * scale;
  const h = pixels.height * scale;
  const above = pictures.some(({ caption }) => caption) ? captionHeight : 0;
  // Where pictures are narrow, captions still have room.
  const words = Math.max(0, ...pictures.map(({ caption = "" }) => caption.length * letterWidth));
  const across = gap + Math.max(w, Math.min(longest, words));
  const content = pictures.map((picture, k) => {
    const x = (k % columns) * across;
    const y = Math.floor(k / columns) * (above + h + gap) + above;
    return placed(picture, { x, y, width: w, height: h }, across);
  });
  const width = columns * across;
  const height = Math.ceil(pictures.length / columns) * (above + h + gap) - gap;
  const below = legend ? text(0, height + 15, legend) : "";
  const all = {
    width: Math.max(width, (legend ?? "").length * letterWidth),
    height: height + (legend ? legendHeight : 1),
  };
  return svgDocument(Math.ceil(all.width), Math.ceil(all.height), description, content.join("") + below);
}

/** The scale of a picture: a whole number if it grows, so that all of its pixels have one size. */
const scaleOf = (side: number, longest: number): number =>
  side <= longest ? Math.floor(longest / side) : longest / side;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param across  how much room its caption has */
function placed({ pixels, caption = "" }: Picture, place: Place, across: number): string {
  const { x, y, width, height } = place;
  const href = pngAddress(pixels);
  const style = "image-rendering: pixelated";
  const fits = Math.floor(across / letterWidth);
  const inner = (side: number) => Math.max(0, side - 1);
  const frame = { x: x + 0.5, y: y + 0.5, width: inner(width), height: inner(height) };
  return [
    caption && text(x, y - 5, caption.length > fits ? `${caption.slice(0, fits - 1)}…` : caption),
    element("image", { ...place, href, preserveAspectRatio: "none", style }),
    element("rect", { ...frame, fill: "none", stroke: colours.line }),
  ].join("");
}

const text = (x: number, y: number, content: string): string =>
  element("text", { x, y, fill: colours.text, "font-size": 12 }, escaped(content));
