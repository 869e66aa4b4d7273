import { onlyOptions, ShapeError } from "../errors";
import { colourAt } from "../figures/colour-at";
import { at, centred, label, tiles } from "../figures/drawing";
import { reach, round, round6 } from "../figures/numbers";
import { svgDocument } from "../figures/svg";
import { diverging } from "../figures/theme";
import { formatShape, requireShape, type Tensor, tensor } from "../tensor";
import { packNumbers } from "./packed";
import { Panel } from "./panel";
import { gradientByLayer, slopePlaces } from "./slope-places";
import { patchAt } from "./under-filter";

/** A filter at work, and what came back for it. */
export interface GradientExample {
  /** (h, w), h, w >= 3; any numbers */
  readonly image: Tensor;
  /** (h - 2, w - 2): the slope of the loss for each number of the filter's map */
  readonly slopes: Tensor;
  /** Nine weights, row by row. */
  readonly filter: ArrayLike<number>;
}

export interface GradientSumOptions {
  /** The filter's next step is this times the gradient. Default 0.005, the article's. */
  readonly learningRate?: number;
}

/**
 * Where a filter's gradient comes from: slope times patch, added place by place.
 *
 *   ∂L/∂filter[di, dj] = Σ_{i, j} slopes[i, j] · image[i + di, j + dj]
 *
 * @param examples  by their names, in the order in which the panel offers them
 * @throws {ShapeError} if shapes do not fit each other, or a filter has not nine weights
 * @throws {RangeError} if there is no example, a value is not finite, or the learning rate is not a positive number
 */
export function gradientSum(
  examples: Readonly<Record<string, GradientExample>>,
  options: GradientSumOptions = {},
): Panel {
  onlyOptions("gradientSum", options, { learningRate: true });
  const { learningRate = 0.005 } = options;
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(`gradientSum: learningRate must be a positive number, got ${learningRate}`);
  const [first] = Object.values(examples);
  if (!first) throw new RangeError("gradientSum: expected at least one example, got none");
  const packed = Object.entries(examples).map(([name, example]) => packExample(name, example));
  const data = { panel: "gradient-sum", learningRate, examples: packed };
  const places = slopePlaces(first.slopes);
  const words = `The pixels under a filter at ${places.length} places, each times the slope there, add up to ${numbersOf(first)}.`;
  return new Panel(data, stillOf(first, words), words);
}

function packExample(name: string, { image, slopes, filter }: GradientExample) {
  const place = `gradientSum: ${name}`;
  const [h = 0, w = 0] = image.shape;
  if (image.shape.length !== 2 || h < 3 || w < 3)
    throw new ShapeError(`${place}: image must be (h >= 3, w >= 3), got ${formatShape(image.shape)}`);
  requireShape(`${place}: slopes`, slopes, [h - 2, w - 2]);
  const weights = Array.from(filter);
  if (weights.length !== 9) throw new ShapeError(`${place}: filter must be nine numbers, got ${weights.length}`);
  const wrong = [...image.data, ...slopes.data, ...weights].find((value) => !Number.isFinite(Math.fround(value)));
  if (wrong !== undefined) throw new RangeError(`${place}: all values must be finite, got ${wrong}`);
  const inPage = ({ shape, data }: Tensor) => tensor(shape, data.map(Math.fround)); // numbers travel in 32 bits
  const total = gradientByLayer(inPage(image), inPage(slopes)).reduce((sum, value) => sum + Math.abs(value), 0);
  return {
    name,
    shape: [h, w],
    image: packNumbers(image.data),
    slopes: packNumbers(slopes.data),
    filter: weights.map(round6),
    total: round6(total),
  };
}

const numbersOf = ({ image, slopes }: GradientExample) =>
  Array.from(gradientByLayer(image, slopes), (value) => String(round(value)).replace("-", "−")).join(", ");

const size = 34; // pixels of a tile
const step = 151; // from one patch to the next
const top = 44;
/** How many patches stand in the still; what is more is named. */
const shown = 4;

function stillOf({ image, slopes }: GradientExample, words: string): string {
  const places = slopePlaces(slopes);
  const gradient = gradientByLayer(image, slopes);
  const patches = places.slice(0, shown);
  const most = reach(slopes);
  const drawn = patches.map((place, k) => {
    const fill = colourAt(diverging, 0.5 + place.slope / most / 4);
    const pixels = patchAt(image, place);
    const nine = tiles(3, 3, size, (i, j) => ({ text: shortly(pixels[i * 3 + j]), fill }));
    return at(2 + k * step, 0, label(1.5 * size, 24, `slope ${shortly(place.slope)} ×`, centred), at(0, top, nine));
  });
  const more = places.length - patches.length;
  const middle = (k: number) => 2 + k * step + 3 * size + (step - 3 * size) / 2;
  const sign = (k: number, text: string) =>
    label(middle(k), top + 1.5 * size + 8, text, { ...centred, "font-size": 22 });
  const signs = patches.map((_, k) => sign(k, k < patches.length - 1 ? "+" : more > 0 ? "+ …" : "="));
  const sumX = 2 + (patches.length + (more > 0 ? 1 : 0)) * step;
  const rest = more > 0 ? label(sumX - step + 1.5 * size, top + 1.5 * size + 5, `${more} more places`, centred) : "";
  const equals = more > 0 ? sign(patches.length, "=") : "";
  const scale = reach(tensor([9], gradient));
  const sum = tiles(3, 3, size, (i, j) => {
    const value = gradient[i * 3 + j];
    return { text: shortly(value), fill: colourAt(diverging, 0.5 + value / scale / 2), bold: true };
  });
  const nine = at(sumX, 0, label(1.5 * size, 24, "∂L/∂filter", centred), at(0, top, sum));
  return svgDocument(sumX + 3 * size + 2, top + 3 * size + 4, words, [...drawn, ...signs, rest, equals, nine].join(""));
}

/** As many digits as a tile holds. */
const shortly = (value: number) => String(Number(value.toPrecision(3)));
