// A project of its own, in which files of src/ are edited: what then travels with a panel.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { panelType } from "../../src/panels/panel";
import { KernelClient } from "../helpers/kernel/client";
import { strictConfig, type TemporaryProject, temporaryProject } from "../helpers/kernel/temporary-project";

const importCell = `import { filterBench, seededRandom, show, tensor, totalsToProbabilities } from "./src/index";
const random = seededRandom(1);
const image = tensor([28, 28], Array.from({ length: 784 }, () => random.uniform() - 0.5));
const bench = () => filterBench(image, [-1, 0, 1, -2, 0, 2, -1, 0, 1]);`;

/** What a cell shows: the code that travels, and the data of its panel. */
interface Shown {
  readonly types: readonly string[];
  readonly script: string | undefined;
  readonly data: { readonly total: number; readonly edited?: { readonly code: string; readonly files: string[] } };
}

describe("a panel, after an edit of what it is made of", () => {
  let project: TemporaryProject;
  let kernel: KernelClient;
  const shipped = ".local/panel-files.json";
  const copied = (name: string) => cpSync(join(root, name), join(project.folder, name), { recursive: true });
  const original = (file: string) => readFileSync(join(root, file), "utf8");

  beforeAll(async () => {
    project = temporaryProject({ "package.json": "{}", "tsconfig.json": strictConfig });
    copied("src");
    copied(shipped);
    kernel = await KernelClient.start({ project: project.folder });
  });
  afterAll(async () => {
    await kernel?.stop();
    project?.close();
  });
  beforeEach(async () => {
    copied("src/layers");
    copied("src/tensor.ts");
    await kernel.run(importCell);
  });

  /** Edits a file and runs the import again, as a reader does. */
  async function edit(file: string, from: string, to: string): Promise<void> {
    const text = original(file);
    expect(text).toContain(from);
    project.write(file, text.replace(from, to));
    expect((await kernel.run(importCell)).reply.status).toBe("ok");
  }

  async function shownBy(code: string): Promise<Shown> {
    const { outputs, reply } = await kernel.run(code);
    expect(reply.status).toBe("ok");
    const bundles: Record<string, unknown>[] = outputs.map(({ content }) => content.data);
    return {
      types: outputs.map(({ type }) => type),
      script: bundles.map((data) => data["application/javascript"]).find((text) => typeof text === "string") as string,
      data: bundles.map((data) => data[panelType]).find((data) => data !== undefined) as Shown["data"],
    };
  }

  const outOfConv = ["src/layers/conv2d.ts", "= sum; // out[i, j, f]", "= 2 * sum; // out[i, j, f]"] as const;

  it("carries no code as long as nothing was edited, and none after an edit of comments", async () => {
    expect(await shownBy("bench()")).toMatchObject({ types: ["execute_result"], script: undefined });
    await edit("src/layers/conv2d.ts", "// out[i, j, f]", "// at the flat index of out[i, j, f]");
    const { script, data } = await shownBy("bench()");
    expect(script).toBeUndefined();
    expect(data).not.toHaveProperty("edited");
  });

  it("has its code in an output of its own before it, and in its data no more than names", async () => {
    const before = await shownBy("bench()");
    await edit(...outOfConv);
    const { types, script = "", data } = await shownBy("bench()");
    expect(types).toEqual(["display_data", "execute_result"]);
    expect(data.total).toBeCloseTo(2 * before.data.total, 2);
    expect(data.edited?.files).toEqual(["src/layers/conv2d.ts"]);
    expect(data.edited?.code).toMatch(/^[0-9a-f]{16}$/);
    expect(script).toContain("2 * sum");
    expect(script).toContain(`["${data.edited?.code}"]`);
    expect(script).not.toContain(project.folder);
    expect(await shownBy("show(bench())")).toMatchObject({ types: ["display_data", "display_data"], script });
  });

  it("computes by that code what the notebook computed, wherever it runs", async () => {
    await edit(...outOfConv);
    const { script = "", data } = await shownBy("bench()");
    const { underFilter, totalOf } = inPage<UnderFilter>(
      script.replace('}, "src/panels/page/filter-bench.ts")', '}, "src/panels/under-filter.ts")'),
      data.edited?.code,
    );
    const image = { shape: [4, 4], data: Float64Array.from([0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95]) };
    // The article's example gives 29, -192, -35 and -22.
    expect(totalOf(underFilter(image, [-1, 0, 1, -2, 0, 2, -1, 0, 1], {}))).toBe(2 * (29 + 192 + 35 + 22));
  });

  it("has another name for another edit, and no code once the edit is undone", async () => {
    await edit(...outOfConv);
    const first = await shownBy("bench()");
    await edit("src/layers/conv2d.ts", "= sum; // out[i, j, f]", "= 3 * sum; // out[i, j, f]");
    const second = await shownBy("bench()");
    expect(second.data.edited?.code).not.toBe(first.data.edited?.code);
    await edit("src/layers/conv2d.ts", "= sum; // out[i, j, f]", "= sum; // out[i, j, f]");
    expect((await shownBy("bench()")).script).toBeUndefined();
  });

  it("notices an edit of what the layers import, and none of a layer that it does not have", async () => {
    await edit("src/tensor.ts", "export function sizeOf(", "export const added = 1;\nexport function sizeOf(");
    expect((await shownBy("bench()")).data.edited?.files).toEqual(["src/tensor.ts"]);
    copied("src/tensor.ts");
    await edit(...outOfConv);
    expect((await shownBy("totalsToProbabilities([1, 2])")).script).toBeUndefined();
  });

  it("says which file imports what a page does not have, and which awaits at its top", async () => {
    const ran = async () => {
      const { script = "", data } = await shownBy("bench()");
      return () => inPage<object>(script, data.edited?.code);
    };
    await edit(
      "src/layers/conv2d.ts",
      "import",
      'import { cpus } from "node:os";\nexport const n = cpus().length;\nimport',
    );
    expect(await ran()).toThrow("src/layers/conv2d.ts imports node:os, which a page does not have");
    copied("src/layers/conv2d.ts");
    await edit("src/tensor.ts", "export function sizeOf(", "await Promise.resolve();\nexport function sizeOf(");
    expect(await ran()).toThrow("src/tensor.ts awaits something at its top, which a panel cannot");
  });

  it("ends no script element early, whatever the code says", async () => {
    await edit("src/layers/conv2d.ts", "\nimport", '\nexport const odd = "</SCRIPT><!--<script>";\nimport');
    const { script = "" } = await shownBy("bench()");
    expect(script).toContain("odd");
    expect(script).not.toMatch(/<\/script|<!--/i);
  });

  it("shows nothing below the cell when the debugger looks at it", async () => {
    await edit(...outOfConv);
    await kernel.run("const shown = bench();");
    const view = 'Reflect.get(globalThis, Symbol.for("jupyter.debugger"))';
    const { outputs, result } = await kernel.run(`Object.keys(${view}.rich(shown)).join()`);
    expect(result).toContain(panelType);
    expect(outputs.map(({ type }) => type)).toEqual(["execute_result"]);
  });

  it("is as the import left it while a file cannot be compiled, in the middle of an edit", async () => {
    project.write("src/layers/conv2d.ts", `${original("src/layers/conv2d.ts")}\nexport const half = (`);
    const { types, data, script } = await shownBy("bench()");
    expect(types).toEqual(["execute_result"]);
    expect(data.total).toBeGreaterThan(0);
    expect(script).toBeUndefined();
  });

  it("carries none where set-up left no list to compare with", async () => {
    await edit(...outOfConv);
    rmSync(join(project.folder, shipped));
    expect((await shownBy("bench()")).script).toBeUndefined();
    copied(shipped);
    expect((await shownBy("bench()")).script).toBeDefined();
  });
});

/** What the code gives that a script registers in a page. */
function inPage<T>(script: string, code = ""): T {
  const page: { cnnEditedPanels?: Record<string, () => T> } = {};
  runInNewContext(script, Object.assign(page, { dispatchEvent: () => true, Event: class {} }));
  const load = page.cnnEditedPanels?.[code];
  if (!load) throw new Error(`expected code under the name ${code}, got none`);
  return load();
}

interface UnderFilter {
  underFilter(image: object, weights: readonly number[], settings: object): object;
  totalOf(map: object): number;
}
