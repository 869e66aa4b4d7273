import { ShapeError } from "../errors";
import { formatShape } from "../tensor";
import { type Border, noBorder, sameBorder } from "./padding";

/** "valid": only windows that lie inside the image. "same": a border, so that stride 1 keeps the image's size. */
export type Padding = "valid" | "same";

/** What a convolution is given. */
export interface Conv2DSizes {
  readonly filterCount: number;
  /** (kh, kw) */
  readonly size: readonly [number, number];
  readonly stride: number;
  readonly padding: Padding;
}

/** The sizes that a convolution comes to on an input. */
export interface Conv2DGeometry {
  /** (h, w, c) */
  readonly image: readonly [number, number, number];
  readonly border: Border;
  /** Columns of the image with its border. */
  readonly width: number;
  /** (rows, columns, f) */
  readonly out: readonly [number, number, number];
}

/**
 * @param channels  what the filters have; undefined before they are made
 * @throws {ShapeError} if the input is not (h, w, channels) or (h, w), or smaller than a filter without a border
 */
export function conv2dGeometry(
  input: readonly number[],
  { filterCount, size, stride, padding }: Conv2DSizes,
  channels?: number,
): Conv2DGeometry {
  const [h = 0, w = 0, c = 1] = input;
  const [kh, kw] = size;
  const [leastH, leastW] = padding === "same" ? [1, 1] : size;
  const fits = h >= leastH && w >= leastW && c >= 1 && (channels === undefined || c === channels);
  if (input.length < 2 || input.length > 3 || !fits) {
    const sizes = `h >= ${leastH}, w >= ${leastW}`;
    throw new ShapeError(
      `Conv2D.forward: input must be (${sizes}, ${channels ?? "c"})${
        channels === undefined || channels === 1 ? ` or (${sizes})` : ""
      }, got ${formatShape(input)}`,
    );
  }
  const border = padding === "same" ? sameBorder([h, w], size, stride) : noBorder;
  const width = border.left + w + border.right;
  const rows = Math.floor((border.top + h + border.bottom - kh) / stride) + 1;
  const columns = Math.floor((width - kw) / stride) + 1;
  return { image: [h, w, c], border, width, out: [rows, columns, filterCount] };
}
