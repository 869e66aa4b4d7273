import type { Tensor } from "../../tensor";
import type { Place } from "../grid";
import { probabilityRows } from "./bars";
import { make } from "./elements";
import type { Marks } from "./map-sheet";
import { letPoint, type Point } from "./pointing";

/** Probabilities as bars, at each of which one can point. */
export class BarStage {
  readonly element: HTMLElement;
  readonly #rows: ReturnType<typeof probabilityRows>;
  #at = 0;

  constructor(
    label: string,
    private readonly count: number,
    point: Point,
  ) {
    this.#rows = probabilityRows(count);
    this.element = make("div", {}, this.#rows.element);
    const of = (f: number): Place | undefined => (f >= 0 && f < count ? { f, i: 0, j: 0 } : undefined);
    letPoint(
      this.element,
      label,
      (down) => of(Math.floor(down * count)),
      ([down, right]) => {
        const place = of(this.#at + down + right);
        this.#at = place?.f ?? this.#at;
        return place;
      },
      point,
    );
  }

  draw({ data }: Tensor): void {
    this.#rows.show(data);
  }

  mark({ at }: Marks): void {
    if (at) this.#at = at.f;
    for (let f = 0; f < this.count; f++) {
      this.#rows.element.children[f].classList.toggle("cnn-asked", at?.f === f);
    }
  }
}
