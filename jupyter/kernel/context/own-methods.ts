/**
 * Gives an object the methods of its class as its own. Timers, promises and prints of a cell call the kernel while the
 * cell's code runs; an object with methods of its own works even if the cell has put something else in the place of
 * Array.prototype.push. (Everywhere else the originals are back: see run/built-ins.ts.)
 *
 * @returns the object
 */
export function withOwnMethods<T extends object>(value: T): T {
  const { constructor: _, length: __, ...methods } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value));
  return Object.defineProperties(value, methods);
}
