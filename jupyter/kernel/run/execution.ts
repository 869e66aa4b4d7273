import { join } from "node:path";
import { Script } from "node:vm";
import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { Cell } from "../context/cell";
import type { CellContext } from "../context/cell-context";
import { Interrupted } from "../context/interrupted";
import { log } from "../log/debug-log";
import type { MimeBundle } from "../protocol/messages";
import type { CellRequest, Ended, ToRequestThread } from "../requests/thread-messages";
import { displayed } from "../show/displayed-value";
import type { Output } from "../show/output";
import type { SourcePositions } from "../show/source-positions";
import { describeError } from "../show/tracebacks";
import { bindImports } from "./bind-imports";
import type { BuiltIns } from "./built-ins";
import type { Comms } from "./comms";
import type { HeldCode } from "./held-code";
import { importMetaOf } from "./import-meta";
import type { Modules } from "./modules";
import type { NotebookVariables } from "./notebook-variables";

interface Parts {
  readonly builtIns: BuiltIns;
  readonly comms: Comms;
  readonly context: CellContext;
  /** The notebook's folder. */
  readonly folder: string;
  readonly heldCode: HeldCode;
  readonly modules: Modules;
  readonly output: Output;
  readonly positions: SourcePositions;
  readonly post: (message: ToRequestThread) => void;
  readonly variables: NotebookVariables;
}

type CellFunction = (
  scope: object,
  importFunction: unknown,
  importMeta: unknown,
  result: { value?: unknown },
) => Promise<void> | undefined;

/** Runs cells, one at a time. Execution ends a cell, because an interrupted cell cannot do so itself. */
export class Execution {
  readonly #parts: Parts;
  #cell: Cell | undefined;
  /** Tells which names the running cell has declared: all of them, if it ran to its end. */
  #declared: (toItsEnd: boolean) => readonly string[] = () => [];
  /** The lives of cells and handlers that have ended, and whose code may still run. */
  readonly #earlier = new Set<Cell["life"]>();
  /** What is to be done when a cell is stopped. */
  readonly #whenStopped = new WeakMap<Cell["life"], (() => void)[]>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start({ name, compiled, silent, parent, count, serial, cellId, isExpression }: CellRequest): void {
    const { builtIns, comms, context, modules, output, positions, variables } = this.#parts;
    builtIns.restore();
    const kind = isExpression ? "expression" : "cell";
    const life = { settled: false, stopped: false };
    const cell: Cell = { name, kind, parent, count, silent, cellId, payload: [], life };
    this.begin(cell, serial);
    const closing = kind === "cell" && cellId !== undefined ? comms.closeThoseOf(cellId) : [];
    for (const error of closing) {
      const { traceback } = describeError(error, positions);
      output.print("stderr", `onClose of a comm that this cell had opened failed:\n${traceback.join("\n")}\n`, cell);
    }
    this.#declared = variables.watch(compiled.names);
    positions.addCell(name, compiled.map);
    for (const note of compiled.notes) output.print("stderr", `${note}\n`, cell);
    modules.update(compiled.modules);
    const run = () => this.#run(cell, compiled);
    context.enter(cell, () => {
      const loading = modules.prepare(compiled.imports);
      if (loading)
        loading.then(
          () => context.enter(cell, run),
          (error) => this.fail(cell, error),
        );
      else run();
    });
  }

  /** Code of this cell, or of a handler, runs from now on. */
  begin(cell: Cell, serial: number): void {
    log?.("runs", { [cell.kind === "handler" ? "handler" : "cell"]: serial, msg_id: cell.parent.msg_id });
    this.#cell = cell;
    this.#declared = () => [];
    this.#parts.output.runs(cell);
  }

  #run(cell: Cell, compiled: CompiledCell): void {
    const { builtIns, context, folder, modules, variables } = this.#parts;
    bindImports(compiled, modules, variables);
    const { code, indent } = compiled;
    const script = new Script(code, { filename: cell.name, columnOffset: -indent });
    const module = { exports: {} };
    const path = join(folder, "notebook.ts");
    const body: CellFunction = script.runInThisContext()(
      modules.requireFromCell(),
      module,
      module.exports,
      path,
      folder,
    );
    const result: { value?: unknown } = {};
    const importMeta = importMetaOf(path);
    if (cell.kind === "cell") this.#parts.heldCode.hold(cell.name);
    builtIns.giveBack();
    const ended = body(variables.values, modules.importFromCell, importMeta, result);
    builtIns.restore();
    // The cell succeeds one turn later, when Node has told of promises that were rejected and that nobody awaits.
    const succeed = () => {
      builtIns.restore();
      context.enter(cell, () => this.#succeed(cell, result.value));
    };
    if (ended) {
      ended.then(succeed, (error) => this.fail(cell, error));
      builtIns.giveBack();
    } else succeed();
  }

  #succeed(cell: Cell, value: unknown): void {
    if (cell.life.settled) return;
    const data = value === undefined ? undefined : displayed(value);
    if (data instanceof Promise) {
      data.then(
        (bundle) => this.#parts.context.enter(cell, () => this.#end(cell, bundle)),
        (error) => this.fail(cell, error),
      );
    } else this.#end(cell, data);
  }

  #end(cell: Cell, data?: MimeBundle): void {
    if (cell.life.settled) return;
    if (cell.kind === "expression") {
      const bundle = data ?? { "text/plain": "undefined" };
      this.settle(cell, { status: "ok", data: bundle, metadata: {} });
      return;
    }
    if (data) this.#parts.output.publishResult(data, cell);
    this.settle(cell, {
      status: "ok",
      execution_count: cell.count,
      user_expressions: {},
      payload: cell.payload,
    });
  }

  /** Ends the cell with an error. Errors that come after a cell's end are printed by startKernel. */
  fail(cell: Cell, error: unknown): void {
    if (cell.life.settled) return;
    const { builtIns, positions } = this.#parts;
    builtIns.restore();
    if (error instanceof Interrupted) this.#stop(cell.life);
    const described = describeError(error, positions);
    if (cell.kind !== "handler") this.settle(cell, { status: "error", execution_count: cell.count, ...described });
    else if (cell.sink) {
      cell.sink("error", { ...described });
      this.settle(cell, { status: "ok" });
    } else this.settle(cell, { status: "error", ...described });
  }

  /** Ends the running cell; if there is none, it ends what earlier cells left running. */
  interrupt(): void {
    const cell = this.#cell;
    this.#parts.context.current = undefined;
    if (!cell) {
      for (const earlier of this.#earlier) this.#stop(earlier);
      this.#earlier.clear();
      return;
    }
    this.fail(cell, new Interrupted(cell.kind));
  }

  /** Runs `work` when the code that runs now is stopped, or what it left running. */
  whenStopped(work: () => void): void {
    const life = this.#parts.output.cell?.life;
    if (life) this.#whenStopped.set(life, [...(this.#whenStopped.get(life) ?? []), work]);
  }

  #stop(life: Cell["life"]): void {
    life.stopped = true;
    for (const work of this.#whenStopped.get(life) ?? []) work();
  }

  settle(cell: Cell, reply: Ended["reply"]): void {
    if (cell.life.settled) return;
    const declared = this.#declared(reply.status === "ok");
    // The log has the end before anybody hears of it.
    log?.("ended", { msg_id: cell.parent.msg_id, status: reply.status });
    // All of it is one message, so that a termination cannot come between parts.
    this.#parts.post({ reply, parent: cell.parent, declared });
    cell.life.settled = true;
    this.#cell = undefined;
    this.#earlier.add(cell.life);
    this.#parts.builtIns.giveBack();
  }
}
