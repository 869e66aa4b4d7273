import { colourAt } from "../../figures/drawing";
import type { ColourScale } from "../../figures/theme";
import { make } from "./elements";

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

/** Numbers as colours, one pixel each; a frame may stand around some of them. */
export class Picture {
  readonly element: HTMLElement;
  private readonly canvas = make("canvas", { role: "img" });
  private readonly frame = make("div", { class: "cnn-frame", hidden: true });
  private readonly colours: readonly (readonly number[])[];
  private size: readonly [h: number, w: number] = [1, 1];

  constructor(private readonly options: PictureOptions) {
    this.canvas.setAttribute("aria-label", options.label);
    this.element = make("div", { class: "cnn-picture" }, this.canvas, this.frame);
    const hexes = Array.from({ length: shades }, (_, k) => colourAt(options.scale, k / (shades - 1)));
    this.colours = hexes.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  }

  /** @param values  (h, w), row-major */
  draw(values: ArrayLike<number>, [h, w]: readonly number[], { range = this.options.range } = {}): void {
    this.size = [h, w];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.element.style.aspectRatio = `${w} / ${h}`;
    }
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    const image = pen.createImageData(w, h);
    const [least, most] = range;
    for (let k = 0; k < h * w; k++) {
      const share = (values[k] - least) / (most - least || 1);
      const shade = Math.round(Math.min(1, Math.max(0, share || 0)) * (shades - 1));
      image.data.set(this.colours[shade], k * 4);
      image.data[k * 4 + 3] = 255;
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
    const { element } = this;
    let [row, column] = [0, 0];
    const go = (i: number, j: number) => {
      const [rows, columns] = this.size.map((length) => Math.floor(length / side));
      row = Math.min(rows - 1, Math.max(0, i));
      column = Math.min(columns - 1, Math.max(0, j));
      point(row, column);
    };
    element.classList.add("cnn-pointed");
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-label", `${this.options.label}. Arrow keys point at its numbers.`);
    const follow = (event: PointerEvent) => {
      const box = element.getBoundingClientRect();
      const [h, w] = this.size;
      const share = (at: number, from: number, length: number) => (length > 0 ? (at - from) / length : 0);
      go(
        Math.floor((share(event.clientY, box.top, box.height) * h) / side),
        Math.floor((share(event.clientX, box.left, box.width) * w) / side),
      );
    };
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerdown", follow);
    element.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      go(row + step[0], column + step[1]);
    });
    this.pointTo = (i, j) => {
      [row, column] = [i, j];
    };
  }

  /** Where the arrow keys go on from. */
  pointTo: (i: number, j: number) => void = () => undefined;
}

/** What each arrow key adds to row and column. */
export const steps: Readonly<Record<string, readonly [di: number, dj: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A picture with a name above it. */
export function titled(title: string | Node, ...content: readonly Node[]): HTMLElement {
  return make("div", { class: "cnn-part" }, make("div", { class: "cnn-title" }, title), ...content);
}
