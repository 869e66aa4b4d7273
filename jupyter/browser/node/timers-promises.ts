// node:timers/promises, by the timers that cells have.
export const setTimeout = <T>(milliseconds?: number, value?: T): Promise<T> =>
  new Promise((done) => globalThis.setTimeout(done, milliseconds, value));
export const setImmediate = <T>(value?: T): Promise<T> => setTimeout(0, value) as Promise<T>;
