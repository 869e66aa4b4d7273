import timers from "node:timers";
import { withValuesOfNow } from "./async-local-storage";
import type { Cell } from "./cell";
import { withOwnMethods } from "./own-methods";

/** The part of CellContext that timers need. */
interface Context {
  readonly current: Cell | undefined;
  enter(cell: Cell | undefined, run: () => void): void;
}

/** The original: a cell may replace it. */
const { apply } = Reflect;

type Callback = (...values: unknown[]) => void;

/**
 * Replaces the timers of the global scope and of node:timers: their callbacks run as code of the cell that set them,
 * and not at all when it was stopped.
 */
export function followTimers(context: Context): void {
  const cleared = withOwnMethods(new WeakSet<object>());
  const start = <F extends typeof setTimeout | typeof setInterval | typeof setImmediate>(original: F): F => {
    const wrapped = (callback: Callback, ...rest: unknown[]) => {
      if (typeof callback !== "function") return apply(original, undefined, [callback, ...rest]);
      const cell = context.current;
      let run = withValuesOfNow();
      const fire = (...values: unknown[]) =>
        context.enter(cell, () =>
          run(() => {
            run = withValuesOfNow(); // an interval fires again
            if (!cleared.has(timer)) apply(callback, timer, values);
          }),
        );
      const timer = apply(original, undefined, [fire, ...rest]) as object;
      return timer;
    };
    // util.promisify looks for its own version of a timer among these properties.
    return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original)) as unknown as F;
  };
  const end = (original: typeof clearTimeout) => (timer: Parameters<typeof clearTimeout>[0]) => {
    if (typeof timer === "object" && timer !== null) cleared.add(timer);
    original(timer);
  };
  const wrapped = {
    setTimeout: start(setTimeout),
    setInterval: start(setInterval),
    setImmediate: start(setImmediate),
    clearTimeout: end(clearTimeout),
    clearInterval: end(clearInterval),
    clearImmediate: end(clearImmediate as typeof clearTimeout),
    queueMicrotask: (callback: () => void) => void Promise.resolve().then(callback),
  };
  Object.assign(globalThis, wrapped);
  const { queueMicrotask: _, ...ofModule } = wrapped;
  Object.assign(timers, ofModule);
}
