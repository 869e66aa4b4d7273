// JupyterLab draws an output of the panels' type by this: from numbers and names, never from code or HTML of the
// notebook. So `safe` is true, and panels run in notebooks that JupyterLab does not trust.
import { Widget } from "@lumino/widgets";
import { drawPanel } from "../../src/panels/page/draw-panel";
import { panels } from "../../src/panels/page/panels";
import { panelType } from "../../src/panels/panel";

/** As much of JupyterLab's `IRenderMime.IMimeModel` as is read here. */
interface MimeModel {
  readonly data: Readonly<Record<string, unknown>>;
}

class PanelRenderer extends Widget {
  constructor() {
    super();
    this.addClass("cnn-panel");
    // JupyterLab's shortcuts would take the keys: `d d` deletes the cell. It asks the element that has the focus.
    this.node.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLElement) target.dataset.lmSuppressShortcuts = "true";
    });
  }

  /** JupyterLab calls it for a new output, and again when the kernel updates it. */
  async renderModel({ data }: MimeModel): Promise<void> {
    const svg = data["image/svg+xml"];
    const still = typeof svg === "string" ? pictureOf(svg, data["text/plain"]) : undefined;
    drawPanel(panels, this.node, data[panelType], still);
  }
}

/** An SVG as an image, in which no script runs. */
function pictureOf(svg: string, words: unknown): HTMLImageElement {
  const image = document.createElement("img");
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  image.alt = typeof words === "string" ? words : "";
  return image;
}

export default [
  {
    id: "cnn-notebooks:panels",
    dataType: "json",
    rendererFactory: {
      safe: true,
      mimeTypes: [panelType],
      // Before the picture that stands beside the panel in the same output.
      defaultRank: 10,
      createRenderer: () => new PanelRenderer(),
    },
  },
];
