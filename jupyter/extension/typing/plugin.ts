// The plugin that helps while somebody types in a notebook of our kernel: underlined errors, descriptions on hover, and
// the way to a definition. The kernel's compiler answers; see jupyter/kernel/compiler/typing.
import type { Extension } from "@codemirror/state";
import { type EditorView, tooltips, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { Notification } from "@jupyterlab/apputils";
import { EditorExtensionRegistry, IEditorExtensionRegistry } from "@jupyterlab/codemirror";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { type CellModel, INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { type Clicked, messageTime, opensDefinitions, show } from "./definitions";
import { describesNames } from "./hover";
import { NotebookChecks } from "./notebook-checks";
import { OpenEditors } from "./open-editors";
import { showsProblems } from "./underlines";

/** As much of JupyterLab's application as is used here. */
interface Application {
  readonly commands: {
    addCommand(
      id: string,
      options: { readonly label: string; readonly isVisible: () => boolean; readonly execute: () => unknown },
    ): void;
  };
  readonly contextMenu: {
    addItem(item: { readonly command: string; readonly selector: string; readonly rank: number }): void;
  };
}

interface Parts {
  readonly notebooks: INotebookTracker;
  readonly rendermime: IRenderMimeRegistry;
  readonly documents: IDocumentManager;
}

const goToDefinition = "cnn-notebooks:go-to-definition";

class TypingHelp {
  readonly #parts: Parts;
  readonly #editors = new OpenEditors();
  readonly #checks = new WeakMap<NotebookPanel, NotebookChecks>();
  /** Where the context menu was opened last. */
  #clicked: Clicked | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What the editor of a code cell gets. A notebook's kernel is looked for later: there may be none yet. */
  forCell(cell: CellModel): Extension {
    const checks = () => this.#checksOf(cell);
    const menuOpened = (view: EditorView, event: MouseEvent) => {
      const position = view.posAtCoords(event);
      this.#clicked = position === null ? undefined : { cell, view, position };
    };
    return [
      watching(cell, { editors: this.#editors, opened: checks, edited: () => checks()?.edited(cell), menuOpened }),
      showsProblems,
      describesNames(cell, checks, this.#parts.rendermime),
      opensDefinitions(cell, checks, (at) => this.open(at)),
      // Cells would cut off what reaches beyond them.
      tooltips({ position: "fixed", parent: document.body }),
    ];
  }

  /** The name that the context menu was opened at, if its kernel can be asked. */
  get clicked(): Clicked | undefined {
    const at = this.#clicked;
    return at?.view.state.wordAt(at.position) && this.#checksOf(at.cell)?.canAsk ? at : undefined;
  }

  async open({ cell, position }: Clicked): Promise<boolean> {
    const panel = this.#panelOf(cell);
    const reply = panel && (await this.#checksOf(cell)?.askAt("definition", cell, position));
    return reply?.declared ? show(reply.declared, panel as NotebookPanel, this.#parts.documents) : false;
  }

  #panelOf({ sharedModel }: CellModel): NotebookPanel | undefined {
    const { notebook } = sharedModel;
    return notebook ? this.#parts.notebooks.find((panel) => panel.model?.sharedModel === notebook) : undefined;
  }

  #checksOf(cell: CellModel): NotebookChecks | undefined {
    const panel = this.#panelOf(cell);
    if (!panel) return undefined;
    const known = this.#checks.get(panel) ?? new NotebookChecks(panel, this.#editors);
    this.#checks.set(panel, known);
    return known;
  }
}

interface Watcher {
  readonly editors: OpenEditors;
  /** Called when the editor is in its notebook. */
  readonly opened: () => unknown;
  readonly edited: () => void;
  readonly menuOpened: (view: EditorView, event: MouseEvent) => void;
}

/** Notes a cell's editor while it is open, and tells of each edit in it, and where its context menu was opened. */
function watching(cell: CellModel, { editors, opened, edited, menuOpened }: Watcher): Extension {
  return ViewPlugin.fromClass(
    class {
      readonly #view: EditorView;
      readonly #ended = new AbortController();

      constructor(view: EditorView) {
        this.#view = view;
        editors.add(cell, view);
        setTimeout(opened);
        // JupyterLab keeps the event from CodeMirror's own handlers.
        const { signal } = this.#ended;
        view.dom.addEventListener("contextmenu", (event) => menuOpened(view, event), { signal });
      }

      update({ docChanged }: ViewUpdate): void {
        if (docChanged) edited();
      }

      destroy(): void {
        editors.remove(cell, this.#view);
        this.#ended.abort();
      }
    },
  );
}

export const typing = {
  id: "cnn-notebooks:typing",
  autoStart: true,
  requires: [INotebookTracker, IEditorExtensionRegistry, IRenderMimeRegistry, IDocumentManager],
  activate: (
    app: Application,
    notebooks: INotebookTracker,
    registry: IEditorExtensionRegistry,
    rendermime: IRenderMimeRegistry,
    documents: IDocumentManager,
  ): void => {
    const help = new TypingHelp({ notebooks, rendermime, documents });
    registry.addExtension({
      name: "cnn-notebooks:typing",
      factory: ({ model }) =>
        model?.type === "code" ? EditorExtensionRegistry.createImmutableExtension(help.forCell(model)) : null,
    });
    app.commands.addCommand(goToDefinition, {
      label: "Go to Definition",
      isVisible: () => help.clicked !== undefined,
      execute: async () => {
        if (help.clicked && (await help.open(help.clicked))) return;
        Notification.warning("No definition was found.", { autoClose: messageTime });
      },
    });
    app.contextMenu.addItem({ command: goToDefinition, selector: ".jp-CodeCell .jp-InputArea-editor", rank: 0 });
  },
};
