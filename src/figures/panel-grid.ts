import type { Annotation, Layout, Shape } from "plotly.js-dist";
import type { Figure } from "./figure";
import { type ColourScale, colours, dressed, titleHeight } from "./theme";

/** One of the small heatmaps of a grid, all of the same size. */
export interface Panel {
  /** rows[i][j], already rounded. */
  readonly rows: number[][];
  readonly caption: string;
}

interface PanelGridOptions {
  readonly title: string;
  readonly columns: number;
  /** A panel is no wider than this many pixels. */
  readonly widest: number;
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
export function panelGrid(
  panels: readonly (Panel | undefined)[],
  options: PanelGridOptions,
): Figure {
  const { title, columns, numbers = false, colourBar = false } = options;
  const { placed, width, height, pixels } = place(panels, columns, options.widest);
  const data: Figure["data"] = placed.map(({ rows, caption, x, y }) => ({
    type: "heatmap",
    z: rows,
    x0: x + 0.5,
    y0: y + 0.5,
    coloraxis: "coloraxis",
    ...(numbers && {
      texttemplate: "%{z:.2f}",
      textfont: { color: colours.ink, size: Math.min(13, Math.floor(pixels * 0.32)) },
    }),
    hovertemplate: `${caption && `${caption}<br>`}row %{pointNumber[0]}, column %{pointNumber[1]}: %{z}<extra></extra>`,
  }));
  const top = (title ? titleHeight : 8) + (colourBar ? colourBarHeight : 0);
  return dressed(title, top + height * pixels + 8, data, {
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
interface Placed extends Panel {
  readonly x: number;
  readonly y: number;
}

/** @returns the panels with their corners, how large all is, in cells, and how many pixels a cell has */
function place(panels: readonly (Panel | undefined)[], columns: number, widest: number) {
  const first = panels[0] as Panel;
  const h = first.rows.length;
  const w = first.rows[0].length;
  const pixels = Math.min(widest, (pageWidth - (columns - 1) * gap) / columns) / w;
  const between = gap / pixels;
  const above = panels.some((panel) => panel?.caption) ? captionHeight / pixels : 0;
  const placed: Placed[] = [];
  panels.forEach((panel, k) => {
    const x = (k % columns) * (w + between);
    const y = Math.floor(k / columns) * (above + h + between) + above;
    if (panel) placed.push({ ...panel, x, y });
  });
  const width = columns * (w + between) - between;
  const height = Math.ceil(panels.length / columns) * (above + h + between) - between;
  return { placed, width, height, pixels };
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
      ...{ x: 0, xanchor: "left", xpad: 0 },
      ...{ y: 1, yanchor: "bottom", ypad: 8 },
      ...{ lenmode: "pixels", len: 240, thickness: 8 },
      ...{ outlinewidth: 0, nticks: 5, tickfont: { size: 11 } },
    },
  };
}

function frame({ x, y, rows }: Placed): Partial<Shape> {
  const line = { color: colours.line, width: 1 };
  return { type: "rect", x0: x, y0: y, x1: x + rows[0].length, y1: y + rows.length, line };
}

function captionAt({ x, y, caption: text }: Placed): Partial<Annotation> {
  const font = { size: 12 };
  return { x, y, text, font, xanchor: "left", yanchor: "bottom", borderpad: 0, showarrow: false };
}
