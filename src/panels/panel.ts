/** The mime type of a panel: JSON of numbers, names and settings. The code that draws it is never part of an output. */
export const panelType = "application/vnd.cnn-notebooks.panel+json";

/** What a panel is drawn from. Other members depend on which panel it is. */
export interface PanelData {
  /** Which panel: a name in `src/panels/page/panels.ts`. */
  readonly panel: string;
  readonly [key: string]: unknown;
}

/** What a panel's data say where files that it is made of were edited: their code is in an output of its own. */
export interface EditedFiles {
  /** The name under which a page has that code, once its output has run. */
  readonly code: string;
  /** The files, from the project's root. */
  readonly files: readonly string[];
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
