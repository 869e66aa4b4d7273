import type { Runner } from "./runner";

/** What was said last, and when its run began. */
let said = { text: "", at: -Infinity };
const quietMilliseconds = 2000;

/**
 * One line where the layers run although the engine was not ruled out: why, and what it costs. Runs that follow each
 * other at once, as of ten seeds in a loop, are told once.
 */
export function sayIfSlower({ declined }: Runner): void {
  if (!declined) return;
  const text =
    `train: running on the layers, some fifty times as slow as on the engine: ${declined}. ` +
    "Fewer images take less time: dataset.take(3000).";
  const now = performance.now();
  if (text !== said.text || now - said.at > quietMilliseconds) console.log(text);
  said = { text, at: now };
}
