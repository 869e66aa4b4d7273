import { expect } from "vitest";
import { allowed } from "./slack.mjs";

/** Waits until a look gives this value; what it gives instead, after ten seconds, is the failure. */
export async function soonIs<T>(look: () => Promise<T>, wanted: T, timeout = 10_000): Promise<void> {
  await expect.poll(look, { timeout: allowed(timeout), interval: 20 }).toEqual(wanted);
}
