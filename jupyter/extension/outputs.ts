// How outputs stand in JupyterLab: where the cell's code begins, and with lines that break between words. JupyterLab
// breaks the lines of `pre` anywhere, and lets Markdown, HTML and panels begin at the cell's edge.

const edge = 6; // pixels: a cell's border and the padding of its code

const style = `
.jp-OutputArea-output.jp-RenderedMarkdown pre { margin-inline: 0; }
.jp-OutputArea-output.jp-RenderedMarkdown :is(pre, pre code) { word-break: normal; overflow-wrap: anywhere; }
.jp-OutputArea-output:is(.jp-RenderedMarkdown, .jp-RenderedHTML, .cnn-panel) {
  padding-left: ${edge}px;
  box-sizing: border-box;
}
.jp-OutputArea-output .cnn-live { padding-left: 0; }
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
