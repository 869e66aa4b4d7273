import type { Config, Layout } from "plotly.js-dist";
import type { Figure } from "./figure";

/**
 * The colours of every figure, panel and picture. Nothing here has a background of its own, so each colour that stands
 * on the page has a luminance near 0.2: it contrasts alike with white paper and with JupyterLab's dark theme (#111).
 * Blue and orange differ for every common kind of colour vision; blue is negative or right, orange positive or a
 * mistake.
 */
export const colours = {
  text: "#777777",
  line: "rgba(128, 128, 128, 0.55)",
  grid: "rgba(128, 128, 128, 0.22)",
  /** The ground of what stands back, and bars beside the one that counts. */
  faded: "rgba(128, 128, 128, 0.16)",
  other: "rgba(128, 128, 128, 0.5)",
  /** `ink` is for numbers on a coloured cell; `paper` is the palest cell. */
  ink: "#161616",
  paper: "#f5f3ef",
  blue: "#2f7fc1",
  orange: "#d9701a",
  /** For curves, in order. */
  series: ["#2f7fc1", "#d9701a", "#1a9a78", "#b05fc4", "#a88408", "#d6517d"],
} as const;

/** Curves of one chart differ in their dashes as well: in grey the colours of the series are alike. */
export const dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

/** Stops of a colour scale, from 0 to 1. */
export type ColourScale = [number, string][];

/**
 * Negative blue, zero pale, positive orange; dark ink reads on all of it. In grey the blue end is far darker than the
 * orange.
 */
export const diverging: ColourScale = [
  [0, colours.blue],
  [0.25, "#86b6e0"],
  [0.5, colours.paper],
  [0.75, "#f7c898"],
  [1, "#f29c48"],
];

/** The diverging scale's upper half, for numbers of which none is negative. */
export const positive: ColourScale = [
  [0, colours.paper],
  [0.5, "#f7c898"],
  [1, "#f29c48"],
];

/**
 * The confusion matrix: few mistakes are grey, many are orange. The scale changes saturation more than lightness, so
 * that it reads on a light and on a dark page.
 */
export const mistakes: ColourScale = [
  [0, "#cdc6be"],
  [0.5, "#eea463"],
  [1, "#e0661a"],
];

/** White on black, as MNIST is. */
export const greys: ColourScale = [
  [0, "#000000"],
  [1, "#ffffff"],
];

/** The font of every figure, panel and picture; nothing is fetched. */
export const fontFamily = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";

// No `responsive`: JupyterLab follows the page's width itself, and with it figures collapse there when the theme
// changes.
// Two of Plotly's buttons stay: the camera and, where a chart can be zoomed, the way back.
const config: Partial<Config> = { displaylogo: false, modeBarButtons: [["toImage", "resetScale2d"]] };

/** The space above a plot that its title takes, in pixels. */
export const titleHeight = 44;

/**
 * A figure in the house's dress: as wide as the page allows, of one fixed height, transparent, its title at the top
 * left.
 *
 * @param height  of all of it, in pixels
 */
export function dressed(title: string, height: number, data: Figure["data"], layout: Partial<Layout>): Figure {
  return {
    data,
    layout: {
      title: {
        text: title,
        font: { size: 16 },
        x: 0,
        xref: "container",
        xanchor: "left",
        y: 1 - 12 / height,
        yref: "container",
        yanchor: "top",
        pad: { l: 8 },
      },
      height: Math.round(height),
      autosize: true,
      font: { family: fontFamily, size: 12, color: colours.text },
      paper_bgcolor: "rgba(0, 0, 0, 0)",
      plot_bgcolor: "rgba(0, 0, 0, 0)",
      modebar: { bgcolor: "rgba(0, 0, 0, 0)", color: colours.text, activecolor: colours.blue },
      margin: { l: 8, r: 8, t: titleHeight, b: 8 },
      ...layout,
    },
    config,
  };
}
