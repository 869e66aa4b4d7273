// Stop, in the worker that runs cells. A busy worker receives no messages, and memory shared with the page needs headers
// that a static host does not send. So loops count their turns, and a few times a second they ask for a blob of the
// page's, which exists until the reader presses Stop.

import { requestAtOnce } from "./node/request-at-once";

/** The error that a stopped cell ends with. */
class Interrupted extends Error {
  override readonly name = "Interrupted";
}

const betweenLooks = 150;
let signal = "";
let lastLook = 0;

/** @param url  of a blob that the page revokes to stop what runs now */
export function expectStop(url: string): void {
  signal = url;
  lastLook = performance.now();
}

function isStopped(): boolean {
  if (signal === "") return false;
  try {
    return requestAtOnce(signal).status !== 200;
  } catch {
    return true;
  }
}

/** What loops call after some thousand turns. @returns the number of turns that they count from again */
function look(): number {
  const now = performance.now();
  if (now - lastLook < betweenLooks) return 0;
  if (isStopped()) throw new Interrupted("the cell was stopped");
  lastLook = performance.now();
  return 0;
}

/** What `catch` calls first: Stop is not for the cell to catch. */
function uncaught(error: unknown): void {
  if (error instanceof Interrupted) throw error;
}

Object.assign(globalThis, { __look: look, __uncaught: uncaught });
