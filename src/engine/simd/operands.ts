// How an entry's operands are read: programs/entries.ts says which is which.

/** A number. */
// @ts-ignore: decorator
@inline
export function i(entry: usize, word: i32): i32 {
  return load<i32>(entry + (word << 2));
}

/** An address that all threads share. */
// @ts-ignore: decorator
@inline
export function p(entry: usize, word: i32): usize {
  return <usize>load<i32>(entry + (word << 2));
}

/** An address counted from a base: a thread's workspace, or a chunk's gradient. */
// @ts-ignore: decorator
@inline
export function x(entry: usize, base: usize, word: i32): usize {
  return base + <usize>load<i32>(entry + (word << 2));
}
