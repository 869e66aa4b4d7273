import type { Layer } from "../../layers/layer";
import { Softmax } from "../../layers/softmax";
import type { Tensor } from "../../tensor";
import { beginAt } from "../begin-at";
import { flatAt, gridOf, nameOf, type Place, placeAt } from "../grid";
import { type Origin, originOf } from "../origin";
import { passThrough, printOf, type Stage, unpackStages } from "../packed-stages";
import { fieldsOf } from "../receptive-field";
import { button, type Choice, captionLine, choice, copyAsCode, fixed, make, row, titled } from "./elements";
import { originView } from "./origin-view";
import { type Data, imagesIn, numbersIn, textsIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { type StageView, stageView } from "./stage-view";
import { strongestMaps } from "./strongest-maps";
import { requireStyle } from "./style";
import { whereFromCss } from "./where-from-css";

/** All numbers of a network on its way from an image to an answer, and where each comes from. */
export function drawWhereFrom(data: Data): readonly Node[] {
  requireStyle(whereFromCss);
  return new WhereFrom(data).elements;
}

class WhereFrom {
  readonly elements: readonly Node[];
  readonly #images: readonly Tensor[];
  readonly #captions: readonly string[];
  readonly #stages: readonly Stage[];
  readonly #layers: readonly (Layer | undefined)[];
  /** The image, then what each layer makes of it. */
  #tensors: readonly Tensor[];
  readonly #views: readonly StageView[];
  readonly #parts: readonly HTMLElement[];
  #which = 0;
  #at: { readonly n: number; readonly place: Place };
  #isHeld = false;
  #waits = false;
  readonly #tabs: Choice<number>;
  readonly #caption = captionLine();
  readonly #name = make("span", { "aria-live": "polite" });
  readonly #detail = make("div", { class: "cnn-origin" });

  constructor(data: Data) {
    this.#images = imagesIn(data);
    this.#captions = textsIn(data, "captions", this.#images.length);
    this.#stages = unpackStages(data.layers, this.#images.length);
    this.#layers = this.#stages.map(({ layer }) => layer);
    this.#tensors = passThrough(this.#stages, this.#images[0], 0);
    const prints = numbersIn(data, "prints", this.#stages.length);
    for (const [n, print] of prints.entries()) requireSameLayers(printOf(this.#tensors[n + 1]), print);
    this.#views = this.#tensors.map(({ shape }, n) => {
      const point = (place: Place, isHeld: boolean) => this.#point(n, place, isHeld);
      return stageView(this.#layers[n - 1], { shape, title: this.#titleOf(n), isImage: n === 0 }, point);
    });
    this.#parts = this.#views.map(({ element }, n) => {
      const part = titled(this.#titleOf(n), element);
      part.classList.add(n === 0 ? "cnn-first" : "cnn-stage");
      return part;
    });
    this.#tabs = this.#layerTabs();
    this.#at = beginAt(this.#layers, this.#tensors);
    this.#open(this.#at.n);
    this.#draw();
    this.elements = [
      ...this.#turning(),
      this.#tabs.element,
      make("div", { class: "cnn-stages" }, ...this.#parts),
      this.#caption,
      this.#detail,
      copyAsCode(() => this.#code()),
    ];
  }

  #layerTabs(): Choice<number> {
    const names = this.#stages.map(({ name }, n) => [`${n + 1} ${name}`, n + 1] as const);
    const tabs = choice<number>("layer", names, (n) => this.#open(n));
    tabs.element.classList.add("cnn-tabs");
    return tabs;
  }

  #titleOf(n: number): string {
    const shape = this.#tensors[n].shape.join(" × ");
    return `${n === 0 ? "image" : `${n} ${this.#stages[n - 1].name}`}\n${shape}`;
  }

  #turning(): Node[] {
    if (this.#images.length < 2) return [];
    const turns = [button("← previous", () => this.#turn(-1)), button("next →", () => this.#turn(1))];
    return [row("image", ...turns, this.#name)];
  }

  #turn(by: number): void {
    const count = this.#images.length;
    this.#which = (this.#which + by + count) % count;
    this.#tensors = passThrough(this.#stages, this.#images[this.#which], this.#which);
    this.#draw();
  }

  #draw(): void {
    const [count, caption] = [this.#images.length, this.#captions[this.#which]];
    this.#name.textContent = `image ${this.#which + 1} of ${count}: ${caption}`;
    for (const [n, view] of this.#views.entries()) view.draw(this.#tensors[n]);
    this.#show();
  }

  /** The mouse over a number shows it, as long as none is held; a click holds one, another on it lets go. */
  #point(n: number, place: Place, isHeld: boolean): void {
    if (this.#isHeld && !isHeld) return;
    const at = this.#at;
    const isSame = at.n === n && at.place.f === place.f && at.place.i === place.i && at.place.j === place.j;
    if (isSame && !isHeld) return;
    this.#isHeld = isHeld && !(isSame && this.#isHeld);
    this.#at = { n, place };
    if (n > 0) this.#open(n);
    this.#soon();
  }

  /** On a narrow page one layer is seen at a time; the number asked about stays, and its field is seen there. */
  #open(n: number): void {
    this.#tabs.set(n);
    for (const [m, part] of this.#parts.entries()) part.classList.toggle("cnn-open", m === n);
  }

  #soon(): void {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#show();
    });
  }

  #show(): void {
    const { n, place } = this.#at;
    const output = this.#tensors[n];
    const k = flatAt(gridOf(output.shape), place);
    const shapes = this.#tensors.map(({ shape }) => shape);
    const fields = fieldsOf(this.#layers.slice(0, n), shapes, place);
    const layer = this.#layers[n - 1];
    const origin = layer && originOf(layer, this.#tensors[n - 1], k);
    for (const [m, view] of this.#views.entries()) {
      const maps = m === n - 1 && origin ? strongestMaps(origin, this.#tensors[m]) : [];
      view.mark({ field: fields[m], at: m === n ? place : undefined, maps });
    }
    this.#caption.textContent = this.#captionOf(n, place, fields[0]);
    this.#detail.replaceChildren(...this.#detailOf(n, k, origin));
  }

  #captionOf(n: number, place: Place, seen: { h: number; w: number } | undefined): string {
    const { shape, data } = this.#tensors[n];
    const grid = gridOf(shape);
    const value = data[flatAt(grid, place)];
    const layer = n === 0 ? "The image" : `Layer ${n}, ${this.#stages[n - 1].name}`;
    const number = `${layer}, ${nameOf(grid, place)}: ${fixed(value, this.#layers[n - 1] instanceof Softmax ? 4 : 2)}.`;
    return `${number}${this.#aboutField(n, seen)}${this.#isHeld ? " Pinned: a click on it lets go." : ""}`;
  }

  #aboutField(n: number, seen: { h: number; w: number } | undefined): string {
    if (n === 0) return "";
    if (seen) return ` It has seen ${seen.h} × ${seen.w} pixels of the image.`;
    const own = this.#layers.lastIndexOf(undefined, n - 1);
    return ` What it has seen is followed back to ${this.#stages[own].name}, a layer of your own, and no further.`;
  }

  #detailOf(n: number, k: number, origin: Origin | undefined): Node[] {
    if (n === 0) return [];
    if (!origin) {
      const words =
        "A layer of your own: the page has its numbers, but not its code, which would say where they come from.";
      return [make("p", {}, words)];
    }
    const [input, output] = [this.#tensors[n - 1], this.#tensors[n]];
    const go = (at: number) => {
      this.#isHeld = false;
      this.#point(n - 1, placeAt(gridOf(input.shape), at), true);
      // The button that had the focus goes away: arrow keys go on from the number.
      this.#views[n - 1].element.focus({ preventScroll: true });
    };
    return originView(origin, { input, isImage: n === 1, output, k, go });
  }

  #code(): string {
    const { n, place } = this.#at;
    const k = flatAt(gridOf(this.#tensors[n].shape), place);
    const numbers = `network.layers.slice(0, ${n}).reduce((x, layer) => layer.forward(x), image)`;
    return `const asked = (image: Tensor) => ${numbers}.data[${k}];`;
  }
}
