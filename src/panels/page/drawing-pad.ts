import { shifted } from "../../data/shifted";
import { reach } from "../../figures/numbers";
import { diverging, greys } from "../../figures/theme";
import { argMax, type Tensor, tensor } from "../../tensor";
import { channelOf, firstMaps } from "../first-maps";
import { type UnpackedNetwork, unpackNetwork } from "../packed-network";
import { asMnist, centred, type Stroke } from "../strokes";
import { probabilityRows } from "./bars";
import { DrawingField, type Tool } from "./drawing-field";
import { drawingPadCss } from "./drawing-pad-css";
import { button, type Choice, captionLine, choice, fixed, make, row, titled } from "./elements";
import { imageChoice, moveButtons } from "./image-controls";
import { Picture } from "./picture";
import { type Data, imagesIn, numbersIn, textsIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { requireStyle } from "./style";

/** How many maps of a layer are shown. */
const mostMaps = 8;
/** Rows and columns from the middle of what the reader covers to its edge: 5 x 5 in all. */
const coverReach = 2;

/** A field to draw into, and what the network answers. */
export function drawDrawingPad(data: Data): readonly Node[] {
  requireStyle(drawingPadCss);
  return new DrawingPad(data).elements;
}

class DrawingPad {
  readonly elements: readonly Node[];
  readonly #network: UnpackedNetwork;
  readonly #shape: readonly number[];
  readonly #field: DrawingField;
  /** A test digit in the field, as long as nobody draws. */
  #digit: Tensor | undefined;
  readonly #digits: Choice<number>;
  #by = { down: 0, right: 0 };
  #isCentred = true;
  readonly #seen = new Picture({ label: "What the network sees", scale: greys, range: [-0.5, 0.5] });
  readonly #maps = make("div", { class: "cnn-maps" });
  readonly #bars: ReturnType<typeof probabilityRows>;
  readonly #caption = captionLine();
  #waits = false;

  constructor(data: Data) {
    const images = imagesIn(data);
    this.#shape = images[0].shape;
    this.#network = unpackNetwork(data.layers);
    const answer = numbersIn(data, "answer");
    const best = argMax(answer);
    requireSameLayers(this.#network.forward(images[0]).data[best], answer[best]);
    this.#bars = probabilityRows(answer.length);
    this.#field = new DrawingField(
      this.#shape,
      () => this.#put(undefined, this.#field.strokes),
      () => this.#soon(),
      (i, j) => this.#cover(i, j),
    );
    this.#digits = imageChoice(images, textsIn(data, "captions", images.length), (image) => this.#put(image));
    this.#digit = images[0];
    this.#compute();
    const seen = titled("the network sees", this.#seen.element, this.#maps);
    const parts = [titled("draw here", this.#field.element), seen, titled("and answers", this.#bars.element)];
    this.elements = [
      make("div", { class: "cnn-parts cnn-pad" }, ...parts),
      this.#caption,
      this.#tools(),
      this.#digits.element,
      make(
        "div",
        { class: "cnn-parts" },
        this.#centring(),
        moveButtons((down, right) => this.#move(down, right)),
      ),
    ];
  }

  #tools(): HTMLElement {
    const tools: readonly (readonly [string, Tool])[] = [
      ["pen", "pen"],
      ["cover", "cover"],
    ];
    const tool = choice<Tool>("tool", tools, (chosen) => {
      this.#field.tool = chosen;
    });
    tool.set("pen");
    const undo = button("undo", () => {
      this.#field.strokes.pop();
      this.#compute();
    });
    return row(
      "tools",
      tool.element,
      undo,
      button("clear", () => this.#put(undefined)),
    );
  }

  #centring(): HTMLElement {
    const options: readonly (readonly [string, boolean])[] = [
      ["fitted and centred, as MNIST", true],
      ["where it is", false],
    ];
    const { element, set } = choice<boolean>("place", options, (chosen) => {
      this.#isCentred = chosen;
      this.#compute();
    });
    set(true);
    return element;
  }

  /** Another digit in the field, or none, with these strokes. */
  #put(digit: Tensor | undefined, strokes: DrawingField["strokes"] = []): void {
    this.#digit = digit;
    if (!digit) this.#digits.set(undefined);
    if (strokes.length === 0) this.#by = { down: 0, right: 0 };
    this.#field.replace(strokes);
    this.#compute();
  }

  #move(down: number, right: number): void {
    this.#by = { down: this.#by.down + down, right: this.#by.right + right };
    for (const stroke of this.#field.strokes) {
      for (const [k, [x, y]] of stroke.entries()) stroke[k] = [x + right, y + down];
    }
    this.#compute();
  }

  /** Puts background over 5 x 5 pixels of a digit. Strokes cannot be covered: they can be undone. */
  #cover(row: number, column: number): void {
    if (!this.#digit) return;
    const [h, w] = this.#shape;
    const covered = tensor([h, w], this.#digit.data.slice());
    const [i, j] = [row - this.#by.down, column - this.#by.right]; // of the digit before it was moved
    for (let y = Math.max(0, i - coverReach); y <= Math.min(h - 1, i + coverReach); y++) {
      covered.data.fill(-0.5, y * w + Math.max(0, j - coverReach), y * w + Math.min(w, j + coverReach + 1));
    }
    this.#digit = covered;
  }

  /** Computes once before the next picture on the screen, however fast the pen is. */
  #soon(): void {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#compute();
    });
  }

  #compute(): void {
    const drawn = this.#digit ? shifted(this.#digit, this.#by.right, this.#by.down) : this.#field.ink;
    this.#field.show(drawn);
    const image = this.#isCentred ? this.#placed(drawn) : drawn;
    this.#seen.draw(image.data, this.#shape);
    this.#showMaps(image);
    const probabilities = this.#network.forward(image).data;
    this.#bars.show(probabilities);
    const isEmpty = drawn.data.every((value) => value === -0.5);
    this.#caption.textContent = `${isEmpty ? "The field is empty, and yet the" : "The"} ${answerOf(probabilities)}${this.#aboutMove()}`;
  }

  /** Strokes alone have any size and are fitted; a digit of MNIST was, and is only centred. */
  #placed(drawn: Tensor): Tensor {
    const strokes: readonly Stroke[] = this.#field.strokes;
    return this.#digit ? centred(drawn) : asMnist(strokes, this.#shape);
  }

  #aboutMove(): string {
    const { down, right } = this.#by;
    if (down === 0 && right === 0) return "";
    const place = `The drawing was moved by ${Math.abs(right)} to the ${right < 0 ? "left" : "right"} and ${Math.abs(down)} ${down < 0 ? "up" : "down"}`;
    return ` ${place}${this.#isCentred ? ", and back by the centring" : ""}.`;
  }

  #showMaps(image: Tensor): void {
    const first = firstMaps(this.#network, image);
    if (!first) return;
    const count = Math.min(mostMaps, first.shape[2]);
    while (this.#pictures.length < count) {
      const label = `Map ${this.#pictures.length + 1} of the first layer`;
      const picture = new Picture({ label, scale: diverging, range: [-1, 1] });
      this.#pictures.push(picture);
      this.#maps.append(picture.element);
    }
    const end = reach(first);
    for (const [f, picture] of this.#pictures.entries()) {
      picture.draw(channelOf(first, f), first.shape, { range: [-end, end] });
    }
  }

  readonly #pictures: Picture[] = [];
}

function answerOf(probabilities: Float64Array): string {
  const classes = Array.from(probabilities, (p, c) => ({ p, c })).sort((a, b) => b.p - a.p);
  const [first, second] = classes.map(({ p, c }) => `${c} (${fixed(100 * p, 1)} %)`);
  return second ? `network answers ${first}, then ${second}.` : `network answers ${first}.`;
}
