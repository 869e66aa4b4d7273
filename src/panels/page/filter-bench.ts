import { shifted } from "../../data/shifted";
import { diverging, greys } from "../../figures/theme";
import { conv2dGeometry } from "../../layers/conv2d-geometry";
import type { Tensor } from "../../tensor";
import { type BenchSettings, totalOf, underFilter } from "../under-filter";
import { captionLine, choice, copyAsCode, fixed, make, titled, written } from "./elements";
import { imageChoice, moveButtons } from "./image-controls";
import { knownAs, knownFilters } from "./known-filters";
import { movedAlong } from "./moved-along";
import { Picture } from "./picture";
import { player } from "./play";
import { type Data, imagesIn, numberIn, numbersIn, textsIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { weightedPixels } from "./weighted-pixels";
import { weightsPad } from "./weights-pad";

const paddings: readonly (readonly [string, BenchSettings])[] = [
  ["none", {}],
  ["zeros", { padding: "same", paddingValue: 0 }],
  ["background", { padding: "same", paddingValue: -0.5 }],
];

/** The bench: an image, nine weights to drag, and the map that they make of it. */
export function drawFilterBench(data: Data): readonly Node[] {
  return new FilterBench(data).elements;
}

class FilterBench {
  readonly elements: readonly Node[];
  #weights: readonly number[];
  #image: Tensor;
  /** How far the image was moved. */
  #by = { down: 0, right: 0 };
  #settings: BenchSettings = {};
  #stride = 1;
  #at = { i: 13, j: 13 };
  #moved: Tensor;
  #map: Tensor;
  readonly #shownImage = new Picture({ label: "The image", scale: greys, range: [-0.5, 0.5] });
  readonly #shownMap = new Picture({ label: "The map", scale: diverging, range: [-1, 1] });
  readonly #sum = make("p", { class: "cnn-sum" });
  readonly #caption = captionLine();

  constructor(data: Data) {
    const images = imagesIn(data);
    [this.#image] = images;
    this.#moved = this.#image;
    this.#weights = numbersIn(data, "filter", 9);
    this.#map = underFilter(this.#image, this.#weights, {});
    requireSameLayers(totalOf(this.#map), numberIn(data, "total", [0, Number.MAX_VALUE]));
    const pad = weightsPad((weights) => {
      preset.set(undefined);
      this.#draw({ weights: [...weights] });
    });
    const preset = choice("filter", knownFilters, (weights) => {
      pad.set(weights);
      this.#draw({ weights });
    });
    pad.set(this.#weights);
    preset.set(knownAs(this.#weights));
    this.#shownMap.onPoint((i, j) => {
      this.#sliding.stop();
      this.#point(i, j);
    });
    this.#draw({});
    const parts = [titled("image", this.#shownImage.element), pad.element, titled("map", this.#shownMap.element)];
    this.elements = [
      make("div", { class: "cnn-parts cnn-bench" }, ...parts),
      this.#sum,
      this.#caption,
      imageChoice(images, textsIn(data, "captions", images.length), (image) =>
        this.#draw({ image, by: { down: 0, right: 0 } }),
      ).element,
      preset.element,
      make(
        "div",
        { class: "cnn-parts" },
        ...this.#settingChoices(),
        moveButtons((down, right) => this.#move(down, right)),
      ),
      make(
        "div",
        { class: "cnn-parts" },
        this.#sliding.element,
        copyAsCode(() => this.#code()),
      ),
    ];
  }

  #settingChoices(): Node[] {
    const padding = choice("padding", paddings, (settings) => this.#draw({ settings }));
    padding.set(paddings[0][1]);
    const strides = [1, 2].map((stride) => [String(stride), stride] as const);
    const stride = choice<number>("stride", strides, (stride) => this.#draw({ stride }));
    stride.set(this.#stride);
    return [padding.element, stride.element];
  }

  #move(down: number, right: number): void {
    const [h, w] = this.#image.shape;
    const within = (by: number, side: number) => Math.min(side, Math.max(-side, by));
    this.#draw({ by: { down: within(this.#by.down + down, h), right: within(this.#by.right + right, w) } });
  }

  #code(): string {
    return `const filter = [${this.#weights.map((weight) => Number(weight.toFixed(4))).join(", ")}];`;
  }

  /** The filter at one place after the other; the map fills up behind it. */
  readonly #sliding = player(
    "slide",
    () => this.#map.data.length,
    (k, last) => {
      const [rows, columns] = this.#map.shape;
      const soFar = this.#map.data.map((value, place) => (last || place <= k ? value : 0));
      this.#shownMap.draw(soFar, [rows, columns], { range: this.#range() });
      this.#point(Math.floor(k / columns), k % columns, !last);
    },
    25,
  );

  /** What the colours of the map mean: the strongest answer that pixels from -0.5 to 0.5 can give is at their end. */
  #range(): readonly [number, number] {
    const strongest = this.#weights.reduce((all, weight) => all + Math.abs(weight), 0) / 2 || 1;
    return [-strongest, strongest];
  }

  /** Draws everything again, after a change of some of it. */
  #draw(change: BenchChange): void {
    this.#sliding.stop();
    this.#weights = change.weights ?? this.#weights;
    this.#image = change.image ?? this.#image;
    this.#by = change.by ?? this.#by;
    this.#settings = change.settings ?? this.#settings;
    this.#stride = change.stride ?? this.#stride;
    this.#moved = shifted(this.#image, this.#by.right, this.#by.down);
    this.#map = this.#mapOf(this.#moved);
    this.#shownImage.draw(this.#moved.data, this.#moved.shape);
    this.#shownMap.draw(this.#map.data, this.#map.shape, { range: this.#range() });
    this.#point(this.#at.i, this.#at.j);
  }

  #mapOf(image: Tensor): Tensor {
    return underFilter(image, this.#weights, { ...this.#settings, stride: this.#stride });
  }

  /** Shows where a number of the map comes from. @param quietly  without the caption, which is read aloud */
  #point(row: number, column: number, quietly = false): void {
    const [rows, columns] = this.#map.shape;
    const [i, j] = [Math.min(rows - 1, row), Math.min(columns - 1, column)];
    this.#at = { i, j };
    const stride = this.#stride;
    const { border } = conv2dGeometry(this.#moved.shape, {
      filterCount: 1,
      size: [3, 3],
      stride,
      padding: this.#settings.padding ?? "valid",
    });
    const [top, left] = [i * stride - border.top, j * stride - border.left];
    this.#shownMap.pointTo(i, j);
    this.#shownMap.mark({ i, j, h: 1, w: 1 });
    this.#shownImage.mark({ i: top, j: left, h: 3, w: 3 });
    const pixels = this.#weights.map((_, k) => this.#pixel(top + Math.floor(k / 3), left + (k % 3)));
    const value = this.#map.data[i * columns + j];
    this.#sum.replaceChildren(...weightedPixels(this.#weights, pixels), ` = ${fixed(value)}`);
    if (quietly) return;
    this.#caption.textContent = `Row ${i}, column ${j} of the map: ${fixed(value)}. ${this.#aboutFlat()}${this.#aboutMove()}`;
  }

  /** A pixel, or what stands around the image. */
  #pixel(i: number, j: number): number {
    const [h, w] = this.#moved.shape;
    const inside = i >= 0 && i < h && j >= 0 && j < w;
    return inside ? this.#moved.data[i * w + j] : (this.#settings.paddingValue ?? 0);
  }

  #aboutFlat(): string {
    const sum = this.#weights.reduce((all, weight) => all + weight, 0);
    if (Math.abs(sum) < 1e-9) return "The weights sum to 0: flat areas give 0.";
    return `The weights sum to ${written(sum)}: the background, −0.5, gives ${written(sum * -0.5)}.`;
  }

  #aboutMove(): string {
    const { down, right } = this.#by;
    if (down === 0 && right === 0) return "";
    return ` ${movedAlong(this.#mapOf(this.#image), this.#map, this.#by, this.#stride)}`;
  }
}

/** What the reader changes at once. */
interface BenchChange {
  readonly weights?: readonly number[];
  readonly image?: Tensor;
  readonly by?: { readonly down: number; readonly right: number };
  readonly settings?: BenchSettings;
  readonly stride?: number;
}
