import type { Tensor } from "../../tensor";
import { type Excited, type ExcitedLayer, mostFilters } from "../excited";
import { unpackInk } from "../packed-ink";
import { type Data, listIn, numberIn, numbersIn, shapeIn, textIn, textsIn, wholeNumbersIn } from "./read-data";

const [mostLayers, mostImages, mostClasses] = [50, 50_000, 100];
/** Of all images, which take 8 bytes each: an empty image of 128 x 128 pixels comes in 5 bytes. */
const mostPixels = 4e7;
/** So many numbers describe an image that a filter has seen: which one, and a row, a column, a height and a width. */
const ofSeen = 5;

/** What the panel that searches a data set for what excites filters was handed. */
export interface ExcitedData {
  /** How many images were searched. */
  readonly searched: number;
  readonly classNames: readonly string[];
  readonly images: readonly Tensor[];
  /** Of each image: its position in the data set, and its class. */
  readonly positions: readonly number[];
  readonly labels: readonly number[];
  readonly layers: readonly ExcitedLayer[];
}

/** @throws {RangeError} if the data are not of that form */
export function excitedDataIn(data: Data): ExcitedData {
  const shape = shapeIn(data);
  const most = Math.min(mostImages, Math.floor(mostPixels / (shape[0] * shape[1])));
  const positions = wholeNumbersIn(data, "positions", [0, Number.MAX_SAFE_INTEGER]);
  if (positions.length < 1 || positions.length > most)
    throw new RangeError(`expected 1 to ${most} images in "positions", got ${positions.length}`);
  const classNames = textsIn(data, "classNames", Math.min(mostClasses, lengthOf(data.classNames)));
  const labels = wholeNumbersIn(data, "labels", [0, classNames.length - 1], positions.length);
  const images = unpackInk(textIn(data, "pixels"), shape, positions.length);
  const layers = listIn(data, "layers", mostLayers).map((layer) => layerIn(layer, shape, images.length, classNames));
  const searched = numberIn(data, "searched", [1, Number.MAX_SAFE_INTEGER]);
  return { searched, classNames, images, positions, labels, layers };
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

function layerIn(
  data: Data,
  [h, w]: readonly [number, number],
  imageCount: number,
  classNames: readonly string[],
): ExcitedLayer {
  const filters = wholeNumbersIn(data, "filters", [0, 1e6]);
  if (filters.length < 1 || filters.length > mostFilters)
    throw new RangeError(`expected 1 to ${mostFilters} filters of a layer, got ${filters.length}`);
  const answers = numbersIn(data, "answers");
  const each = answers.length / filters.length;
  if (!Number.isInteger(each) || each < 1)
    throw new RangeError(`expected as many answers of each filter, got ${answers.length}`);
  const seen = wholeNumbersIn(data, "seen", [0, Number.MAX_SAFE_INTEGER], ofSeen * answers.length);
  const all = answers.map((answer, k): Excited => {
    const [image, i, j, high, wide] = seen.slice(k * ofSeen, (k + 1) * ofSeen);
    const isThere = image < imageCount && high >= 1 && wide >= 1 && i + high <= h && j + wide <= w;
    if (!isThere) throw new RangeError(`expected parts of the images in "seen", got ${[image, i, j, high, wide]}`);
    return { image, answer, i, j, h: high, w: wide };
  });
  const heard = numbersIn(data, "heard", filters.length);
  const counts = numbersIn(data, "counts", filters.length * classNames.length);
  return {
    at: numberIn(data, "at", [0, 1e6]),
    name: textIn(data, "name").slice(0, 40),
    isRectified: data.isRectified === true,
    filters: filters.map((filter, k) => ({
      filter,
      best: all.slice(k * each, (k + 1) * each),
      counts: counts.slice(k * classNames.length, (k + 1) * classNames.length),
      heard: heard[k],
    })),
  };
}
