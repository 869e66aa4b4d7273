import { onlyOptions, ShapeError } from "../errors";
import { formatShape, requireShape, type Tensor } from "../tensor";
import type { Figure } from "./figure";
import { heatmapGrid, type Panel } from "./heatmap-grid";
import { reach, rowsOf } from "./numbers";
import { diverging } from "./theme";

/**
 * The weights of 3 x 3 filters: blue below zero, orange above, the number on each cell.
 *
 * @param filters  (f, 3, 3), f >= 1
 * @param options  title; before: (f, 3, 3), the same filters at an earlier time, drawn above them on the same scale.
 *                 Training changes a network's own tensor, so keep a copy of it before:
 *                 `tensor(conv.filters.shape, conv.filters.data.slice())`
 * @throws {ShapeError} if filters is of another shape, or before of another than filters
 * @throws {RangeError} if an option has another name
 */
export function filterWeights(filters: Tensor, options: { title?: string; before?: Tensor } = {}): Figure {
  onlyOptions("filterWeights", options, { title: true, before: true });
  const { title, before } = options;
  const [count, ...size] = filters.shape;
  if (!(count >= 1) || size.join() !== "3,3") {
    throw new ShapeError(`filterWeights: filters must be (f >= 1, 3, 3), got ${formatShape(filters.shape)}`);
  }
  if (before) requireShape("filterWeights: before", before, filters.shape);
  const columns = Math.min(count, before ? 8 : 4);
  const range = before ? reach(filters, before) : reach(filters);
  return heatmapGrid(before ? interleaved(before, filters, columns) : panelsOf(filters), {
    title: title ?? (before ? "Filter weights before and after" : "Filter weights"),
    columns,
    widest: 180,
    noun: "filter",
    of: "weights",
    least: 84,
    colours: diverging,
    range: [-range, range],
    colourBar: true,
    numbers: true,
    ...(before && { inPairs: pairs(count, columns) }),
  });
}

function panelsOf({ shape, data }: Tensor, when?: string): Panel[] {
  return Array.from({ length: shape[0] }, (_, f) => ({
    rows: rowsOf(data, 3, 3, { start: f * 9 }), // filters[f, 0, 0]
    caption: when ? `${f + 1} ${when}` : `filter ${f + 1}`,
  }));
}

/** Where the panels of `interleaved` are, those of a filter side by side. */
function pairs(count: number, columns: number): number[] {
  return Array.from({ length: count }, (_, f) => {
    const start = f - (f % columns); // the first filter of its row
    return [start + f, start + f + Math.min(columns, count - start)];
  }).flat();
}

/** A grid row of the filters before, then the same filters after, and so on. */
function interleaved(before: Tensor, after: Tensor, columns: number) {
  const earlier = panelsOf(before, "before");
  const later = panelsOf(after, "after");
  const panels: (Panel | undefined)[] = [];
  for (let f = 0; f < later.length; f += columns) {
    for (const all of [earlier, later]) {
      const row = all.slice(f, f + columns);
      panels.push(...row, ...new Array<undefined>(columns - row.length));
    }
  }
  return panels;
}
