import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { formatShape, requireShape, type Tensor, tensor } from "../tensor";
import type { Figure } from "./figure";
import { heatmapGrid } from "./heatmap-grid";
import { reach, rowsOf } from "./numbers";
import { diverging, positive } from "./theme";

/** The options of `featureMaps`. */
export interface FeatureMapsOptions {
  readonly title?: string;
  /** How many side by side. Default: up to 4. */
  readonly columns?: number;
  /** What to write above each map. Default: filter 1, filter 2, … */
  readonly captions?: readonly string[];
}

/**
 * What a layer made of an image, one heatmap for each channel on one scale: blue below zero, orange above. Where no
 * number is negative, as behind ReLU, the scale begins at zero.
 *
 * @param maps     (h, w, f), or (h, w) for a single one; or several of (h, w)
 * @throws {ShapeError} if maps is of another shape, or there is not one caption for each channel
 * @throws {RangeError} if columns is not a whole number >= 1, or an option has another name
 */
export function featureMaps(maps: Tensor | readonly Tensor[], options: FeatureMapsOptions = {}): Figure {
  onlyOptions("featureMaps", options, { title: true, columns: true, captions: true });
  return "shape" in maps ? channelsOf(maps, options) : channelsOf(stacked(maps), options);
}

/** Maps (h, w) as the channels of one volume (h, w, f). */
function stacked(maps: readonly Tensor[]): Tensor {
  if (maps.length === 0) throw new ShapeError("featureMaps: expected at least one map, got none");
  const { shape } = maps[0];
  if (shape.length !== 2) throw new ShapeError(`featureMaps: maps must be (h, w), got ${formatShape(shape)}`);
  for (const [k, map] of maps.entries()) requireShape(`featureMaps: map ${k}`, map, shape);
  const volume = tensor([...shape, maps.length]);
  for (const [f, { data }] of maps.entries()) {
    for (let k = 0; k < data.length; k++) volume.data[k * maps.length + f] = data[k]; // volume[i, j, f]
  }
  return volume;
}

function channelsOf(maps: Tensor, { title = "Feature maps", columns = 4, captions }: FeatureMapsOptions): Figure {
  const [h, w, f = 1] = maps.shape;
  if (!(maps.shape.length === 2 || maps.shape.length === 3) || maps.data.length === 0) {
    throw new ShapeError(`featureMaps: maps must be (h, w, f) or (h, w), got ${formatShape(maps.shape)}`);
  }
  if (captions && captions.length !== f) {
    throw new ShapeError(`featureMaps: captions must be ${f}, one for each channel, got ${captions.length}`);
  }
  const panels = Array.from({ length: f }, (_, channel) => ({
    rows: rowsOf(maps.data, h, w, { start: channel, step: f }), // maps[i, j, channel]
    caption: captions?.[channel] ?? (f > 1 ? `filter ${channel + 1}` : ""),
  }));
  const range = reach(maps);
  const signed = maps.data.some((value) => value < 0);
  return heatmapGrid(panels, {
    title,
    columns: Math.min(wholeNumber("featureMaps: columns", columns), f),
    widest: 280,
    noun: "map",
    of: "numbers",
    least: 120,
    colours: signed ? diverging : positive,
    range: [signed ? -range : 0, range],
    colourBar: true,
  });
}
