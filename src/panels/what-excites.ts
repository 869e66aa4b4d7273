import type { Dataset } from "../data/dataset";
import { ShapeError } from "../errors";
import type { Network } from "../network/network";
import { formatShape } from "../tensor";
import { requireFit } from "../training/require-fit";
import type { ExcitedFilter, ExcitedLayer } from "./excited";
import { excitedLayers } from "./excited-filters";
import { packInk } from "./packed-ink";
import { Panel } from "./panel";
import { whatExcitesStill } from "./what-excites-still";

/** The numbers of one layer on their way to a page: of each filter, one after the other. */
export interface PackedFilters extends Pick<ExcitedLayer, "at" | "name" | "isRectified"> {
  readonly filters: readonly number[];
  readonly heard: readonly number[];
  /** classes for each filter. */
  readonly counts: readonly number[];
  /** For each image shown: which of the packed ones, then row, column, height and width of what was seen. */
  readonly seen: readonly number[];
  readonly answers: readonly number[];
}

/**
 * What excites the filters of a network: for each the nine images to which it answers most strongly, with what it has
 * seen of each, and the labels of the hundred that excite it most.
 *
 * @param network  any, for images (h, w), whose first layers are the package's
 * @param images   the data set to search, such as all test images
 * @throws {ShapeError} if the images are not (h, w) with sides from 3 to 128, or do not fit the network
 * @throws {RangeError} if there is no image, no layer with filters whose receptive field is known, or an answer that
 *                      is not finite
 */
export function whatExcites(network: Network, images: Dataset): Panel {
  const { imageShape: shape } = images;
  if (shape.length !== 2 || !shape.every((side) => side >= 3 && side <= 128)) {
    throw new ShapeError(`whatExcites: images must be (h, w), h and w 3-128, got ${formatShape(shape)}`);
  }
  if (images.length === 0) throw new RangeError("whatExcites: expected at least one image, got none");
  requireFit("whatExcites", network, images);
  const layers = excitedLayers(network.layers, images);
  if (layers.length === 0) {
    const names = network.layers.map(({ name }) => name).join(", ");
    throw new RangeError(`whatExcites: expected a layer with filters behind layers of the package, got ${names}`);
  }
  const shown = layers.flatMap(({ filters }) => filters.flatMap(({ best }) => best.map(({ image }) => image)));
  const positions = [...new Set(shown)].sort((a, b) => a - b);
  const data = {
    panel: "what-excites",
    shape: [...shape],
    searched: images.length,
    classNames: [...images.classNames],
    positions,
    labels: positions.map((n) => images.label(n)),
    pixels: packInk(
      positions.map((n) => images.pixels(n)),
      [shape[0], shape[1]],
    ),
    layers: layers.map((layer) => packed(layer, positions)),
  };
  return new Panel(data, ...whatExcitesStill(layers, images));
}

function packed({ filters, ...layer }: ExcitedLayer, positions: readonly number[]): PackedFilters {
  const place = new Map(positions.map((n, k) => [n, k]));
  const best = filters.flatMap((one: ExcitedFilter) => one.best);
  return {
    ...layer,
    filters: filters.map(({ filter }) => filter),
    heard: filters.map(({ heard }) => heard),
    counts: filters.flatMap(({ counts }) => counts),
    seen: best.flatMap(({ image, i, j, h, w }) => [place.get(image) ?? 0, i, j, h, w]),
    answers: best.map(({ answer }) => answer),
  };
}
