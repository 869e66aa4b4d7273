import { reach } from "../../figures/numbers";
import { diverging, greys } from "../../figures/theme";
import { type Tensor, tensor } from "../../tensor";
import { unpackNumbers } from "../packed";
import { gradientByLayer, mostPlaces, type SlopePlace, slopePlaces } from "../slope-places";
import { patchAt } from "../under-filter";
import { decimalsFor } from "./decimals";
import { captionLine, choice, make, titled, written } from "./elements";
import { listed, nineNumbers } from "./nine-numbers";
import { Picture } from "./picture";
import { player } from "./play";
import { range } from "./range";
import { type Data, listIn, numberIn, numbersIn, shapeIn, textIn } from "./read-data";
import { requireSameLayers } from "./same-layers";

interface Example {
  readonly name: string;
  readonly image: Tensor;
  readonly slopes: Tensor;
  readonly filter: readonly number[];
  readonly gradient: Float64Array;
  readonly places: readonly SlopePlace[];
  /** How many times something is added: each place once, or the strongest one by one and then all others. */
  readonly steps: number;
}

/** The sum that is a filter's gradient, place by place. */
export function drawGradientSum(data: Data): readonly Node[] {
  return new GradientSum(data).elements;
}

function exampleOf(data: Data): Example {
  const [h, w] = shapeIn(data);
  const image = tensor([h, w], unpackNumbers(textIn(data, "image"), h * w));
  const slopes = tensor([h - 2, w - 2], unpackNumbers(textIn(data, "slopes"), (h - 2) * (w - 2)));
  if (![...image.data, ...slopes.data].every(Number.isFinite)) throw new RangeError("expected finite numbers");
  const gradient = gradientByLayer(image, slopes);
  const total = gradient.reduce((sum, value) => sum + Math.abs(value), 0);
  requireSameLayers(total, numberIn(data, "total", [0, Number.MAX_VALUE]));
  const places = slopePlaces(slopes);
  const steps = Math.min(places.length, mostPlaces + 1);
  return { name: textIn(data, "name"), image, slopes, filter: numbersIn(data, "filter", 9), gradient, places, steps };
}

class GradientSum {
  readonly elements: readonly Node[];
  readonly #learningRate: number;
  #example: Example;
  readonly #image = new Picture({ label: "The image", scale: greys, range: [-0.5, 0.5] });
  readonly #slopes = new Picture({ label: "The slopes", scale: diverging, range: [-1, 1] });
  readonly #added = nineNumbers();
  readonly #sum = nineNumbers("added up so far");
  readonly #filter = nineNumbers("the filter");
  readonly #step = nineNumbers();
  readonly #next = nineNumbers("the filter after the step");
  readonly #update = make("div", { class: "cnn-parts cnn-sums" });
  readonly #caption = captionLine();

  constructor(data: Data) {
    this.#learningRate = numberIn(data, "learningRate", [0, Number.MAX_VALUE]);
    const examples = listIn(data, "examples", 20).map(exampleOf);
    [this.#example] = examples;
    const options = examples.map((example) => [example.name, example] as const);
    const chosen = choice("example", options, (example) => this.#take(example));
    chosen.set(this.#example);
    chosen.element.hidden = examples.length < 2;
    this.#update.append(this.#filter.element, this.#step.element, this.#next.element);
    this.elements = [
      chosen.element,
      make(
        "div",
        { class: "cnn-parts cnn-sums" },
        titled("image", this.#image.element),
        titled("slopes", this.#slopes.element),
        this.#added.element,
        this.#sum.element,
      ),
      this.#caption,
      make("div", { class: "cnn-parts" }, this.#playing.element, this.#place.element),
      this.#update,
    ];
    this.#take(this.#example);
  }

  readonly #place = range(
    "places added",
    [0, 1, 1],
    (k) => `${k} of ${this.#example.steps}`,
    (k) => {
      this.#playing.stop();
      this.#show(k);
    },
  );

  readonly #playing = player(
    "add up",
    () => this.#example.steps + 1,
    (k, last) => {
      // Screen readers read where it ends, not each place on the way.
      this.#caption.setAttribute("aria-live", last ? "polite" : "off");
      this.#place.set(k);
      this.#show(k);
    },
    600,
  );

  #take(example: Example): void {
    this.#playing.stop();
    this.#example = example;
    const { image, slopes } = example;
    this.#image.draw(image.data, image.shape, { range: [Math.min(...image.data), Math.max(...image.data)] });
    this.#slopes.draw(slopes.data, slopes.shape, { range: [-reach(slopes), reach(slopes)] });
    const first = Math.min(1, example.steps);
    this.#place.limit(0, example.steps);
    this.#place.set(first);
    this.#show(first);
  }

  /** Shows the sum after so many steps, and what the last of them added. */
  #show(count: number): void {
    const { image, places, steps, filter, gradient } = this.#example;
    const isRest = count > mostPlaces;
    const place = count > 0 && !isRest ? places[count - 1] : undefined;
    this.#image.mark(place && { ...place, h: 3, w: 3 });
    this.#slopes.mark(place && { i: place.i, j: place.j, h: 1, w: 1 });
    const sum = this.#sumOf(places.slice(0, isRest ? places.length : count));
    if (place) this.#added.show(patchAt(image, place), `slope ${slopeOf(place)} ×`);
    else if (isRest) this.#added.show(this.#sumOf(places.slice(mostPlaces)), "all other places");
    else this.#added.show(new Float64Array(9), "no place yet");
    this.#sum.show(sum);
    const isWhole = count === steps;
    this.#update.hidden = !isWhole;
    this.#filter.show(filter);
    this.#step.show(
      gradient.map((value) => -this.#learningRate * value),
      `− ${written(this.#learningRate, 6)} × the sum`,
    );
    this.#next.show(filter.map((weight, k) => weight - this.#learningRate * gradient[k]));
    this.#caption.textContent = `${this.#aboutStep(count, place)}${isWhole ? this.#aboutEnd(sum) : ""}`;
  }

  #sumOf(places: readonly SlopePlace[]): Float64Array {
    const sum = new Float64Array(9);
    for (const place of places) {
      for (const [k, pixel] of patchAt(this.#example.image, place).entries()) sum[k] += place.slope * pixel;
    }
    return sum;
  }

  #aboutStep(count: number, place: SlopePlace | undefined): string {
    const { places, slopes } = this.#example;
    const withSlope = `${places.length} of ${slopes.data.length} places have a slope that is not 0`;
    if (places.length === 0) return "No place has a slope that is not 0: nothing is added.";
    if (count === 0) return `Nothing is added yet: ${withSlope}.`;
    if (!place) return `The other ${places.length - mostPlaces} places that have a slope, added at once.`;
    const which = `Place ${count} of ${places.length}, row ${place.i}, column ${place.j}`;
    return `${which}: slope ${slopeOf(place)} × the pixels under the filter, added.${count === 1 ? ` ${withSlope}.` : ""}`;
  }

  /** What the layer says to the sum: it adds in another order, and may differ in the last digits. */
  #aboutEnd(sum: Float64Array): string {
    const { gradient } = this.#example;
    const isSame = sum.every((value, k) => Math.abs(value - gradient[k]) <= 1e-9 * (1 + Math.abs(value)));
    const layer = isSame ? "The layer's backward gives the same nine numbers" : "The layer's backward gives others";
    return ` ${layer}: ${listed(gradient)}.`;
  }
}

const slopeOf = ({ slope }: SlopePlace) => written(slope, decimalsFor(Math.abs(slope)));
