import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Entry } from "../../kernel/semantics";
import type { KernelClient, Outcome } from "./client";

const short = (code: string) => (code.length < 1000 ? code : `${code.slice(0, 1000)} …`);

/** Runs a cell; one that does not end is stopped, so that the entries after it can run. */
export async function run(kernel: KernelClient, code: string, milliseconds = 10_000): Promise<Outcome> {
  const outcome = kernel.run(code);
  const late = await Promise.race([outcome.then(() => false), sleep(milliseconds, true)]);
  if (!late) return outcome;
  await kernel.interrupt();
  throw new Error(`the cell did not end in ${milliseconds} ms:\n${short(code)}`);
}

/** @returns why a cell failed; "" if it did not */
export const failure = ({ reply }: Outcome): string =>
  reply.status === "error" ? `${reply.ename}: ${reply.evalue}` : "";

/** What came of a cell, as one text. */
export const shown = (outcome: Outcome): string =>
  [
    failure(outcome) && `failed: ${failure(outcome)}`,
    outcome.stdout && `printed: ${outcome.stdout}`,
    outcome.result !== undefined && `result: ${outcome.result}`,
  ]
    .filter(Boolean)
    .join("\n");

/** Runs an entry's cells and checks that the last one brings what the entry says, and no other cell an error. */
export async function check(kernel: KernelClient, entry: Entry): Promise<void> {
  const { cells, result, stdout, error } = entry;
  const last = cells.length - 1;
  for (const [k, cell] of cells.entries()) {
    const code = typeof cell === "string" ? cell : cell.code;
    const fails = k === last ? error : typeof cell === "string" ? undefined : cell.fails;
    const outcome = await run(kernel, code);
    const where = `cell ${k + 1} of ${cells.length}:\n${short(code)}\n`;
    if (fails !== undefined) expect(failure(outcome) || shown(outcome), where).toContain(fails);
    else if (k < last) expect(failure(outcome), where).toBe("");
    else {
      const wanted = [stdout && `printed: ${stdout}`, result !== undefined && `result: ${result}`];
      expect(shown(outcome), where).toBe(wanted.filter(Boolean).join("\n"));
    }
  }
}
