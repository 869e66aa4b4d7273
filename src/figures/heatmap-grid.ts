import type { Annotation, Layout, Shape } from "plotly.js-dist";
import { describedGrid } from "./descriptions";
import type { Figure } from "./figure";
import { type ColourScale, colours, dressed, titleHeight } from "./theme";

/** One of the small heatmaps of a grid, or a picture in colours, all of the same size. */
export type Panel = { readonly caption: string } & (
  | {
      /** rows[i][j], already rounded. */
      readonly rows: number[][];
    }
  | {
      /** pixels[i][j] as red, green and blue, 0 to 255. */
      readonly pixels: number[][][];
    }
);

const sizeOf = (panel: Panel): [h: number, w: number] => {
  const rows = "rows" in panel ? panel.rows : panel.pixels;
  return [rows.length, rows[0].length];
};

interface HeatmapGridOptions {
  readonly title: string;
  /** What a panel is, for those who do not see it: "map", and of what: "numbers". */
  readonly noun: string;
  readonly of: string;
  readonly columns: number;
  /** A panel is no wider than this many pixels. */
  readonly widest: number;
  /** Where a page gives a panel less than this many pixels, the page puts fewer side by side. */
  readonly least: number;
  /** The order of the panels in rows of two, such as each filter before and after; otherwise they keep theirs. */
  readonly inPairs?: readonly number[];
  readonly colours: ColourScale;
  readonly range: readonly [number, number];
  /** Whether a colour bar explains the colours, and each cell shows its number. */
  readonly colourBar?: boolean;
  readonly numbers?: boolean;
}

const pageWidth = 880; // pixels: what JupyterLab and the export offer at the least on a laptop's screen
const gap = 12; // pixels between panels
const captionHeight = 18;
const colourBarHeight = 38;

/**
 * Small heatmaps side by side. All lie in one pair of axes that keeps cells square, so that panels stay equal and close
 * together on a page of any width; one colour scale serves all. An undefined panel leaves its place empty.
 */
export function heatmapGrid(panels: readonly (Panel | undefined)[], options: HeatmapGridOptions): Figure {
  const { title, columns, numbers = false, colourBar = false } = options;
  const { placed, width, height, pixels, above } = place(panels, columns, options.widest);
  const data: Figure["data"] = placed.map((panel) => {
    const { caption, x, y } = panel;
    const where = `${caption && `${caption}<br>`}row %{pointNumber[0]}, column %{pointNumber[1]}`;
    const corner = { x0: x + 0.5, y0: y + 0.5, hovertemplate: `${where}: %{z}<extra></extra>` };
    // Plotly's types do not know that a pixel of an image has three values.
    if ("pixels" in panel) return { type: "image", z: panel.pixels as unknown as number[][], ...corner };
    return {
      type: "heatmap",
      z: panel.rows,
      x0: corner.x0,
      y0: corner.y0,
      coloraxis: "coloraxis",
      ...(numbers && {
        texttemplate: "%{z:.2f}",
        textfont: { color: colours.ink, size: Math.min(13, Math.floor(pixels * 0.32)) },
      }),
      hovertemplate: corner.hovertemplate,
    };
  });
  const top = (title ? titleHeight : 8) + (colourBar ? colourBarHeight : 0);
  const size = sizeOf(panels[0] as Panel);
  const described = { of: options.of, ...(colourBar && { range: options.range }) };
  return dressed(title, top + height * pixels + 8, data, {
    meta: {
      description: describedGrid(panels, options.noun, size, described),
      // With this the page of an export lays the panels out for its own width: jupyter/page/heatmap-grid.ts.
      grid: {
        columns,
        size,
        gap,
        caption: above,
        widest: options.widest,
        least: leastWidth(placed, numbers ? options.least : Math.min(options.least, 0.6 * pixels * size[1])),
      },
      ...(options.inPairs && { inPairs: options.inPairs }),
    },
    margin: { l: 8, r: 8, t: top, b: 8 },
    xaxis: { ...bare, range: [0, width], constraintoward: "left" },
    yaxis: { ...bare, range: [height, 0], constraintoward: "top", scaleanchor: "x" },
    coloraxis: colourAxis(options.colours, options.range, colourBar),
    shapes: placed.map(frame),
    annotations: placed.filter(({ caption }) => caption).map(captionAt),
    hovermode: "closest",
    dragmode: false,
  });
}

/** A panel and its upper left corner, in cells. */
type Placed = Panel & { readonly x: number; readonly y: number };

/** @returns the panels with their corners, how large all is, in cells, and how many pixels a cell has */
function place(panels: readonly (Panel | undefined)[], columns: number, widest: number) {
  const [h, w] = sizeOf(panels[0] as Panel);
  const pixels = Math.min(widest, (pageWidth - (columns - 1) * gap) / columns) / w;
  const between = gap / pixels;
  const above = panels.some((panel) => panel?.caption) ? captionHeight : 0;
  const placed: Placed[] = [];
  panels.forEach((panel, k) => {
    const x = (k % columns) * (w + between);
    const y = Math.floor(k / columns) * (above / pixels + h + between) + above / pixels;
    if (panel) placed.push({ ...panel, x, y });
  });
  const width = columns * (w + between) - between;
  const height = Math.ceil(panels.length / columns) * (above / pixels + h + between) - between;
  return { placed, width, height, pixels, above };
}

const letterWidth = 6.5; // pixels of a caption, at the most on average

/** The longest caption has to fit above its panel. */
function leastWidth(placed: readonly Placed[], least: number): number {
  return Math.ceil(Math.max(least, ...placed.map(({ caption }) => caption.length * letterWidth)));
}

/** Axes that are nothing but coordinates. */
const bare = { visible: false, fixedrange: true, constrain: "domain" } as const;

function colourAxis(
  colorscale: ColourScale,
  [cmin, cmax]: readonly [number, number],
  showscale: boolean,
): NonNullable<Layout["coloraxis"]> {
  const axis = { cmin, cmax, colorscale, showscale };
  if (!showscale) return axis;
  return {
    ...axis,
    colorbar: {
      orientation: "h",
      title: { text: "" }, // without one Plotly makes room by moving the title of the figure
      x: 0,
      xanchor: "left",
      xpad: cmin < 0 ? 0 : 6, // a tick at its end needs room for half of its number
      y: 1,
      yanchor: "bottom",
      ypad: 8,
      lenmode: "pixels",
      len: 240,
      thickness: 8,
      outlinewidth: 0,
      nticks: 5,
      tickfont: { size: 11 },
    },
  };
}

function frame(panel: Placed): Partial<Shape> {
  const { x, y } = panel;
  const [h, w] = sizeOf(panel);
  const line = { color: colours.line, width: 1 };
  return { type: "rect", x0: x, y0: y, x1: x + w, y1: y + h, line };
}

function captionAt({ x, y, caption: text }: Placed): Partial<Annotation> {
  const font = { size: 12 };
  return { x, y, text, font, xanchor: "left", yanchor: "bottom", borderpad: 0, showarrow: false };
}
