import { type Panel, panelType } from "../../panels/panel";
import type { MimeBundle } from "../notebook-kernel";

/** A panel as a cell's output: its data, and the still beside it for whoever cannot draw them. */
export function panelDisplay({ data, still, words }: Panel): MimeBundle {
  return { [panelType]: data, "image/svg+xml": still, "text/plain": words };
}

/** What the panel functions return, also before an edit of `src/` gave the class anew. */
export function isPanel(value: object): value is Panel {
  const { data, still, words } = value as Partial<Panel>;
  return typeof data?.panel === "string" && typeof still === "string" && typeof words === "string";
}
