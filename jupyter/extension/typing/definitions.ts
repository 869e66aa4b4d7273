import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { IDocumentManager } from "@jupyterlab/docmanager";
import type { CellModel, NotebookPanel } from "@jupyterlab/notebook";
import type { DeclaredAt } from "../../kernel/protocol/editor-requests";
import type { NotebookChecks } from "./notebook-checks";

/** A place in a cell's editor. */
export interface Clicked {
  readonly cell: CellModel;
  readonly view: EditorView;
  readonly position: number;
}

/** How long a message stays, in milliseconds. */
export const messageTime = 5000;

const isMac = /Mac/.test(navigator.platform);

/** Ctrl and a click on a name open its definition. */
export function opensDefinitions(
  cell: CellModel,
  checks: () => NotebookChecks | undefined,
  open: (clicked: Clicked) => Promise<boolean>,
): Extension {
  return EditorView.domEventHandlers({
    mousedown: (event, view) => {
      const position = view.posAtCoords(event);
      if (position === null || !checks()?.canAsk) return false;
      const isAsked = event.button === 0 && (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
      if (!isAsked || !view.state.wordAt(position)) return false;
      event.preventDefault();
      // Where there is no definition, the click does what it does elsewhere: it adds a cursor.
      const addCursor = () =>
        view.dispatch({ selection: view.state.selection.addRange(EditorSelection.cursor(position)) });
      open({ cell, view, position })
        .then((isOpen) => isOpen || addCursor())
        .catch(console.error);
      return true;
    },
  });
}

/** Shows a declaration: in an editor of JupyterLab, or in another cell. @returns whether it is shown */
export async function show(declared: DeclaredAt, panel: NotebookPanel, documents: IDocumentManager): Promise<boolean> {
  const place = { line: declared.line, column: declared.character };
  if ("cell" in declared) return showInCell(panel, declared.cell, place);
  const path = PathExt.join(PathExt.dirname(panel.context.path), declared.path);
  if (path.startsWith("..")) {
    Notification.warning(`${path} is outside the folder that JupyterLab shows.`, { autoClose: messageTime });
    return true;
  }
  const document = documents.openOrReveal(path);
  if (!document) return false;
  await document.context.ready;
  await document.content.ready;
  const { editor } = document.content;
  editor?.setCursorPosition(place);
  editor?.revealPosition(place);
  editor?.focus();
  return true;
}

type Place = { readonly line: number; readonly column: number };

async function showInCell({ content }: NotebookPanel, id: string, place: Place): Promise<boolean> {
  const index = content.widgets.findIndex(({ model }) => model.id === id);
  const cell = content.widgets[index];
  if (!cell) return false;
  content.activeCellIndex = index;
  await content.scrollToItem(index);
  await cell.ready;
  content.mode = "edit";
  cell.editor?.setCursorPosition(place);
  cell.editor?.revealPosition(place);
  cell.editor?.focus();
  return true;
}
