import type { CellModel, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { PageCell, Problem } from "../../kernel/protocol/editor-requests";
import type { OpenEditors } from "./open-editors";
import { ask, isOurs, type Questions } from "./questions";
import { underline } from "./underlines";

/** After the last key: the cell in which it was pressed, and the others. Milliseconds. */
const typingPause = 100;
const otherCellsPause = 700;

/** The checks of one notebook's cells. Nothing is asked before somebody types, or rests on a name. */
export class NotebookChecks {
  readonly #panel: NotebookPanel;
  readonly #editors: OpenEditors;
  /** Edited since the last check. */
  readonly #edited = new Set<string>();
  /** Edited at some time, or found to have errors. */
  readonly #watched = new Set<string>();
  /** The kernel, if it is one of ours. */
  #kernel: Kernel | undefined;
  #typing: number | undefined;
  #others: number | undefined;
  #checking: Promise<void> = Promise.resolve();
  #met: Promise<void>;

  constructor(panel: NotebookPanel, editors: OpenEditors) {
    this.#panel = panel;
    this.#editors = editors;
    const { sessionContext: context, model } = panel;
    context.kernelChanged.connect(() => this.#meetAgain());
    // After a restart the status stays "unknown" until something runs; the connection tells of it.
    context.connectionStatusChanged.connect((_context, status) => {
      if (status === "connected") this.#meetAgain();
    });
    context.statusChanged.connect((_context, status) => {
      // After a cell the kernel knows something else, and after a restart nothing.
      if (status === "idle") this.#checkOthersLater();
      if (["restarting", "autorestarting", "dead"].includes(status)) this.#clear();
    });
    model?.cells.changed.connect(() => this.#checkOthersLater());
    panel.disposed.connect(() => this.#forgetTimers());
    this.#met = this.#meet();
  }

  #meetAgain(): void {
    this.#met = this.#meet();
  }

  /** Whether the notebook's kernel is one that can be asked. */
  get canAsk(): boolean {
    return this.#kernel !== undefined;
  }

  /** Takes in that a cell was typed into. */
  edited({ id }: CellModel): void {
    this.#edited.add(id);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      const ids = [...this.#edited];
      this.#edited.clear();
      this.#check(ids);
      this.#checkOthersLater();
    }, typingPause);
  }

  /** Asks about a place in a cell. */
  async askAt<What extends "hover" | "definition">(what: What, { id }: CellModel, position: number) {
    await this.#met;
    const content = { cells: this.#cellsUpTo(new Set([id])), cell: id, position } as Questions[What][0];
    return this.#kernel && ask(this.#kernel, what, content);
  }

  async #meet(): Promise<void> {
    const kernel = this.#panel.sessionContext.session?.kernel ?? undefined;
    this.#clear();
    this.#kernel = undefined;
    if (!kernel || !(await isOurs(kernel)) || kernel !== this.#panel.sessionContext.session?.kernel) return;
    this.#kernel = kernel;
    this.#checkOthersLater();
  }

  #checkOthersLater(): void {
    clearTimeout(this.#others);
    this.#others = setTimeout(() => this.#check([...this.#watched]), otherCellsPause);
  }

  /** One check at a time: the next one waits for the answer. */
  #check(ids: readonly string[]): void {
    this.#checking = this.#checking.then(() => this.#checkNow(new Set(ids))).catch(console.error);
  }

  async #checkNow(wanted: Set<string>): Promise<void> {
    if (this.#panel.isDisposed || wanted.size === 0 || !this.#kernel) return;
    for (const id of wanted) this.#watched.add(id);
    const cells = this.#cellsUpTo(wanted);
    const reply = await ask(this.#kernel, "check", { cells, wanted: [...wanted] });
    if (!reply || this.#panel.isDisposed) return;
    const asked = new Map(cells.map(({ id, code }) => [id, code]));
    for (const cell of this.#codeCells()) {
      const problems = reply.problems[cell.id];
      if (problems) this.#show(cell, problems, asked.get(cell.id));
      else if (wanted.has(cell.id)) this.#watched.delete(cell.id);
    }
  }

  /** Underlines errors, unless the text is another one by now: then the next answer is under way. */
  #show(cell: CellModel, problems: readonly Problem[], asked?: string): void {
    for (const view of this.#editors.of(cell)) {
      if (asked === undefined || view.state.doc.toString() === asked) underline(view, problems);
    }
  }

  #clear(): void {
    for (const cell of this.#codeCells()) this.#show(cell, []);
  }

  #codeCells(): CellModel[] {
    return [...(this.#panel.model?.cells ?? [])].filter(({ type }) => type === "code");
  }

  /** The code cells as far as the last of these. */
  #cellsUpTo(ids: ReadonlySet<string>): PageCell[] {
    const cells = this.#codeCells();
    const last = Math.max(...cells.map(({ id }, k) => (ids.has(id) ? k : -1)));
    return cells.slice(0, last + 1).map(({ id, sharedModel }) => ({ id, code: sharedModel.getSource() }));
  }

  #forgetTimers(): void {
    clearTimeout(this.#typing);
    clearTimeout(this.#others);
  }
}
