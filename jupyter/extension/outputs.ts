// How outputs stand in JupyterLab: where the cell's code begins, and with lines that break between words. JupyterLab
// breaks the lines of `pre` anywhere, lets Markdown, HTML and panels begin at the cell's edge, and cuts off a picture that
// is wider than the notebook.

const edge = 6; // pixels: a cell's border and the padding of its code
/** Pixels: a picture is not drawn narrower, whose words would then be too small; it scrolls sideways. */
const narrow = 480;

const style = `
.jp-OutputArea-output.jp-RenderedMarkdown pre { margin-inline: 0; }
.jp-OutputArea-output.jp-RenderedMarkdown :is(pre, pre code) { word-break: normal; overflow-wrap: anywhere; }
.jp-OutputArea-output:is(.jp-RenderedMarkdown, .jp-RenderedHTML, .cnn-panel) {
  padding-left: ${edge}px;
  box-sizing: border-box;
}
.jp-OutputArea-output .cnn-live { padding-left: 0; }
.jp-OutputArea-output.jp-RenderedSVG :is(img, svg) { max-width: max(100%, ${narrow}px); height: auto; }
`;

export const outputs = {
  id: "cnn-notebooks:outputs",
  autoStart: true,
  activate: (): void => {
    const element = document.createElement("style");
    element.textContent = style;
    document.head.append(element);
  },
};
