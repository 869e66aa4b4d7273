import { make } from "./elements";
import type { Data } from "./read-data";

/** How the name of a script of edited code begins: `scriptOf` in src/notebook/displays/edited-code.ts gives it. */
const editedScript = "cnn-edited-panel";

type Draw = (data: Data) => readonly Node[];

/** What a panel's data say of files that were edited where it was made. */
export interface Edited {
  /** The name of the code. */
  readonly code: string;
  /** The files, in words. */
  readonly files: string;
}

/** Undefined where nothing was edited. */
export function editedIn({ edited }: Data): Edited | undefined {
  if (edited === undefined) return undefined;
  const { code, files } = Object(edited) as { code?: unknown; files?: unknown };
  return { code: String(code), files: [files].flat().join(", ").slice(0, 200) };
}

/**
 * The panel's function in code that came with the notebook; undefined where the front end has not run it.
 *
 * @throws {Error} if the code cannot be loaded
 */
export function editedDraw({ code }: Edited): Draw | undefined {
  const { cnnEditedPanels = {} } = globalThis as { cnnEditedPanels?: Record<string, () => object> };
  if (!Object.hasOwn(cnnEditedPanels, code)) return undefined;
  return Object.values(cnnEditedPanels[code]()).find((one) => typeof one === "function") as Draw;
}

/** Does something after the next output with code has run. */
export function afterNextCode(work: () => void): void {
  addEventListener("cnn-edited-panel", work, { once: true });
}

/** The line of a panel that was drawn by edited code. It also says what that code throws when the panel is touched. */
export function editedNote({ files }: Edited): HTMLElement {
  for (const type of ["pointerdown", "keydown", "click", "input"]) addEventListener(type, noteTouch, true);
  addEventListener("error", tellError);
  return make("p", { class: "cnn-note cnn-edited", role: "status" }, `With ${files} as edited.`);
}

/** What the reader touched last, and whether those who listen to that are still being called. */
let touched: EventTarget | null = null;
let touching = false;
const noteTouch = ({ target }: Event) => {
  touched = target;
  touching = true;
  setTimeout(() => {
    touching = false;
  });
};

/**
 * Errors of what listens to the reader reach nobody but the window, as do those of the rest of the page. Code that came
 * with the notebook has a name; not every browser tells it.
 */
function tellError({ message, filename }: ErrorEvent): void {
  if (!touching && !filename.includes(editedScript)) return;
  const note = touched instanceof Element && touched.closest(".cnn-live")?.querySelector(".cnn-edited");
  if (note) note.textContent = `The edited code failed: ${message}.`;
}
