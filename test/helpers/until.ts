import { allowed } from "./slack.mjs";

/** The first value that `look` finds, or undefined when the time is up. */
export async function until<T>(look: () => T | undefined, timeout: number): Promise<T | undefined> {
  for (const end = Date.now() + allowed(timeout); Date.now() < end; ) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}
