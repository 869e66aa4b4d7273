import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient, plainTslab } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";

// Inside the project, because only its files are compiled; ignored by git.
const folder = join(root, ".local/show-source");
const write = (body: string) =>
  writeFileSync(
    join(folder, "layer.ts"),
    `import { Layer, type Tensor } from "../../src/index";\n\n/** Of a file. */\nexport class Doubling extends Layer {\n  readonly parameters = {};\n\n  forward(input: Tensor): Tensor {\n    ${body}\n  }\n\n  backward() {\n    return { dLdInput: { shape: [], data: new Float64Array() }, gradients: {} };\n  }\n}\n`,
  );
const importCell = `import { Doubling } from "./.local/show-source/layer";
import { Conv3x3, crossEntropy, MaxPool2, showSource } from "./src/index";`;

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write("return input;");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(plainTslab)("showSource", () => {
  const kernel = useKernel(importCell);
  const shown = async (code: string) => {
    const { outputs, reply } = await kernel.run(code);
    expect(reply.status, reply.evalue).toBe("ok");
    return outputs[0].content.data as Record<string, string>;
  };

  it("shows a method with its place, as highlighted TypeScript and as plain text", async () => {
    const data = await shown('showSource(Conv3x3, "backward")');
    expect(data["text/markdown"]).toMatch(
      /^\*\*Conv3x3\.backward\*\* · `src\/layers\/conv3x3\.ts, line \d+`\n\n```typescript\n/,
    );
    expect(data["text/markdown"]).toMatch(/\nbackward\(dLdOut: Tensor\): Backward \{\n[\s\S]*\n\}\n```$/);
    expect(data["text/plain"]).toMatch(/^Conv3x3\.backward, src\/layers\/conv3x3\.ts, line \d+\n/);
    expect(data["text/plain"]).toContain("\nbackward(dLdOut: Tensor): Backward {\n");
  });

  it("shows a function, a whole class, and several members in one output", async () => {
    expect((await shown("showSource(crossEntropy)"))["text/plain"]).toContain("export function crossEntropy(");
    expect((await shown("showSource(Doubling)"))["text/plain"]).toContain("export class Doubling extends Layer {");
    const both = (await shown('showSource(Conv3x3, "forward", "backward")'))["text/plain"];
    expect(both).toMatch(/^Conv3x3\.forward[\s\S]*\nConv3x3\.backward/);
  });

  it("shows a helper that stands beside a class in its file and is exported from nowhere", async () => {
    const data = await shown('showSource(MaxPool2, "forEachWindow")');
    expect(data["text/plain"]).toMatch(
      /^forEachWindow, src\/layers\/max-pool2\.ts, line [\s\S]*\nfunction forEachWindow\(/,
    );
  });

  it("an object stands for its class, and an inherited member is shown where it is written", async () => {
    const data = await shown('showSource(new Conv3x3(8), "backprop")');
    expect(data["text/plain"]).toMatch(/^Layer\.backprop, src\/layers\/layer\.ts, line /);
  });

  it("shows the file as it is on disk now, before and after the import cell is rerun, of an object made before too", async () => {
    await kernel.run("const before = new Doubling();");
    write("return { ...input, data: input.data.map((x) => 2 * x) };");
    expect((await shown('showSource(Doubling, "forward")'))["text/plain"]).toContain("2 * x");
    await kernel.run(importCell);
    expect((await shown('showSource(Doubling, "forward")'))["text/plain"]).toContain("2 * x");
    expect((await shown('showSource(before, "forward")'))["text/plain"]).toContain("2 * x");
  });

  it("shows what a cell declares as that cell has it, comments and types included, even under a file's name", async () => {
    const cell = "/** Mine. */\nclass Doubling {\n  /** Twice. */\n  twice(n: number): number { return 2 * n; }\n}";
    await kernel.run(cell);
    const data = await shown("showSource(Doubling)");
    expect(data["text/plain"]).toMatch(/^Doubling, Cell \[\d+\], line 1\n/);
    expect(data["text/plain"]).toContain(cell);
    expect((await shown('showSource(Doubling, "twice")'))["text/plain"]).toContain("/** Twice. */");
    await kernel.run("const thrice = (n: number) => 3 * n;");
    expect((await shown("showSource(thrice)"))["text/plain"]).toContain("const thrice = (n: number) => 3 * n;");
    await kernel.run(importCell);
  });

  it.each([
    ['showSource(Conv3x3, "backwards")', /Conv3x3 has no "backwards"; its members are .*forward, backward, .*backprop/],
    ["showSource(URL)", /expected something that this project's files or a cell declares, got URL/],
    ["showSource({})", /expected a class or a function, as in showSource\(Conv3x3, "backward"\), got \{\}/],
    ["showSource(null as unknown as object)", /expected a class or a function.*got null/],
    ["showSource(3 as unknown as object)", /expected a class or a function.*got number 3/],
  ])("%s says what is wrong", async (code, message) => {
    expect((await kernel.run(code)).reply.evalue).toMatch(message);
  });

  it("says that a class is no longer in its file", async () => {
    writeFileSync(join(folder, "layer.ts"), "export const nothing = 0;\n");
    const { reply } = await kernel.run("showSource(Doubling)");
    expect(reply.evalue).toContain(".local/show-source/layer.ts declares no Doubling any more");
  });
});

it("showSource under plain tslab finds by name what the files of src declare", async () => {
  const kernel = await KernelClient.start({ plainTslab: true });
  try {
    const { outputs } = await kernel.run(
      'import { Conv3x3, showSource, Softmax } from "./src/index"; showSource(Conv3x3, "backward"); showSource(Softmax, "totals");',
    );
    expect(outputs[0].content.data["text/plain"]).toContain("backward(dLdOut: Tensor): Backward {");
    expect(outputs[1].content.data["text/plain"]).toMatch(/^Softmax\.totals, src\/layers\/softmax\.ts, line /);
  } finally {
    await kernel.stop();
  }
}, 60_000);
