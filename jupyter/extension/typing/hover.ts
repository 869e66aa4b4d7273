import type { Extension } from "@codemirror/state";
import { EditorView, hoverTooltip } from "@codemirror/view";
import type { CellModel } from "@jupyterlab/notebook";
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import type { NotebookChecks } from "./notebook-checks";

const look = EditorView.baseTheme({
  ".cnn-description": { padding: "4px 8px", maxWidth: "60em", maxHeight: "24em", overflow: "auto" },
  // JupyterLab's own rules for rendered Markdown leave more room than a tooltip has.
  ".cnn-description.jp-RenderedMarkdown.jp-RenderedHTMLCommon pre": { margin: "0", padding: "0", background: "none" },
  ".cnn-description.jp-RenderedMarkdown.jp-RenderedHTMLCommon code": { background: "none" },
  ".cnn-description p": { margin: "4px 0 0" },
});

/** Shows the type and the documentation of the name that the pointer rests on. */
export function describesNames(
  cell: CellModel,
  checks: () => NotebookChecks | undefined,
  rendermime: IRenderMimeRegistry,
): Extension {
  const hover = hoverTooltip(async (view, position) => {
    const word = view.state.wordAt(position);
    if (!word) return null;
    const reply = await checks()?.askAt("hover", cell, position);
    if (!reply?.found) return null;
    const renderer = rendermime.createRenderer("text/markdown");
    await renderer.renderModel(new MimeModel({ data: reply.data }));
    renderer.node.classList.add("cnn-description");
    return {
      pos: word.from,
      end: word.to,
      above: true,
      create: () => ({ dom: renderer.node, destroy: () => renderer.dispose() }),
    };
  });
  return [hover, look];
}
