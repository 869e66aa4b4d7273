import { ShapeError, wholeNumber } from "../errors";
import { formatShape, type Tensor } from "../tensor";
import { reach, rowsOf } from "./channels";
import type { Figure } from "./figure";
import { panelGrid } from "./panel-grid";
import { diverging } from "./theme";

export interface FeatureMapsOptions {
  readonly title?: string;
  /** How many side by side. Default: up to 4. */
  readonly columns?: number;
  /** What to write above each map. Default: filter 1, filter 2, … */
  readonly captions?: readonly string[];
}

/**
 * What a layer made of an image, one heatmap for each channel on one scale: blue below zero, orange above.
 *
 * @param maps     (h, w, f), or (h, w) for a single one
 * @throws {ShapeError} if maps is of another shape, or there is not one caption for each channel
 */
export function featureMaps(
  maps: Tensor,
  { title = "Feature maps", columns = 4, captions }: FeatureMapsOptions = {},
): Figure {
  const [h, w, f = 1] = maps.shape;
  if (!(maps.shape.length === 2 || maps.shape.length === 3) || maps.data.length === 0) {
    throw new ShapeError(
      `featureMaps: maps must be (h, w, f) or (h, w), got ${formatShape(maps.shape)}`,
    );
  }
  if (captions && captions.length !== f) {
    throw new ShapeError(
      `featureMaps: captions must be ${f}, one for each channel, got ${captions.length}`,
    );
  }
  const panels = Array.from({ length: f }, (_, channel) => ({
    rows: rowsOf(maps.data, h, w, { start: channel, step: f }), // maps[i, j, channel]
    caption: captions?.[channel] ?? (f > 1 ? `filter ${channel + 1}` : ""),
  }));
  const range = reach(maps);
  return panelGrid(panels, {
    title,
    columns: Math.min(wholeNumber("featureMaps: columns", columns), f),
    widest: 280,
    colours: diverging,
    range: [-range, range],
    colourBar: true,
  });
}
