/** The mime type of a panel: JSON of numbers, names and settings. The code that draws it is never part of an output. */
export const panelType = "application/vnd.cnn-notebooks.panel+json";

/** What a panel is drawn from. Other members depend on which panel it is. */
export interface PanelData {
  /** Which panel: a name in `src/panels/page/draw-panel.ts`. */
  readonly panel: string;
  readonly [key: string]: unknown;
}

/** A piece of a notebook that answers when it is touched, and the picture that stands in its place where nothing can. */
export class Panel {
  /**
   * @param data   plain JSON
   * @param still  an SVG picture of the panel, for paper, for pages without scripts, and for other front ends
   * @param words  what the picture shows, for those who do not see it
   */
  constructor(
    readonly data: PanelData,
    readonly still: string,
    readonly words: string,
  ) {}
}
