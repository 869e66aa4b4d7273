import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { useKernel } from "../helpers/kernel/use-kernel";

// Inside the project, because only its files are compiled; ignored by git.
const folder = join(root, ".local/live-source");
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const layer = (answer: number) =>
  `import { calls } from "./counter";\nexport class Layer {\n  answer(): number {\n    calls.push(1);\n    return ${answer};\n  }\n}\n`;
const importCell = 'import { Layer, calls } from "./.local/live-source/index";';

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write("counter.ts", "export const calls: number[] = [];\n");
  write("layer.ts", layer(1));
  write("network.ts", 'import { Layer } from "./layer";\nexport const make = () => new Layer();\n');
  write("index.ts", 'export * from "./counter";\nexport * from "./layer";\nexport * from "./network";\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const kernel = useKernel(importCell);

const print = async (code: string) => (await kernel.run(`console.log(${code});`)).stdout.trim();
const answer = () => print("new Layer().answer()");

it("an edit deep inside is used when the import cell is rerun, at once, through index", async () => {
  for (const value of [2, 3, 4]) {
    write("layer.ts", layer(value));
    await kernel.run(importCell);
    expect(await answer()).toBe(String(value));
  }
});

it("until then the old code and the old types stay", async () => {
  await kernel.run(importCell);
  const before = await answer();
  write("layer.ts", layer(50).replace("}\n}", "}\n  added() {\n    return 1;\n  }\n}"));
  expect(await answer()).toBe(before);
  expect((await kernel.run("new Layer().added()")).reply.evalue).toContain("Property 'added' does not exist");
  await kernel.run('import * as fs from "fs";');
  expect(await answer()).toBe(before);
  await kernel.run(importCell);
  expect(await print("new Layer().added()")).toBe("1");
});

it("what imports the edited file is loaded anew with it, and nothing else", async () => {
  await kernel.run(importCell);
  await kernel.run("calls.length = 0; calls.push(1, 2);");
  write("layer.ts", layer(60));
  await kernel.run('import { calls, make } from "./.local/live-source/index";');
  expect(await print("calls.length")).toBe("2");
  expect(await print("make().answer()")).toBe("60");
});

it("which files were loaded anew is told only if asked", async () => {
  await kernel.run(importCell);
  write("layer.ts", layer(70));
  expect((await kernel.run(importCell)).outputs).toEqual([]);
  const asked = 'import { notebookKernel } from "./src/notebook/notebook-kernel"; notebookKernel().reloaded';
  const { result } = await kernel.run(asked);
  expect(result?.match(/[\w-]+\.ts/g)?.sort()).toEqual(["index.ts", "layer.ts", "network.ts"]);
});

it("a type error in an edit is shown with file and line; the old code stays until it is mended", async () => {
  write("layer.ts", layer(80));
  await kernel.run(importCell);
  write("layer.ts", layer(90).replace("return 90", 'return "ninety"'));
  const { reply, traceback } = await kernel.run(importCell);
  expect(reply.ename).toBe("CompileError");
  expect(traceback).toContain(".local/live-source/layer.ts:5:5 error TS2322");
  expect(traceback).toContain('> 5 |     return "ninety";');
  expect(await answer()).toBe("80");
  write("layer.ts", layer(91));
  await kernel.run(importCell);
  expect(await answer()).toBe("91");
});

it("an error thrown by an edited file is shown at its new line", async () => {
  write("layer.ts", `\n\n${layer(1).replace("return 1", 'throw new Error("new")')}`);
  await kernel.run(importCell);
  expect((await kernel.run("new Layer().answer()")).traceback).toContain("live-source/layer.ts:7:11");
});

it("a module that throws while it is loaded is tried again", async () => {
  write("layer.ts", `${layer(1)}throw new Error("while loading");\n`);
  expect((await kernel.run(importCell)).traceback).toContain("live-source/layer.ts:8:7");
  expect((await kernel.run(importCell)).traceback).toContain("while loading");
  write("layer.ts", layer(100));
  await kernel.run(importCell);
  expect(await answer()).toBe("100");
});

it("a file that is made after its import failed is found", async () => {
  const cell = 'import { late } from "./.local/live-source/late"; late';
  expect((await kernel.run(cell)).reply.evalue).toContain("Cannot find module");
  write("late.ts", "export const late = 5;\n");
  expect((await kernel.run(cell)).result).toBe("5");
});

it("an object made before an edit is no instance of the class imported after it", async () => {
  await kernel.run(importCell);
  await kernel.run("const old = new Layer();");
  write("layer.ts", layer(110));
  await kernel.run(importCell);
  expect(await print("(old as object) instanceof Layer, old.answer(), new Layer().answer()")).toBe("false 100 110");
});

it("modules that import each other load, as they do in Node", async () => {
  write(
    "even.ts",
    'import { odd } from "./odd";\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);\n',
  );
  write(
    "odd.ts",
    'import { even } from "./even";\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);\n',
  );
  await kernel.run('import { even } from "./.local/live-source/even";');
  expect(await print("even(10)")).toBe("true");
});
