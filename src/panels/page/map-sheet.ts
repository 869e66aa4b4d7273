import { positive } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { dressOf } from "../dress";
import { flatAt, type Grid, gridOf, type Place } from "../grid";
import type { Field } from "../receptive-field";
import { onSheet, type Sheet, sheetOf, steppedOn, underPoint } from "../sheet";
import { Picture } from "./picture";
import { letPoint, type Point } from "./pointing";
import { svg } from "./svg";

/** All maps of a layer in one picture. With the mouse, a tap or the arrow keys one points at their numbers. */
export class MapSheet {
  readonly element: HTMLElement;
  readonly #picture: Picture;
  readonly #marks = svg("svg", { class: "cnn-marks", preserveAspectRatio: "none", "aria-hidden": true });
  #sheet: Sheet = sheetOf({ h: 1, w: 1, c: 1 });
  #at: Place = { f: 0, i: 0, j: 0 };

  /** @param label  what it shows, for those who do not see it */
  constructor(
    label: string,
    private readonly isImage: boolean,
    point: Point,
  ) {
    this.#picture = new Picture({ label, scale: positive, range: [0, 1] });
    this.element = this.#picture.element;
    const { element } = this;
    const marks = this.#marks;
    element.append(marks);
    letPoint(
      element,
      label,
      (down, right) => underPoint(this.#sheet, down * this.#sheet.height, right * this.#sheet.width),
      (step) => this.#step(step),
      point,
    );
  }

  /** Keys may come faster than the panel is drawn. */
  #step(by: readonly [number, number]): Place | undefined {
    const from = this.#at;
    this.#at = steppedOn(this.#sheet, from, by);
    return this.#at === from ? undefined : this.#at;
  }

  draw(tensor: Tensor): void {
    const grid: Grid = gridOf(tensor.shape);
    this.#sheet = sheetOf(grid);
    const { height, width } = this.#sheet;
    const values = new Float64Array(height * width).fill(Number.NaN);
    for (let f = 0; f < grid.c; f++) {
      for (let i = 0; i < grid.h; i++) {
        for (let j = 0; j < grid.w; j++) {
          const { y, x } = onSheet(this.#sheet, { f, i, j });
          values[y * width + x] = tensor.data[flatAt(grid, { f, i, j })];
        }
      }
    }
    this.#picture.draw(values, [height, width], dressOf(tensor, this.isImage));
    this.#marks.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  /** Frames what a number has seen, and the maps that speak for it and against it. */
  mark({ field, at, maps = [] }: Marks): void {
    const { grid } = this.#sheet;
    const of = (f: number, { i, j, h, w }: Omit<Field, "f">) => {
      const { y, x } = onSheet(this.#sheet, { f, i, j });
      return h > 0 && w > 0 ? `M${x} ${y}h${w}v${h}h-${w}z` : "";
    };
    const seen = (all: Field) => {
      if (all.f !== undefined) return of(all.f, all);
      if (this.#sheet.gap === 0) return `M0 0h${this.#sheet.width}v${this.#sheet.height}H0z`; // all numbers of a vector
      return Array.from({ length: grid.c }, (_, f) => of(f, all)).join("");
    };
    const whole = { i: 0, j: 0, h: grid.h, w: grid.w };
    const chosen = (sign: number) => maps.filter(({ sum }) => sum * sign > 0).map(({ f }) => of(f, whole));
    const paths: readonly (readonly [string, string])[] = [
      ["cnn-seen", field ? seen(field) : ""],
      ["cnn-for", chosen(1).join("")],
      ["cnn-against", chosen(-1).join("")],
      ["cnn-here", at ? of(at.f, { ...at, h: 1, w: 1 }) : ""],
    ];
    this.#marks.replaceChildren(...paths.filter(([, d]) => d).map(([name, d]) => pathOf(name, d)));
    if (at) this.#at = at;
  }
}

export interface Marks {
  readonly field?: Field | undefined;
  readonly at?: Place | undefined;
  /** Maps of this layer, and what each gives to the number. */
  readonly maps?: readonly { readonly f: number; readonly sum: number }[];
}

const pathOf = (name: string, d: string): SVGElement =>
  svg("path", { d, class: name, "vector-effect": "non-scaling-stroke" });
