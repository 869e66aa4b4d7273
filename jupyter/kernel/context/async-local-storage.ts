// AsyncLocalStorage of user code. Node 24 keeps the values where a termination does them no harm, so there the class is
// Node's own. Before Node 24, Stop in the middle of a promise's continuation left Node's stack of contexts unbalanced,
// and Node aborted. There the kernel brings its own class, whose values follow promises, timers, immediates, ticks and
// microtasks, but not the callbacks of files and sockets.
import asyncHooks from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import { withOwnMethods } from "./own-methods";

type Frame = ReadonlyMap<object, unknown>;
type Run = (work: () => void) => void;

const isNodesOwn = Number(process.versions.node.split(".")[0]) >= 24;

/** The values of the code that runs right now; used before Node 24 only. */
let frame: Frame | undefined;
const frames = withOwnMethods(new WeakMap<Promise<unknown>, Frame>());

/** Remembers the values of this moment for the continuations of a promise. */
export const promiseMade = (promise: Promise<unknown>): void => {
  if (frame) frames.set(promise, frame);
};

/** Brings back the values with which a promise was made: its continuation runs next. */
export const promiseContinues = (promise: Promise<unknown>): void => {
  frame = frames.get(promise);
};

/** Forgets the values: no code of a cell runs any more. */
export const nothingRuns = (): void => {
  frame = undefined;
};

/** Returns a function that runs its `work` with the values of this moment. It may be called once. */
export function withValuesOfNow(): Run {
  if (!isNodesOwn) {
    const ofNow = frame;
    return (work) => within(ofNow, work);
  }
  // Node 24 runs a promise's continuation with the values that the promise was made with.
  let go: Run = () => {};
  void new Promise<() => void>((resolve) => {
    go = resolve;
  }).then((work) => work());
  return go;
}

function within<T>(of: Frame | undefined, work: () => T): T {
  const before = frame;
  frame = of;
  try {
    return work();
  } finally {
    frame = before;
  }
}

type Work = (...values: unknown[]) => unknown;

/** Stands in for Node's class, with all that Node documents of it. */
class LocalStorage {
  #on = true;

  static bind(work: Work): Work {
    const ofThen = frame;
    return function (this: unknown, ...values) {
      return within(ofThen, () => work.apply(this, values));
    };
  }

  static snapshot(): (work: Work, ...values: unknown[]) => unknown {
    const ofThen = frame;
    return (work, ...values) => within(ofThen, () => work(...values));
  }

  getStore(): unknown {
    return this.#on ? frame?.get(this) : undefined;
  }

  run(store: unknown, work: Work, ...values: unknown[]): unknown {
    return within(this.#with(store), () => work(...values));
  }

  exit(work: Work, ...values: unknown[]): unknown {
    return this.run(undefined, work, ...values);
  }

  enterWith(store: unknown): void {
    frame = this.#with(store);
  }

  disable(): void {
    this.#on = false;
  }

  #with(store: unknown): Frame {
    this.#on = true;
    return new Map(frame).set(this, store);
  }
}
Object.defineProperty(LocalStorage, "name", { value: "AsyncLocalStorage" });

/** Replaces AsyncLocalStorage where it has to be; to be called before any code of the user is loaded. */
export function installLocalStorage(): void {
  if (isNodesOwn) return;
  Object.defineProperty(asyncHooks, "AsyncLocalStorage", { value: LocalStorage });
  syncBuiltinESMExports();
  const { nextTick } = process;
  process.nextTick = (work: Work, ...values: unknown[]) =>
    Reflect.apply(nextTick, process, [frame ? LocalStorage.bind(work) : work, ...values]);
}
