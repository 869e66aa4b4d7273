import type { AxisJson, FigureJson, LayoutJson } from "./figure-json";
import { gridFitted } from "./heatmap-grid";

/** Below this width, in pixels, two charts of a figure stand one above the other. */
const narrow = 600;

/** Colours of text, which figures leave to the page, since pages are light or dark. */
const inks = { light: "#454545", dark: "#c9c9c9" } as const;

/** Whether the page is light or dark. */
export type Scheme = keyof typeof inks;

/**
 * A figure of ours as it fits a place of this width on a light or dark page. Figures that others wrote are left as they are:
 * only ours have `layout.meta`.
 */
export function fitFigure(figure: FigureJson, width: number, scheme: Scheme): FigureJson {
  const { meta } = figure.layout;
  if (typeof meta !== "object" || meta === null) return figure;
  const fitted = meta.grid ? gridFitted(figure, meta.grid, width) : chartFitted(figure, width);
  return withTitle(inked(fitted, inks[scheme]), width);
}

function inked(figure: FigureJson, color: string): FigureJson {
  const { layout } = figure;
  const modebar = { ...(layout.modebar as object), color };
  return { ...figure, layout: { ...layout, font: { ...layout.font, color }, modebar } };
}

const letter = 8.6; // pixels of a title's letter, at the most on average
const line = 21;
const modebarWidth = 60;

/** A title that is longer than the page is wide goes on in the next line, and the figure becomes that much higher. */
function withTitle(figure: FigureJson, width: number): FigureJson {
  const { layout } = figure;
  const { title, margin, height } = layout;
  if (!title?.text || !margin || !height) return figure;
  const lines = wrapped(title.text, Math.max(12, Math.floor((width - modebarWidth) / letter)));
  const extra = (lines.length - 1) * line;
  return {
    ...figure,
    layout: {
      ...layout,
      height: height + extra,
      margin: { ...margin, t: margin.t + extra },
      title: { ...title, text: lines.join("<br>"), y: 1 - 12 / (height + extra) },
    },
  };
}

/** Breaks a text into lines of at most so many letters; a longer word has a line of its own. */
export function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function chartFitted(figure: FigureJson, width: number): FigureJson {
  const { layout } = figure;
  if (layout.yaxis?.scaleanchor === "x") return squareFitted(figure, width);
  if (width >= narrow && legendFits(figure, width)) return figure;
  const fitted = width < narrow && sideBySide(layout) ? stacked(layout) : layout;
  if (width >= narrow) return { ...figure, layout: legendBelow(fitted, figure.data, width) };
  return {
    ...figure,
    data: figure.data.map(smallerText),
    layout: roomForWords(legendBelow(fitted, figure.data, width), figure.data),
  };
}

/** Makes a square plot as low as it is narrow, where the page is narrower than it was meant for. */
function squareFitted(figure: FigureJson, width: number): FigureJson {
  const { margin, height } = figure.layout;
  if (!margin || !height) return figure;
  const across = width - margin.l - margin.r;
  const down = Math.min(height - margin.t - margin.b, across);
  return { ...figure, layout: { ...figure.layout, height: Math.round(margin.t + down + margin.b) } };
}

function sideBySide({ xaxis, xaxis2 }: LayoutJson): boolean {
  return (xaxis?.domain?.[1] ?? 1) < (xaxis2?.domain?.[0] ?? 0);
}

const between = 84; // pixels from one chart to the one below

/** Sets two charts that were side by side one above the other, each as high as before. */
function stacked(layout: LayoutJson): LayoutJson {
  const { margin = { l: 0, r: 0, t: 0, b: 0 }, height = 340 } = layout;
  const chart = height - margin.t - margin.b;
  const all = 2 * chart + between;
  const place = (axis: AxisJson | undefined, domain: [number, number]) => ({ ...axis, domain });
  return {
    ...layout,
    height: height + chart + between,
    xaxis: place(layout.xaxis, [0, 1]),
    xaxis2: place(layout.xaxis2, [0, 1]),
    yaxis: place(layout.yaxis, [1 - chart / all, 1]),
    yaxis2: place(layout.yaxis2, [0, chart / all]),
  };
}

/** Whether a legend has room beside the title, or below it on the left. */
function legendFits({ layout, data }: FigureJson, width: number): boolean {
  const title = layout.legend?.xanchor === "right" ? (layout.title?.text?.length ?? 0) * letter : 0;
  const names = namesOf(data).map((name) => name.length * 7 + legendMark);
  return !layout.showlegend || title + names.reduce((sum, name) => sum + name, 0) < width;
}

const namesOf = (data: FigureJson["data"]): string[] =>
  data.filter(({ showlegend, name }) => name && showlegend !== false).map(({ name }) => String(name));

const legendLine = 20;
const legendMark = 48; // pixels of the line before a name, and of the gap behind it

/** Moves the legend under the chart, where it has room for as many lines as it needs. */
function legendBelow(layout: LayoutJson, data: FigureJson["data"], width: number): LayoutJson {
  const { margin, height } = layout;
  if (!layout.showlegend || !margin || !height) return layout;
  const names = namesOf(data);
  const longest = Math.max(...names.map((name) => name.length * 7)) + legendMark;
  const rows = Math.ceil(names.length / Math.max(1, Math.floor((width - margin.l) / longest)));
  const below = rows * legendLine + 8;
  const plot = height - margin.t - margin.b;
  const t = Math.min(margin.t, 68); // no longer any legend above
  return {
    ...layout,
    height: height + below - margin.t + t,
    margin: { ...margin, t, b: margin.b + below },
    legend: {
      ...layout.legend,
      x: 0,
      xanchor: "left",
      y: -margin.b / plot,
      yanchor: "top",
      xref: "paper",
      yref: "paper",
    },
  };
}

/** Makes room below for the names of categories: Plotly turns them upright where they have no room side by side. */
function roomForWords(layout: LayoutJson, data: FigureJson["data"]): LayoutJson {
  const words = data.some(({ x }) => Array.isArray(x) && x.some((one) => typeof one === "string" && one.length > 2));
  return words ? { ...layout, xaxis: { ...layout.xaxis, automargin: true } } : layout;
}

/** Shortens the numbers above bars, so that ten of them have room side by side on a phone. */
function smallerText(trace: FigureJson["data"][number]): FigureJson["data"][number] {
  if (trace.type !== "bar" || !Array.isArray(trace.text)) return trace;
  const text = trace.text.map((one) => String(one).replace(/(\.\d)? %$/, ""));
  return { ...trace, text, textangle: 0, textfont: { ...trace.textfont, size: 11 } };
}
