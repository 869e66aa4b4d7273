import type { Cell } from "../context/cell";
import type { CellContext } from "../context/cell-context";
import type { CommRequest } from "../requests/thread-messages";
import type { BuiltIns } from "./built-ins";
import type { Comms } from "./comms";
import type { Execution } from "./execution";

interface Parts {
  readonly builtIns: BuiltIns;
  readonly comms: Comms;
  readonly context: CellContext;
  readonly execution: Execution;
}

/**
 * Runs the handlers of comms' messages. A handler runs as a cell does: Stop ends it, the message is the parent of what
 * it sends, and it has ended when the promise that it returns is settled.
 */
export class Handlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(request: CommRequest): void {
    const { builtIns, comms, context, execution } = this.#parts;
    builtIns.restore();
    const { run, comm } = comms.handlerOf(request);
    const cell: Cell = {
      name: "a handler",
      kind: "handler",
      parent: request.parent,
      count: 0,
      silent: false,
      payload: [],
      cellId: comm?.cellId,
      life: { settled: false, stopped: false },
      ...(comm?.output ? { sink: comm.output } : {}),
    };
    execution.begin(cell, request.serial);
    const succeed = () => context.enter(cell, () => execution.settle(cell, { status: "ok" }));
    context.enter(cell, () => {
      builtIns.giveBack();
      const ended = run();
      builtIns.restore();
      if (ended instanceof Promise) {
        ended.then(succeed, (error) => execution.fail(cell, error));
        builtIns.giveBack();
      } else succeed();
    });
  }
}
