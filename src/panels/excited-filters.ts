import type { Dataset } from "../data/dataset";
import { round } from "../figures/numbers";
import type { Layer } from "../layers/layer";
import { ReLU } from "../layers/relu";
import { type Tensor, tensor } from "../tensor";
import {
  countedImages,
  type Excited,
  type ExcitedFilter,
  type ExcitedLayer,
  mostFilters,
  shownImages,
} from "./excited";
import { gridOf, placeAt } from "./grid";
import { fieldsOf } from "./receptive-field";
import { mapsOf, strongestAnswers } from "./strongest-answers";

/**
 * What excites the filters of each layer whose field in the image is known. Of a layer with more than `mostFilters`,
 * those with the strongest answers.
 */
export function excitedLayers(layers: readonly Layer[], images: Dataset): ExcitedLayer[] {
  const shapes = [images.imageShape as readonly number[]];
  for (const layer of layers) shapes.push(layer.forward(tensor(shapes[shapes.length - 1])).shape);
  return layers.flatMap((layer, at) => {
    const upTo = layers.slice(0, at + 1);
    const [known] = fieldsOf(upTo, shapes, { f: 0, i: 0, j: 0 });
    if (!known || !Object.hasOwn(layer.parameters, "filters") || shapes[at + 1].length !== 3) return [];
    const isRectified = layers[at + 1] instanceof ReLU;
    return [{ at, name: layer.name, isRectified, filters: excitedFilters(upTo, shapes, images) }];
  });
}

function excitedFilters(
  layers: readonly Layer[],
  shapes: readonly (readonly number[])[],
  images: Dataset,
): ExcitedFilter[] {
  const answers = strongestAnswers(layers, images);
  const [, , count] = shapes[layers.length];
  const answer = (n: number, f: number) => answers[n * count + f];
  const ranked = Array.from({ length: count }, (_, f) => ({ f, order: firstOf(columnOf(answers, f, count)) }));
  const strongest = [...ranked].sort((a, b) => answer(b.order[0], b.f) - answer(a.order[0], a.f) || a.f - b.f);
  const chosen = strongest.slice(0, mostFilters).sort((a, b) => a.f - b.f);
  const maps = new Map<number, Tensor>();
  const mapsFor = (n: number): Tensor => {
    const known = maps.get(n) ?? mapsOf(layers, images.image(n));
    maps.set(n, known);
    return known;
  };
  return chosen.map(({ f, order }) => {
    const counts = images.classNames.map(() => 0);
    for (const n of order) counts[images.label(n)]++;
    const heard = columnOf(answers, f, count).reduce((sum, value) => sum + Number(value > 0), 0);
    const best = order
      .slice(0, shownImages)
      .map((n) => ({ image: n, ...strongestPlace(layers, shapes, mapsFor(n), f) }));
    return { filter: f, best, counts, heard };
  });
}

/** What filter f of so many answers to each image. */
const columnOf = (answers: Float64Array, f: number, count: number): Float64Array =>
  Float64Array.from({ length: answers.length / count }, (_, n) => answers[n * count + f]);

/** The positions of the largest numbers, the largest first; where two are alike, the one that comes first. */
function firstOf(values: Float64Array): number[] {
  const least = values.slice().sort()[Math.max(0, values.length - countedImages)];
  const among = [...values.keys()].filter((n) => values[n] >= least);
  return among.sort((a, b) => values[b] - values[a] || a - b).slice(0, countedImages);
}

/** Where a filter answers most strongly to an image: the number, and what it has seen. */
function strongestPlace(
  layers: readonly Layer[],
  shapes: readonly (readonly number[])[],
  { shape, data }: Tensor,
  f: number,
): Omit<Excited, "image"> {
  const [, , count] = shape;
  let best = f;
  for (let k = f; k < data.length; k += count) if (data[k] > data[best]) best = k;
  const [seen] = fieldsOf(layers, shapes, placeAt(gridOf(shape), best));
  const { i, j, h, w } = seen ?? { i: 0, j: 0, h: 0, w: 0 };
  return { answer: round(data[best]), i, j, h, w };
}
