import { compileFunction } from "node:vm";
import type { Cell, CellContext } from "./cell-context";
import type { CompiledCell, Compiler } from "./compiler";
import { describeError } from "./errors";
import { type Content, type Request, Shared } from "./link";
import type { Modules } from "./modules";
import type { Output } from "./output";
import type { Positions } from "./positions";
import { mimeBundle } from "./values";
import type { Variables } from "./variables";

/** What a stopped cell ends with. */
class Interrupted extends Error {
  override readonly name = "Interrupted";
}

interface Parts {
  readonly compiler: Compiler;
  readonly context: CellContext;
  readonly modules: Modules;
  readonly output: Output;
  readonly positions: Positions;
  readonly variables: Variables;
  readonly shared: Int32Array;
  readonly reply: (content: Content, cell: Cell) => void;
}

/** Runs cells, one at a time. The kernel ends a cell, not the cell itself: an interrupted one cannot. */
export class Execution {
  readonly #parts: Parts;
  readonly #require: NodeJS.Require;
  #cell: Cell | undefined;
  #rollBack: (() => void) | undefined;
  readonly #earlier = new Set<Cell>();

  constructor(parts: Parts, root: string) {
    this.#parts = parts;
    this.#require = parts.modules.requireFor(root);
  }

  start({ content, parent, count }: Request): void {
    const { compiler, context, modules, output, positions, variables, shared } = this.#parts;
    const silent = content.silent === true;
    const name = silent ? "Cell [silent]" : `Cell [${count}]`;
    const cell: Cell = { name, parent, count, silent, payload: [], settled: false, stopped: false };
    this.#cell = cell;
    this.#rollBack = undefined;
    output.runs(cell);
    let compiled: CompiledCell;
    try {
      Atomics.store(shared, Shared.Compiling, 1);
      compiled = compiler.compile(variables.declarations, content.code, name);
    } catch (error) {
      this.fail(cell, error);
      return;
    } finally {
      Atomics.store(shared, Shared.Compiling, 0);
    }
    positions.addCell(name, content.code, compiled.maps);
    for (const { path, data } of compiled.files)
      positions.addFile(path, compiler.takeSourceMaps(data));
    modules.update(compiled.files);
    const { commit, rollBack } = variables.begin(compiled);
    this.#rollBack = rollBack;
    context.enter(cell, () => {
      const ended = this.#run(compiled, name);
      // A turn later: a promise that was rejected and that nobody awaits is known by then.
      const succeed = () => context.enter(cell, () => this.#succeed(cell, commit));
      if (compiled.isAsync) ended.then(succeed, (error) => this.fail(cell, error));
      else succeed();
    });
  }

  #run({ code, isAsync }: CompiledCell, name: string): Promise<void> {
    const open = isAsync ? "return (async () => {" : "";
    const close = isAsync ? "\n})();" : "";
    const body = compileFunction(open + code + close, ["exports", "require"], {
      filename: name,
      columnOffset: -open.length,
    });
    return body(this.#parts.variables.values, this.#require);
  }

  #succeed(cell: Cell, commit: () => unknown): void {
    if (cell.settled) return;
    const value = commit();
    if (value !== undefined) {
      const data = mimeBundle(value);
      this.#parts.output.publish(
        "execute_result",
        { execution_count: cell.count, data, metadata: {} },
        cell,
      );
    }
    this.#settle(cell, {
      status: "ok",
      execution_count: cell.count,
      user_expressions: {},
      payload: cell.payload,
    });
  }

  /** Ends the cell with an error; after its end, its late errors are printed. */
  fail(cell: Cell, error: unknown): void {
    if (cell.settled) return;
    this.#rollBack?.();
    const { positions } = this.#parts;
    this.#settle(cell, {
      status: "error",
      execution_count: cell.count,
      ...describeError(error, positions),
    });
  }

  /** Ends the running cell; without one, what earlier cells left running. */
  interrupt(): void {
    const cell = this.#cell;
    this.#parts.context.current = undefined;
    if (!cell) {
      for (const earlier of this.#earlier) earlier.stopped = true;
      this.#earlier.clear();
      return;
    }
    cell.stopped = true;
    this.fail(cell, new Interrupted("the cell was stopped"));
  }

  #settle(cell: Cell, content: Content): void {
    // One message, so that a termination cannot come between its parts.
    this.#parts.reply(content, cell);
    cell.settled = true;
    this.#cell = undefined;
    this.#earlier.add(cell);
  }
}
