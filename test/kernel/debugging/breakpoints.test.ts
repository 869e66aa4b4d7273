import { setImmediate as next } from "node:timers/promises";
import { expect, it } from "vitest";
import { Breakpoints } from "../../../jupyter/kernel/debugging/breakpoints";
import type { Inspector } from "../../../jupyter/kernel/debugging/inspector";
import type { Script } from "../../../jupyter/kernel/debugging/scripts";
import { SourceTable } from "../../../jupyter/kernel/debugging/source-table";

const path = "src/loop.ts";
const lines = ["let sum = 0;", "for (;;) sum++;"];
/** Each line is a line of the code too. */
const table = SourceTable.ofFile('{"mappings":"AAAA;AACA"}', lines.join("\n"));
const script: Script = { id: "7", name: `/project/${path}`, path, cell: undefined, text: lines.join("\n") };

/** An inspector that answers a moment later, as V8's does, and holds the breakpoints that are set. */
function slowInspector(): { set: Map<string, number>; inspector: () => Pick<Inspector, "post"> } {
  const set = new Map<string, number>();
  let made = 0;
  const answers: Record<string, (given: never) => object> = {
    "Debugger.getPossibleBreakpoints": ({ start }: { start: object }) => ({ locations: [start] }),
    "Debugger.setBreakpoint": ({ location: { lineNumber } }: { location: { lineNumber: number } }) => {
      if ([...set.values()].includes(lineNumber)) throw new Error("Breakpoint at specified location already exists.");
      set.set(String(++made), lineNumber);
      return { breakpointId: String(made) };
    },
    "Debugger.removeBreakpoint": ({ breakpointId }: { breakpointId: string }) => {
      set.delete(breakpointId);
      return {};
    },
  };
  const post = async (method: string, given: unknown) => {
    const answer = answers[method]?.(given as never);
    for (let turn = 0; turn < 3; turn++) await next();
    return answer;
  };
  return { set, inspector: () => ({ post }) as Pick<Inspector, "post"> };
}

it("a request that comes while a cell that begins is given its breakpoints leaves none that cannot be removed", async () => {
  const { set, inspector } = slowInspector();
  const breakpoints = new Breakpoints({ newest: () => script, table: async () => table }, inspector);
  expect(await breakpoints.set(path, [2])).toEqual([2]);
  const [, again] = await Promise.all([breakpoints.renew(path), breakpoints.set(path, [2])]);
  expect(again).toEqual([2]);
  expect([...set.values()]).toEqual([1]);
  await breakpoints.set(path, []);
  expect([...set.values()]).toEqual([]);
});

it("the same breakpoints once more are left in their places all the while", async () => {
  const { set, inspector } = slowInspector();
  const breakpoints = new Breakpoints({ newest: () => script, table: async () => table }, inspector);
  await breakpoints.set(path, [2, 1]);
  const names = [...set.keys()];
  expect(await breakpoints.set(path, [1, 2])).toEqual([1, 2]);
  expect([...set.keys()]).toEqual(names);
  expect(await breakpoints.set(path, [1])).toEqual([1]);
  expect([...set.values()]).toEqual([0]);
});

it("a change that V8 refuses does not hold up the next one", async () => {
  const { set, inspector } = slowInspector();
  const faults = [new Error("V8 is gone")];
  const table = async () => {
    const fault = faults.pop();
    if (fault) throw fault;
    return SourceTable.ofFile('{"mappings":"AAAA;AACA"}', lines.join("\n"));
  };
  const breakpoints = new Breakpoints({ newest: () => script, table }, inspector);
  await expect(breakpoints.set(path, [1])).rejects.toThrow("V8 is gone");
  expect(await breakpoints.set(path, [1])).toEqual([1]);
  expect([...set.values()]).toEqual([0]);
});
