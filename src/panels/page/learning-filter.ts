import { reach } from "../../figures/numbers";
import { diverging, greys } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { comparedSteps, FilterLearning } from "../filter-learning";
import { button, captionLine, choice, copyAsCode, make, titled, written } from "./elements";
import { lossCurve } from "./loss-curve";
import { nineNumbers } from "./nine-numbers";
import { Picture } from "./picture";
import { player } from "./play";
import { range } from "./range";
import { type Data, imagesIn, numberIn, numbersIn, textsIn } from "./read-data";
import { requireSameLayers } from "./same-layers";

const rates = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
/** So many steps are learned at a press. */
const stepsAPress = 1000;
/** More are of no use to anybody. */
const mostSteps = 10_000;

/** A filter that learns to give another one's map. */
export function drawLearningFilter(data: Data): readonly Node[] {
  return new LearningFilter(data).elements;
}

class LearningFilter {
  readonly elements: readonly Node[];
  readonly #target: readonly number[];
  readonly #start: readonly number[];
  #learningRate: number;
  #image: Tensor;
  #caption = "";
  #learning: FilterLearning;
  readonly #shownImage = new Picture({ label: "The image", scale: greys, range: [-0.5, 0.5] });
  readonly #wanted = new Picture({ label: "The map that it should give", scale: diverging, range: [-1, 1] });
  readonly #map = new Picture({ label: "The map that it gives", scale: diverging, range: [-1, 1] });
  readonly #weights = nineNumbers("weights → to be learned");
  readonly #curve = lossCurve("loss, a tenth from line to line");
  readonly #says = captionLine();

  constructor(data: Data) {
    const images = imagesIn(data);
    const captions = textsIn(data, "captions", images.length);
    this.#target = numbersIn(data, "target", 9);
    this.#start = numbersIn(data, "start", 9);
    this.#learningRate = numberIn(data, "learningRate", [0, Number.MAX_VALUE]);
    [this.#image] = images;
    this.#learning = this.#afresh();
    this.#learning.learn(comparedSteps, this.#learningRate);
    requireSameLayers(this.#learning.loss, numberIn(data, "loss", [0, Number.MAX_VALUE]));
    const teacher = choice(
      "learns from",
      captions.map((caption, k) => [caption, k] as const),
      (k) => this.#take(images[k], captions[k]),
    );
    teacher.set(0);
    this.elements = [
      make(
        "div",
        { class: "cnn-parts cnn-sums" },
        titled("image", this.#shownImage.element),
        titled("map that it should give", this.#wanted.element),
        titled("map that it gives", this.#map.element),
        this.#weights.element,
        this.#curve.element,
      ),
      this.#says,
      make("div", { class: "cnn-parts" }, this.#buttons(), this.#rate()),
      teacher.element,
      copyAsCode(
        () => `const filter = [${Array.from(this.#learning.weights, (w) => Number(w.toFixed(4))).join(", ")}];`,
      ),
    ];
    this.#take(this.#image, captions[0]);
  }

  #buttons(): HTMLElement {
    const once = button("one step", () => {
      this.#playing.stop();
      this.#learning.learn(1, this.#learningRate);
      this.#draw();
    });
    const again = button("start again", () => this.#take(this.#image, this.#caption));
    return make("div", { class: "cnn-row" }, this.#playing.element, once, again);
  }

  #rate(): HTMLElement {
    const all = [...new Set([...rates, this.#learningRate])].sort((a, b) => a - b);
    const { element, set } = range(
      "learning rate",
      [0, all.length - 1, 1],
      (k) => written(all[k], 4),
      (k) => {
        this.#learningRate = all[k];
      },
    );
    set(all.indexOf(this.#learningRate));
    return element;
  }

  #goal = 0;

  /** The more steps were done, the more are done before the next picture: the first ones change most. */
  readonly #playing = player(
    "learn",
    () => {
      if (this.#learning.hasDiverged || this.#learning.steps >= mostSteps) this.#learning = this.#afresh();
      this.#goal = this.#learning.steps + stepsAPress;
      return Infinity;
    },
    (_, last) => {
      const { steps } = this.#learning;
      if (!last) this.#learning.learn(Math.min(this.#goal - steps, 1 + Math.floor(steps / 10)), this.#learningRate);
      this.#draw(last);
      if (!last && (this.#learning.hasDiverged || this.#learning.steps >= this.#goal)) this.#playing.stop();
    },
    50,
  );

  #afresh(): FilterLearning {
    return new FilterLearning(this.#image, this.#target, this.#start);
  }

  #take(image: Tensor, caption: string): void {
    this.#playing.stop();
    [this.#image, this.#caption] = [image, caption];
    this.#learning = this.#afresh();
    this.#shownImage.draw(image.data, image.shape);
    this.#draw();
  }

  /** @param aloud  whether the caption is read to those who do not see it */
  #draw(aloud = true): void {
    const { wanted, map, weights, losses } = this.#learning;
    const most = reach(wanted);
    this.#wanted.draw(wanted.data, wanted.shape, { range: [-most, most] });
    this.#map.draw(map.data, map.shape, { range: [-most, most] });
    this.#weights.show(weights, undefined, this.#target);
    this.#curve.show(losses);
    this.#says.setAttribute("aria-live", aloud ? "polite" : "off");
    this.#says.textContent = `${this.#aboutSteps()}${this.#aboutEnd()}`;
  }

  #aboutSteps(): string {
    const { steps, loss, furthest } = this.#learning;
    const count = steps === 1 ? "1 step" : `${steps} steps`;
    return `After ${count} on ${this.#caption}: loss ${twoDigits(loss)}; the weight that is furthest off is off by ${twoDigits(furthest)}.`;
  }

  #aboutEnd(): string {
    const { hasDiverged, weights } = this.#learning;
    if (hasDiverged) return " The loss is ten thousand times what it was: this rate is too large for this image.";
    if (!this.#image.data.every((value) => value === this.#image.data[0])) return "";
    const sum = (values: ArrayLike<number>) => written(Array.from(values).reduce((all, value) => all + value, 0));
    return ` All pixels are equal, so only the sum of the weights can be learned: it is ${sum(weights)}, to be ${sum(this.#target)}.`;
  }
}

function twoDigits(value: number): string {
  if (value > 0 && value < 1e-4) return "less than 0.0001";
  return Number.isFinite(value) ? written(Number(value.toPrecision(2)), 6) : "beyond all numbers";
}
