import { describe, expect, it } from "vitest";
import { inBrowser, type Outcome } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { atRunTime, type Mistake, syntax, wrongTypes } from "./mistakes";

const kernel = useKernel();

/** The first place in a cell that the error names: "cell line:column". */
function placeOf({ reply, traceback }: Outcome): string {
  const text: string = reply.ename === "CompileError" ? reply.evalue : traceback;
  const [, cell, at] = /Cell \[(\d+)\]:(\d+:\d+)/.exec(text) ?? [];
  return `${cell} ${at}`;
}

/** The lines of the cell that the error points to. */
const lines = ({ reply }: Outcome): number[] =>
  [...`${reply.evalue}`.matchAll(/Cell \[\d+\]:(\d+):/g)].map(([, line]) => Number(line));

async function check({ before = [], code, inEarlierCell, message, messageInPage, ...places }: Mistake): Promise<void> {
  const at = (inBrowser && places.atInPage) || places.at;
  for (const cell of before) expect((await kernel.run(cell)).reply.status, cell).toBe("ok");
  const outcome = await kernel.run(code);
  const { ename, evalue, execution_count } = outcome.reply;
  expect(`${ename}: ${evalue}`).toContain((inBrowser && messageInPage) || message);
  expect(Math.max(0, ...lines(outcome))).toBeLessThanOrEqual(code.split("\n").length);
  const cell = execution_count - (inEarlierCell ? 1 : 0);
  if (at) expect(at.split(" or ").map((place) => `${cell} ${place}`)).toContain(placeOf(outcome));
  expect((await kernel.run("6 * 7")).result).toBe("42");
}

const groups = {
  "mistakes of syntax": syntax,
  "mistakes of types": wrongTypes,
  "mistakes that show at run time": atRunTime,
};
for (const [heading, mistakes] of Object.entries(groups))
  describe(heading, () => {
    for (const mistake of mistakes) it(mistake.title, () => check(mistake));
  });
