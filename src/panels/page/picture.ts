import { colourAt } from "../../figures/colour-at";
import type { ColourScale } from "../../figures/theme";
import { make } from "./elements";
import { letPoint } from "./pointing";

export interface PictureOptions {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly scale: ColourScale;
  /** The values of the first and last colour; what is beyond has the same. */
  readonly range: readonly [least: number, most: number];
}

/** Rows and columns of a picture, from its upper left corner. */
export interface Window {
  readonly i: number;
  readonly j: number;
  readonly h: number;
  readonly w: number;
}

const shades = 256;
const known = new Map<ColourScale, readonly (readonly number[])[]>();

/** Red, green and blue of each shade of a scale. */
function coloursOf(scale: ColourScale): readonly (readonly number[])[] {
  const found = known.get(scale);
  if (found) return found;
  const hexes = Array.from({ length: shades }, (_, k) => colourAt(scale, k / (shades - 1)));
  const colours = hexes.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  known.set(scale, colours);
  return colours;
}

/** Numbers as colours, one pixel each; a frame may stand around some of them. */
export class Picture {
  readonly element: HTMLElement;
  private readonly canvas = make("canvas", { role: "img" });
  private readonly frame = make("div", { class: "cnn-frame", hidden: true });
  private size: readonly [h: number, w: number] = [1, 1];

  constructor(private readonly options: PictureOptions) {
    this.canvas.setAttribute("aria-label", options.label);
    this.element = make("div", { class: "cnn-picture" }, this.canvas, this.frame);
  }

  /** @param values  (h, w), row-major; the page shows through where one is NaN */
  draw(
    values: ArrayLike<number>,
    [h, w]: readonly number[],
    { range, scale }: Partial<Omit<PictureOptions, "label">> = {},
  ): void {
    const colours = coloursOf(scale ?? this.options.scale);
    this.size = [h, w];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.element.style.aspectRatio = `${w} / ${h}`;
    }
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    const image = pen.createImageData(w, h);
    const [least, most] = range ?? this.options.range;
    for (let k = 0; k < h * w; k++) {
      const share = (values[k] - least) / (most - least || 1);
      const shade = Math.round(Math.min(1, Math.max(0, share || 0)) * (shades - 1));
      image.data.set(colours[shade], k * 4);
      image.data[k * 4 + 3] = Number.isNaN(values[k]) ? 0 : 255;
    }
    pen.putImageData(image, 0, 0);
  }

  /** Puts the frame around a part, or takes it away. What is outside the picture stays outside. */
  mark(window?: Window): void {
    this.frame.hidden = window === undefined;
    if (!window) return;
    const [h, w] = this.size;
    const share = (part: number, all: number) => `${(100 * part) / all}%`;
    Object.assign(this.frame.style, {
      top: share(window.i, h),
      left: share(window.j, w),
      height: share(window.h, h),
      width: share(window.w, w),
    });
  }

  /**
   * Lets the reader point at a pixel: with the mouse over it, by a tap, or with the arrow keys.
   *
   * @param point  is called with the row and column
   * @param side   where windows of side x side pixels are pointed at, whose rows and columns are then counted
   */
  onPoint(point: (i: number, j: number) => void, side = 1): void {
    let [row, column] = [0, 0];
    const within = (i: number, j: number) => {
      const [rows, columns] = this.size.map((length) => Math.floor(length / side));
      [row, column] = [Math.min(rows - 1, Math.max(0, i)), Math.min(columns - 1, Math.max(0, j))];
      return { f: 0, i: row, j: column };
    };
    letPoint(
      this.element,
      this.options.label,
      (down, right) => within(Math.floor((down * this.size[0]) / side), Math.floor((right * this.size[1]) / side)),
      ([down, right]) => within(row + down, column + right),
      ({ i, j }) => point(i, j),
    );
    this.pointTo = (i, j) => {
      [row, column] = [i, j];
    };
  }

  /** Where the arrow keys go on from. */
  pointTo: (i: number, j: number) => void = () => undefined;
}
