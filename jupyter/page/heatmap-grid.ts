import type { FigureJson, GridMeta, Trace } from "./figure-json";

const smallestNumber = 22; // pixels of a cell below which its number is left out

/**
 * How many of `count` panels stand side by side, each at least as wide as it may be: as many as were asked for, or else a
 * divisor of that, if one is near. A single row is broken into rows of one length; pairs stay together.
 *
 * @param inner  the width that the panels have, in pixels
 */
function columnsFor(inner: number, count: number, { columns, least, gap }: GridMeta, inPairs = false): number {
  const fitting = Math.max(1, Math.min(columns, Math.floor((inner + gap) / (least + gap))));
  if (fitting === columns) return columns;
  if (inPairs) return Math.max(2, fitting - (fitting % 2));
  if (count <= columns) return Math.ceil(count / Math.ceil(count / fitting));
  for (let divisor = fitting; divisor >= 0.75 * fitting; divisor--) {
    if (columns % divisor === 0) return divisor;
  }
  return fitting;
}

/**
 * A grid of small heatmaps, laid out again for a page that is `width` pixels wide: fewer panels side by side where there is
 * less room, as high as they come out, and no numbers in cells that are too small for them.
 */
export function gridFitted(figure: FigureJson, grid: GridMeta, width: number): FigureJson {
  const { margin = { l: 8, r: 8, t: 8, b: 8 }, meta, shapes = [], annotations = [] } = figure.layout;
  const inner = width - margin.l - margin.r;
  const columns = columnsFor(inner, figure.data.length, grid, meta?.inPairs !== undefined);
  const { gap, caption, widest } = grid;
  const [h, w] = grid.size;
  const pixels = Math.min(widest, (inner - (columns - 1) * gap) / columns) / w;
  const order = (columns < grid.columns && meta?.inPairs) || figure.data.map((_, k) => k);
  const left = (place: number) => (place % columns) * (w + gap / pixels);
  const top = (place: number) => Math.floor(place / columns) * (h + (caption + gap) / pixels) + caption / pixels;
  const corners = order.map((_, place) => ({ x: left(place), y: top(place) }));
  const rows = Math.ceil(order.length / columns);
  const size = { x: columns * (w + gap / pixels) - gap / pixels, y: top((rows - 1) * columns) + h };
  const captionOf = captionsByPanel(figure);
  return {
    ...figure,
    data: order.map((panel, place) => panelAt(figure.data[panel]!, corners[place]!, pixels)),
    layout: {
      ...figure.layout,
      height: Math.round(margin.t + size.y * pixels + margin.b),
      xaxis: { ...figure.layout.xaxis, range: [0, size.x] },
      yaxis: { ...figure.layout.yaxis, range: [size.y, 0] },
      shapes: order.map((panel, place) => {
        const { x, y } = corners[place]!;
        return { ...shapes[panel], x0: x, y0: y, x1: x + w, y1: y + h };
      }),
      annotations: order.flatMap((panel, place) => {
        const annotation = annotations[captionOf.get(panel) ?? -1];
        return annotation ? [{ ...annotation, ...corners[place] }] : [];
      }),
    },
  };
}

/** @returns the number of each panel's caption, by the number of the panel: both begin at the panel's corner */
function captionsByPanel({ data, layout: { annotations = [] } }: FigureJson): Map<number, number> {
  const keyOf = (x: unknown, y: unknown) => `${Number(x).toFixed(6)} ${Number(y).toFixed(6)}`;
  const places = new Map(annotations.map(({ x, y }, k) => [keyOf(x, y), k]));
  return new Map(
    data.flatMap(({ x0 = 0, y0 = 0 }, panel) => {
      const caption = places.get(keyOf(x0 - 0.5, y0 - 0.5));
      return caption === undefined ? [] : [[panel, caption]];
    }),
  );
}

function panelAt(trace: Trace, { x, y }: { x: number; y: number }, pixels: number): Trace {
  const placed = { ...trace, x0: x + 0.5, y0: y + 0.5 };
  if (trace.texttemplate === undefined) return placed;
  if (pixels < smallestNumber) return { ...placed, texttemplate: "" };
  return { ...placed, textfont: { ...trace.textfont, size: Math.min(13, Math.floor(pixels * 0.32)) } };
}
