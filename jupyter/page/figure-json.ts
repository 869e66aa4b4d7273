/** The part of a Plotly figure that an exported page reads. Figures that src/figures wrote have `layout.meta`. */
export interface FigureJson {
  readonly data: readonly Trace[];
  readonly layout: LayoutJson;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly frames?: readonly unknown[];
}

/** A trace of a Plotly figure, as far as the page changes it. */
export interface Trace {
  readonly type?: string;
  readonly x0?: number;
  readonly y0?: number;
  readonly textfont?: { readonly size?: number };
  readonly [key: string]: unknown;
}

/** An axis of a Plotly figure, as far as the page changes it. */
export interface AxisJson {
  readonly domain?: readonly [number, number];
  readonly scaleanchor?: string;
  readonly [key: string]: unknown;
}

/** The layout of a Plotly figure, as far as the page changes it. `meta` is only in figures of ours. */
export interface LayoutJson {
  readonly title?: { readonly text?: string; readonly [key: string]: unknown };
  readonly height?: number;
  readonly margin?: { readonly t: number; readonly b: number; readonly l: number; readonly r: number };
  readonly meta?: { readonly grid?: GridMeta; readonly inPairs?: readonly number[] };
  readonly shapes?: readonly Readonly<Record<string, unknown>>[];
  readonly annotations?: readonly Readonly<Record<string, unknown>>[];
  readonly xaxis?: AxisJson;
  readonly yaxis?: AxisJson;
  readonly xaxis2?: AxisJson;
  readonly yaxis2?: AxisJson;
  readonly legend?: Readonly<Record<string, unknown>>;
  readonly font?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** How the panels of a grid were laid out; lengths are in pixels, except the size, which is in cells. */
export interface GridMeta {
  readonly columns: number;
  readonly size: readonly [h: number, w: number];
  readonly gap: number;
  /** The height of a caption. */
  readonly caption: number;
  /** The greatest and the least width of a panel. */
  readonly widest: number;
  readonly least: number;
}
