import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KernelClient } from "../helpers/kernel/client";
import { check, failure, run, shown } from "../helpers/kernel/run-entry";
import { deepCells, type Group, groups, kinds, newNames } from "./semantics";

let kernel: KernelClient;

function useKernelOf(): void {
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.stop());
}

function tests({ heading, entries }: Group): void {
  describe(heading, () => {
    for (const entry of entries) it(entry.title, () => check(kernel, entry));
  });
}

describe("in one kernel", () => {
  useKernelOf();
  for (const group of groups) if (!group.ownKernel) tests(group);

  describe("a name that is declared again as any other kind means the new thing", () => {
    for (const before of kinds)
      it(`after a ${before.kind}`, async () => {
        const got: string[] = [];
        for (const after of kinds) {
          const name = `${before.kind} then ${after.kind}`.replaceAll(" ", "_");
          await run(kernel, before.declare(name));
          await run(kernel, after.declare(name));
          got.push(`${after.kind}: ${shown(await run(kernel, after.use(name)))}`);
        }
        expect(got).toEqual(kinds.map(({ kind, shows }) => `${kind}: result: ${shows}`));
      });
  });

  describe("what the running Node has type-checks, and what type-checks is there", () => {
    for (const name of newNames)
      it(name, async () => {
        const asked = `try { typeof eval(${JSON.stringify(name)}) } catch { "undefined" }`;
        const { result } = await run(kernel, `eval(${JSON.stringify(asked)})`);
        const typed = failure(await run(kernel, `void (${name})`));
        if (result === "'undefined'") expect(typed).toMatch(/^CompileError/);
        else expect(typed).toBe("");
      });
  });
});

for (const group of groups) {
  if (group.ownKernel)
    describe("in a kernel of their own", () => {
      useKernelOf();
      tests(group);
    });
}

describe("deep code gives a result or an error, and the next cell runs", () => {
  useKernelOf();
  for (const { title, code, result } of deepCells)
    it(title, async () => {
      const outcome = await run(kernel, code, 50_000);
      if (outcome.reply.status === "ok") expect(outcome.result).toBe(result);
      else expect(failure(outcome)).toMatch(/^\w+: ./);
      expect(shown(await run(kernel, "const next = 6 * 7; next"))).toBe("result: 42");
    });
});
