// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a text for the compiler holds a template
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CompiledCell,
  type CompileFailure,
  isCompiled,
} from "../../../jupyter/kernel/compiler/cells/compiled-cell";
import { type OpenedCompiler, openCompiler } from "../../../jupyter/kernel/compiler/cells/open-compiler";
import { EsbuildEmitter } from "../../../jupyter/kernel/compiler/emitting/esbuild-emitter";
import { root } from "../../../scripts/project.mjs";
import { type SmallProject, smallProject } from "../../helpers/compiler/small-project";
import { allowed } from "../../helpers/slack.mjs";

/** A compiler in a project of its own; each cell is declared as if it had run. */
class Cells {
  readonly project: SmallProject;
  readonly opened: OpenedCompiler;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.project = smallProject(files);
    const { folder } = this.project;
    this.opened = openCompiler({ folder, root: folder });
  }

  compile(text: string): Promise<CompiledCell | CompileFailure> {
    return this.opened.compiler.compile(text);
  }

  /** @param reached  the names that it got to; all of them unless it is said */
  async run(text: string, reached?: readonly string[]): Promise<CompiledCell> {
    const cell = await this.compile(text);
    if (!isCompiled(cell)) throw new Error(errorsIn(cell).join("\n"));
    const names = reached ?? cell.names.map(({ name }) => name);
    this.opened.compiler.declare(cell.number, new Set(names));
    return cell;
  }

  async errors(text: string): Promise<string[]> {
    return errorsIn(await this.compile(text));
  }

  /** How many files' types a cell has checked. */
  async checkedBy(text: string): Promise<number> {
    const { counts } = this.opened.compiler;
    const before = counts.filesChecked;
    await this.compile(text);
    return counts.filesChecked - before;
  }

  close(): void {
    this.opened.program.close();
    this.project.close();
  }
}

const errorsIn = (result: CompiledCell | CompileFailure): string[] =>
  isCompiled(result) ? [] : result.errors.map(({ code, start, message }) => `${start} TS${code}: ${message}`);

describe("files are checked again only for a reason", () => {
  const chain = {
    "base.ts": "export const base = 1;",
    "middle.ts": 'import { base } from "./base"; export const middle: number = base + 1;',
    "top.ts": 'import { middle } from "./middle"; export const above = middle + 1;',
    "apart.ts": "export const apart = 1;",
    "index.ts": 'export * from "./top"; export * from "./apart";',
  };
  let cells: Cells;
  const first = 'import { above, apart } from "./index"; above + apart';
  const edit = (file: string, text: string) => cells.project.write(file, text);
  beforeAll(() => {
    cells = new Cells(chain);
  });
  afterAll(() => cells.close());

  it("the first import checks all five files, the same one again none", async () => {
    expect(await cells.checkedBy(first)).toBe(5);
    expect(await cells.checkedBy(first)).toBe(0);
    expect(await cells.checkedBy('import * as all from "./index"; all.above')).toBe(0);
    expect(await cells.checkedBy("1 + 1")).toBe(0);
  });
  it("after an edit: the file, and what imports it by however many steps", async () => {
    edit("middle.ts", `${chain["middle.ts"]} // edited`);
    expect(await cells.checkedBy(first)).toBe(3);
    edit("apart.ts", "export const apart = 2;");
    expect(await cells.checkedBy(first)).toBe(2);
    edit("index.ts", `${chain["index.ts"]} // edited`);
    expect(await cells.checkedBy(first)).toBe(1);
    expect(await cells.checkedBy(first)).toBe(0);
  });
  it("a file that was written again as it was is not checked again", async () => {
    edit("base.ts", chain["base.ts"]);
    expect(await cells.checkedBy(first)).toBe(0);
  });
  it("an error in an importer of an edited file is found, and gone when the edit is", async () => {
    edit("base.ts", 'export const base = "one";');
    expect(await cells.errors(first)).toEqual(["44 TS2322: Type 'string' is not assignable to type 'number'."]);
    edit("base.ts", chain["base.ts"]);
    expect(await cells.errors(first)).toEqual([]);
    expect(await cells.checkedBy(first)).toBe(0);
  });
  it("a cell that imports only another file does not check the edited one", async () => {
    edit("base.ts", "export const base = 3;");
    expect(await cells.checkedBy('import { apart } from "./apart"; apart')).toBe(0);
    expect(await cells.checkedBy(first)).toBe(4);
  });
});

