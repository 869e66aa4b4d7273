import { type Panel, panelType } from "../../panels/panel";
import { type MimeBundle, offeredKernel } from "../notebook-kernel";
import { editedCode } from "./edited-code";

/** A panel as a cell's output: its data, and the still beside it for whoever cannot draw them. */
export function panelDisplay({ data, still, words }: Panel): MimeBundle {
  return { [panelType]: data, "image/svg+xml": still, "text/plain": words };
}

/** The same, and above it in an output of its own the panel's code, if any of its files was edited. */
export function panelWithCode(panel: Panel): MimeBundle {
  const { data, still, words } = panel;
  const code = editedCode(data.panel);
  if (!code) return panelDisplay(panel);
  const script = { "application/javascript": code.script };
  offeredKernel()?.display({ data: script, metadata: {}, transient: {} }, false);
  return panelDisplay({ data: { ...data, edited: code.edited }, still, words });
}

/** What the panel functions return, also before an edit of `src/` gave the class anew. */
export function isPanel(value: object): value is Panel {
  const { data, still, words } = value as Partial<Panel>;
  return typeof data?.panel === "string" && typeof still === "string" && typeof words === "string";
}
