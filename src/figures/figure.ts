import type { Config, Data, Frame, Layout } from "plotly.js-dist";

/** A Plotly figure: what to draw and how. Plain data, ready for JSON. */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  readonly config?: Partial<Config>;
  readonly frames?: Partial<Frame>[];
}