describe("the names of a cell", () => {
  let cells: Cells;
  beforeAll(() => {
    cells = new Cells();
  });
  afterAll(() => cells.close());

  it("functions keep the types of their time", async () => {
    await cells.run("let v = 1; const f = () => v");
    await cells.run('let v = "s"');
    expect(await cells.errors("const n: number = f(); const s: string = v")).toEqual([]);
    expect(await cells.errors("const s: string = f()")).toHaveLength(1);
    expect(await cells.errors("const n: number = v")).toHaveLength(1);
  });
  it("a cell that failed declares what it got to, and its types; other names stay what they were", async () => {
    await cells.run("let kept = 1, replaced = 1");
    await cells.run('let replaced = "s"; type Mine = 1; throw 0; let kept = "s", unreached = 1', ["replaced"]);
    expect(await cells.errors("const a: number = kept, b: string = replaced, c: Mine = 1")).toEqual([]);
    expect(await cells.errors("unreached")).toEqual(["0 TS2304: Cannot find name 'unreached'."]);
  });
  it("a cell that does not compile declares nothing", async () => {
    expect(await cells.errors("let wrong: number = 's'; let beside = 1")).toHaveLength(1);
    expect(await cells.errors("beside")).toEqual(["0 TS2304: Cannot find name 'beside'."]);
  });
  it("the compiled cell lists what the compiler made up, of esbuild's helpers too", async () => {
    const plain = await cells.run("let listed = 1");
    expect(plain.madeUpNames).toEqual(["$", "$import", "$meta", "$result"]);
    const { code, madeUpNames } = await cells.run(
      "function mark(_: unknown, __: ClassDecoratorContext) {}\n@mark class Marked {}",
    );
    const helpers = code.match(/\b__\w+(?=\()/g) ?? [];
    expect(helpers.length).toBeGreaterThan(2);
    expect(madeUpNames).toEqual(expect.arrayContaining([...new Set(helpers)]));
    expect(madeUpNames).not.toContain("__");
  });
});

describe("an expression typed into a debugger", () => {
  let cells: Cells;
  const scope: Record<string, unknown> = {};
  beforeAll(async () => {
    cells = new Cells();
    await cells.run("let total = 1; function twice(n: number) { return n * 2 } let sum = -1");
  });
  afterAll(() => cells.close());

  /** Runs in a frame with a local variable `sum`. @returns its value, and what `sum` is afterwards */
  async function evaluate(text: string, sum: unknown = 5): Promise<[unknown, unknown]> {
    Object.assign(scope, { total: 1, twice: (n: number) => n * 2, sum: -1 });
    const code = await cells.opened.compiler.compileExpression({ text, locals: ["sum"], own: [], scope: "$_" });
    const frame = new Function("$_", "sum", "code", '"use strict"; return [eval(code), sum];');
    return frame(scope, sum, code);
  }

  it("locals shadow the notebook's names, when read and when assigned", async () => {
    expect(await evaluate("sum + total")).toEqual([6, 5]);
    expect(await evaluate("sum = 100")).toEqual([100, 100]);
    expect(scope.sum).toBe(-1);
  });
  it("the notebook's names stand on both sides of an assignment", async () => {
    expect(await evaluate("total = total + 98")).toEqual([99, 5]);
    expect(scope.total).toBe(99);
    expect(await evaluate("[total, sum] = [sum, total]")).toEqual([[5, 1], 1]);
    expect(scope.total).toBe(5);
    expect("total" in globalThis).toBe(false);
  });
  it("names of the paused cell are the notebook's, before that cell has ended", async () => {
    const asked = { text: "fresh = total", locals: [], own: ["fresh"], scope: "$_" };
    expect((await cells.opened.compiler.compileExpression(asked)).trim()).toBe("$_.fresh = $_.total;");
  });
  it("types are stripped", async () => {
    expect(await evaluate("(sum as number)! + twice(<number>total satisfies number)")).toEqual([7, 5]);
  });
  it("an object is one, in brackets or not", async () => {
    expect(await evaluate("{ sum, total }")).toEqual([{ sum: 5, total: 1 }, 5]);
    expect(await evaluate(" {a: total}")).toEqual([{ a: 1 }, 5]);
    expect(await evaluate("({ a: sum })")).toEqual([{ a: 5 }, 5]);
  });
  it("the scope has the name that it has in the frame, whatever the text holds", async () => {
    expect(await evaluate("`${total}$`")).toEqual(["1$", 5]);
  });
  it("a new name is no global variable", async () => {
    await expect(evaluate("fresh = 3")).rejects.toThrow("fresh is not defined");
    expect("fresh" in globalThis).toBe(false);
  });
  it("await is refused in words, and stays in functions", async () => {
    await expect(evaluate("await total")).rejects.toThrow("await cannot be used while the program is paused");
    expect(typeof (await evaluate("async () => await total"))[0]).toBe("function");
  });
  it("what cannot be read is told with its place", async () => {
    for (const [text, start] of [
      ["sum + ", 5],
      ["{ a: }", 5],
    ] as const) {
      const told = cells.opened.compiler.compileExpression({ text, locals: [], own: [], scope: "$" });
      await expect(told).rejects.toMatchObject({ message: "Expression expected.", start });
    }
  });
});

const isLinux = process.platform === "linux";

describe("after 300 declaring cells", () => {
  let cells: Cells;
  const codes: string[] = [];
  const memory: number[] = [];
  beforeAll(async () => {
    cells = new Cells();
    for (let k = 0; k < 300; k++) {
      // A cell that uses a new name makes the checker collect all names.
      const before = k > 0 && k % 10 === 0 ? ` + v${k - 1}` : "";
      const text = `let v${k} = ${k}${before}; const f${k} = () => v${k}; class C${k} { v = v${k} }`;
      codes.push((await cells.run(text)).code);
      if (k % 10 === 9) cells.opened.program.settle();
      if (isLinux && k % 50 === 49) memory.push(checkerMegabytes());
    }
  }, allowed(60_000));
  afterAll(() => cells.close());

  // 10 to 26 % more was seen, and 73 % where nobody disposed of snapshots.
  it.runIf(isLinux)("the checker holds at most half as much again as after 150", () => {
    expect(memory).toHaveLength(6);
    expect(memory[0]).toBeGreaterThan(20);
    expect(memory[5]! / memory[2]!).toBeLessThan(1.5);
  });

  it("a scope of 900 names has fast properties: V8 has 1,020 of them", async () => {
    const scope = readFileSync(join(root, "jupyter/kernel/run/notebook-variables.ts"), "utf8");
    const asked = { form: "module", extension: ".ts" } as const;
    const { code } = await new EsbuildEmitter({}).emit(scope, asked);
    const script = `${code}
      const { values } = new module.exports.NotebookVariables();
      for (const code of ${JSON.stringify(codes)}) eval(code)()(values, undefined, {}, {});
      console.log(Object.keys(values).length, %HasFastProperties(values), values.f299());
      for (let k = 900; k < 1020; k++) eval("(values) => void (values.more" + k + " = 1)")(values);
      console.log(%HasFastProperties(values));
      values.oneMore = 1;
      console.log(%HasFastProperties(values));`;
    const flags = ["--allow-natives-syntax", "--input-type=commonjs", "-"];
    const running = promisify(execFile)(process.execPath, flags);
    running.child.stdin?.end(script);
    expect((await running).stdout).toBe("900 true 299\ntrue\nfalse\n");
  });
});

/** What the checker's process holds, the largest of those that this one has started. */
function checkerMegabytes(): number {
  const threads = readdirSync("/proc/self/task");
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
  );
  const sizes = children.map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return status.startsWith("Name:\ttsc\n") ? Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 : 0;
  });
  return Math.max(...sizes);
}
