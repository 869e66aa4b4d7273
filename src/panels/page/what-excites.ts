import { grouped } from "../../figures/numbers";
import { greys } from "../../figures/theme";
import { countedImages, type Excited, type ExcitedFilter, type ExcitedLayer } from "../excited";
import { captionLine, choice, copyAsCode, fixed, make, titled, written } from "./elements";
import { type ExcitedData, excitedDataIn } from "./excited-data";
import { Picture } from "./picture";
import { type Range, range } from "./range";
import type { Data } from "./read-data";
import { requireStyle } from "./style";

/** How much of an image's light is left where a filter has not looked. */
const faded = 0.35;

/** The images that excite a filter most, for any filter of a network. */
export function drawWhatExcites(data: Data): readonly Node[] {
  requireStyle(excitesCss);
  return new WhatExcites(excitedDataIn(data)).elements;
}

class WhatExcites {
  readonly elements: readonly Node[];
  #layer: ExcitedLayer;
  #filter: ExcitedFilter;
  /** Which of the images shown is spoken of. */
  #chosen = 0;
  readonly #slider: Range;
  readonly #tiles: readonly Tile[];
  readonly #rows: ReturnType<typeof countRows>;
  readonly #title = make("span", {});
  readonly #caption = captionLine();

  constructor(private readonly data: ExcitedData) {
    const { layers, classNames } = data;
    this.#layer = layers[layers.length - 1];
    this.#filter = strongestOf(this.#layer);
    const most = Math.max(...layers.flatMap(({ filters }) => filters.map(({ best }) => best.length)));
    this.#tiles = Array.from({ length: most }, (_, k) => imageTile(k + 1, () => this.#choose(k)));
    this.#rows = countRows(classNames);
    const layer = choice<ExcitedLayer>(
      "layer",
      layers.map((one) => [`${one.at + 1} ${one.name}`, one] as const),
      (chosen) => this.#open(chosen),
    );
    layer.set(this.#layer);
    this.#slider = range(
      "filter",
      [0, this.#layer.filters.length - 1, 1],
      (k) => `${(this.#layer.filters[k]?.filter ?? 0) + 1}`,
      (k) => this.#show(this.#layer.filters[k]),
    );
    const tiles = make("div", { class: "cnn-examples" }, ...this.#tiles.map(({ element }) => element));
    this.elements = [
      layer.element,
      this.#slider.element,
      make("div", { class: "cnn-parts cnn-excites" }, titled(this.#title, tiles), this.#rows.element),
      this.#caption,
      make("p", { class: "cnn-note" }, "Examples show what a filter responds to. They do not say why."),
      copyAsCode(() => this.#code()),
    ];
    this.#open(this.#layer);
  }

  #open(layer: ExcitedLayer): void {
    this.#layer = layer;
    const strongest = strongestOf(layer);
    this.#slider.limit(0, layer.filters.length - 1);
    this.#slider.set(layer.filters.indexOf(strongest));
    this.#show(strongest);
  }

  #show(filter: ExcitedFilter): void {
    this.#filter = filter;
    const { images } = this.data;
    for (const [k, tile] of this.#tiles.entries()) {
      const seen = filter.best[k];
      tile.element.hidden = seen === undefined;
      if (seen) tile.show(seen, images[seen.image], this.#labelOf(seen));
    }
    const { h, w } = filter.best[0];
    this.#title.textContent = `what filter ${filter.filter + 1} saw, ${h} × ${w} pixels, and where`;
    this.#rows.show(filter.counts);
    this.#choose(0);
  }

  #choose(k: number): void {
    this.#chosen = k;
    for (const [n, { element }] of this.#tiles.entries()) element.setAttribute("aria-pressed", String(n === k));
    this.#caption.textContent = `${this.#aboutFilter()} ${this.#aboutImage(this.#filter.best[k])}`;
  }

  #labelOf = ({ image }: Excited): string => this.data.classNames[this.data.labels[image]];

  #aboutFilter(): string {
    const { at, name, isRectified } = this.#layer;
    const { filter, heard, counts } = this.#filter;
    const { searched, classNames } = this.data;
    const number = `Layer ${at + 1}, ${name}, filter ${filter + 1}`;
    const all = `${grouped(searched)} images`;
    if (isRectified && heard === 0)
      return `${number} answers to none of ${all}: behind ReLU its map is always empty. These come closest.`;
    const most = counts.indexOf(Math.max(...counts));
    const answers = isRectified ? ` answers to ${grouped(heard)} of ${all}` : `, of ${all}`;
    return `${number}${answers}. Of the ${Math.min(countedImages, searched)} that excite it most, ${counts[most]} are of class ${classNames[most]}.`;
  }

  #aboutImage(seen: Excited): string {
    const { positions, images } = this.data;
    const { data, shape } = images[seen.image];
    const patch = Array.from({ length: seen.h * seen.w }, (_, k) => {
      return data[(seen.i + Math.floor(k / seen.w)) * shape[1] + seen.j + (k % seen.w)];
    });
    const isEmpty = patch.every((value) => value === patch[0]);
    const place = `rows ${seen.i} to ${seen.i + seen.h - 1}, columns ${seen.j} to ${seen.j + seen.w - 1}`;
    const what = isEmpty ? " There is nothing but one grey." : "";
    return `Image ${positions[seen.image]}, class ${this.#labelOf(seen)}: ${written(seen.answer, 3)}, for ${place}.${what}`;
  }

  #code(): string {
    const { image } = this.#filter.best[this.#chosen];
    return `const exciting = dataset.image(${this.data.positions[image]}); // for filter ${this.#filter.filter + 1} of layers[${this.#layer.at}]`;
  }
}

/** "10,000" */

const strongestOf = ({ filters }: ExcitedLayer): ExcitedFilter =>
  filters.reduce((best, one) => (one.best[0].answer > best.best[0].answer ? one : best));

type Tile = ReturnType<typeof imageTile>;

/** What a filter saw of an image, and where in the image: the rest is faded. */
function imageTile(number: number, press: () => void) {
  const options = { scale: greys, range: [-0.5, 0.5] } as const;
  const patch = new Picture({ label: "what it saw", ...options });
  const whole = new Picture({ label: "where", ...options });
  const words = make("span", { class: "cnn-example-words" });
  const element = make("button", { type: "button", class: "cnn-example" }, patch.element, whole.element, words);
  element.addEventListener("click", press);
  const show = (seen: Excited, { shape, data }: ExcitedData["images"][number], label: string) => {
    const { i, j, h, w } = seen;
    const isSeen = (k: number) => {
      const [row, column] = [Math.floor(k / shape[1]) - i, (k % shape[1]) - j];
      return row >= 0 && row < h && column >= 0 && column < w;
    };
    const inside = data.filter((_, k) => isSeen(k));
    patch.draw(inside, [h, w]);
    whole.draw(
      data.map((value, k) => (isSeen(k) ? value : (value + 0.5) * faded - 0.5)),
      shape,
    );
    whole.mark(seen);
    words.textContent = `${label} · ${fixed(seen.answer)}`;
    element.setAttribute("aria-label", `image ${number}: class ${label}, ${fixed(seen.answer)}`);
  };
  return { element, show };
}

/** How many images are of each class, as bars. */
function countRows(names: readonly string[]) {
  const rows = names.map((name) => {
    const [bar, number] = [make("div", { class: "cnn-bar" }), make("span", { class: "cnn-percent" })];
    const line = make("div", { class: "cnn-bar-row" }, make("span", {}, name), make("div", {}, bar), number);
    return { line, bar, number };
  });
  // The caption says it in words.
  const element = titled(
    "labels of those that excite it most",
    make("div", { class: "cnn-bars", "aria-hidden": "true" }, ...rows.map(({ line }) => line)),
  );
  const show = (counts: readonly number[]) => {
    const [all, most] = [counts.reduce((sum, count) => sum + count, 0), Math.max(...counts)];
    for (const [c, { bar, number }] of rows.entries()) {
      bar.style.width = `${(100 * counts[c]) / (all || 1)}%`;
      bar.classList.toggle("cnn-best", counts[c] === most);
      number.textContent = String(counts[c]);
    }
  };
  return { element, show };
}

const excitesCss = `
.cnn-excites > .cnn-part:first-child { flex: 1 1 460px; }
.cnn-excites > .cnn-part:last-child { flex: 0 1 230px; }
.cnn-excites .cnn-bar-row { height: 22px; grid-template-columns: minmax(14px, max-content) 1fr 30px; }
.cnn-examples { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 6px; }
.cnn-live .cnn-example { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; padding: 4px; align-items: center; }
.cnn-live .cnn-example[aria-pressed="true"] { background: none; color: inherit; outline: 2px solid currentColor; }
.cnn-example-words { grid-column: 1 / -1; font-size: 12.5px; line-height: 1.3; font-variant-numeric: tabular-nums; }
@container (max-width: 600px) {
  .cnn-examples { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .cnn-excites > .cnn-part { flex: 1 1 100%; }
}
`;
