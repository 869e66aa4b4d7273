import type { EditorView } from "@codemirror/view";
import type { CellModel } from "@jupyterlab/notebook";

/** The open editors of code cells, by the cells that they show: a notebook may be open in two tabs. */
export class OpenEditors {
  readonly #views = new Map<CellModel, Set<EditorView>>();

  add(cell: CellModel, view: EditorView): void {
    const views = this.#views.get(cell) ?? new Set();
    this.#views.set(cell, views.add(view));
  }

  remove(cell: CellModel, view: EditorView): void {
    const views = this.#views.get(cell);
    views?.delete(view);
    if (views?.size === 0) this.#views.delete(cell);
  }

  of(cell: CellModel): Iterable<EditorView> {
    return this.#views.get(cell) ?? [];
  }
}
