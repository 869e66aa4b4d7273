// Stop, in the worker that runs cells. A busy worker receives no messages, and memory shared with the page needs headers
// that a static host does not send. So loops count their turns, and a few times a second they ask for a blob of the
// page's, which exists until the reader presses Stop.

import type { Cell } from "../kernel/context/cell";
import { Interrupted } from "../kernel/context/interrupted";
import { requestAtOnce } from "./node/request-at-once";

const betweenLooks = 150;
let signal = "";
let kind: Cell["kind"] = "cell";
let lastLook = 0;

/** Sends what was printed: the timer that would do it waits for the loop. */
let flush = () => {};
export function flushAtLooks(work: () => void): void {
  flush = work;
}

/**
 * @param url   of a blob that the page revokes to stop what runs now
 * @param runs  what that is
 */
export function expectStop(url: string, runs: Cell["kind"] = "cell"): void {
  signal = url;
  kind = runs;
  lastLook = performance.now();
}

/** @throws {Interrupted} if the reader has pressed Stop */
export function endIfStopped(): void {
  if (signal !== "" && !isThere(signal)) throw new Interrupted(kind);
}

/** Whether a blob was not revoked yet. */
export function isThere(url: string): boolean {
  try {
    return requestAtOnce(url).status === 200;
  } catch {
    return false;
  }
}

/** What loops call after some thousand turns. @returns the number of turns that they count from again */
function look(): number {
  const now = performance.now();
  if (now - lastLook < betweenLooks) return 0;
  flush();
  endIfStopped();
  lastLook = performance.now();
  return 0;
}

/** What `catch` calls first: Stop is not for the cell to catch. */
function uncaught(error: unknown): void {
  if (error instanceof Interrupted) throw error;
}

Object.assign(globalThis, { __look: look, __uncaught: uncaught });
