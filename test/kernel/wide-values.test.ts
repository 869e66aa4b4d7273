// Values that nobody can read whole: they are shown in little time and little text.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates of their own
import { describe, expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel();

const values = {
  "a shape of a million ones": "({ shape: Array(1e6).fill(1), data: new Float64Array(1) })",
  "a shape of numbers that are no sizes": "({ shape: [-1, -1, 0.5, 2], data: new Float64Array(1) })",
  "a shape of 30 axes": "({ shape: Array(30).fill(1), data: new Float64Array(1) })",
  "an object of 200,000 properties": "Object.fromEntries(Array.from({ length: 2e5 }, (_, k) => [`key${k}`, k]))",
  "an array of a thousand wide objects":
    "Array(1000).fill(Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`key${k}`, k])))",
  "arrays nested four deep, each a hundred long":
    "Array(100).fill(Array(100).fill(Array(100).fill(Array(100).fill(0))))",
  "objects of objects, each a hundred wide":
    "(() => { const wide = (of: unknown) => Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`k${k}`, of])); return wide(wide(wide(wide(0)))); })()",
  "maps in maps":
    "(() => { const wide = (of: unknown) => new Map(Array.from({ length: 100 }, (_, k) => [k, of])); return wide(wide(wide(wide(0)))); })()",
  "a class with ten thousand properties":
    "new (class Wide { constructor() { for (let k = 0; k < 1e4; k++) (this as any)[`p${k}`] = k; } })()",
  "a thousand long texts": "Array.from({ length: 1000 }, (_, k) => String(k).repeat(1e6))",
};

describe("a value is shown in less than two seconds and two million characters", () => {
  it.each(Object.entries(values))("%s", async (_what, code) => {
    await kernel.run(`const shown = ${code};`);
    const { result, traceback, milliseconds } = await kernel.run("shown");
    expect(traceback).toBe("");
    expect(milliseconds).toBeLessThan(allowed(2000));
    expect(result?.length).toBeLessThan(2e6);
    expect(result?.length).toBeGreaterThan(10);
  });

  it("printed as well, where the wide thing is nested", async () => {
    const { stdout, milliseconds } = await kernel.run(
      "console.log([{ of: Object.fromEntries(Array.from({ length: 1e5 }, (_, k) => [`key${k}`, k])) }]);",
    );
    expect(milliseconds).toBeLessThan(allowed(2000));
    expect(stdout).toContain("key99: 99");
    expect(stdout).toContain("... 99900 more properties");
    expect(stdout).not.toContain("key100:");
  });

  it("what a reader can read is shown whole", async () => {
    const { result } = await kernel.run(
      "({ a: { b: { c: { d: 1 } } }, list: [[[1, 2], [3]]], map: new Map([[1, { two: 2 }]]) })",
    );
    expect(result?.replace(/\s+/g, " ")).toBe(
      "{ a: { b: { c: { d: 1 } } }, list: [ [ [ 1, 2 ], [ 3 ] ] ], map: Map(1) { 1 => { two: 2 } } }",
    );
    const wide = await kernel.run("Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`key${k}`, k]))");
    expect(wide.result).toContain("key99: 99");
  });

  it("20,000 variables in one cell end in seconds", async () => {
    const code = Array.from({ length: 20_000 }, (_, k) => `const v${k} = ${k};`).join("\n");
    const { reply, milliseconds } = await kernel.run(code);
    expect(reply.status).toBe("ok");
    expect(milliseconds).toBeLessThan(allowed(20_000));
  });
});
