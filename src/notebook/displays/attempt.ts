/** What `work` returns; undefined where it throws, as the code of an unfinished layer may. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
