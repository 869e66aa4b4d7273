import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { plain } from "../helpers/kernel/client";
import { environment } from "../helpers/kernel/environment";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel();

/** The text of the cell's execute_result. */
const resultOf = async (code: string) => (await kernel.run(code)).result;

describe("results", () => {
  it("the last expression comes back as execute_result with its execution number", async () => {
    const { reply, outputs } = await kernel.run("const six = 6;\nsix * 7");
    expect(outputs.map(({ type }) => type)).toEqual(["execute_result"]);
    expect(outputs[0]?.content).toMatchObject({ data: { "text/plain": "42" }, metadata: {} });
    expect(outputs[0]?.content.execution_count).toBe(reply.execution_count);
  });

  it("a last line without a value gives no result, null gives null", async () => {
    expect((await kernel.run("undefined")).outputs).toEqual([]);
    expect((await kernel.run("const unseen = 1;")).outputs).toEqual([]);
    expect(await resultOf("null")).toBe("null");
  });

  it("a variable of an earlier cell works as a shorthand property, { seed }, and beside a property of its name", async () => {
    await kernel.run("const seed = 7;\nconst options = { seed, rate: 0.5 };\nlet rate = 0;");
    expect(await resultOf("({ seed })")).toBe("{ seed: 7 }");
    expect(await resultOf("const { seed: taken } = options;\ntaken")).toBe("7");
    expect(await resultOf("({ rate } = options);\nrate")).toBe("0.5");
    expect(await resultOf("[1].map((seed) => ({ seed }))")).toBe("[ { seed: 1 } ]");
  });

  it("a tensor is shown as its shape and a few rows", async () => {
    const code = "({ shape: [26, 26, 8], data: Float64Array.from({ length: 5408 }, (_, k) => k / 8) })";
    expect(await resultOf(code)).toBe(
      [
        "Tensor (26, 26, 8)",
        "  [0, 0, :]        0  0.125   0.25  0.375    0.5  0.625   0.75  0.875",
        "  [0, 1, :]        1  1.125   1.25  1.375    1.5  1.625   1.75  1.875",
        "  [0, 2, :]        2  2.125   2.25  2.375    2.5  2.625   2.75  2.875",
        "  …",
        "  [25, 25, :]    675  675.1  675.3  675.4  675.5  675.6  675.8  675.9",
      ].join("\n"),
    );
  });

  it("tensors are short inside other values and in console.log, and so are long typed arrays", async () => {
    const image = "{ shape: [28, 28], data: new Float64Array(784) }";
    expect((await resultOf(`({ image: ${image} })`))?.length).toBeLessThan(400);
    expect((await kernel.run(`console.log(${image})`)).stdout).toMatch(/^Tensor \(28, 28\)\n/);
    expect(await resultOf("new Float32Array(21632)")).toBe("Float32Array(21632) [ 0, 0, 0, 0, 0, 0, …, 0, 0 ]");
  });

  it("a value brings its own rich form by a method named Symbol.for('jupyter.display')", async () => {
    const code = '({ [Symbol.for("jupyter.display")]: () => ({ "text/html": "<b>5</b>" }) })';
    const { outputs } = await kernel.run(code);
    expect(outputs[0]?.type).toBe("execute_result");
    expect(outputs[0]?.content.data["text/html"]).toBe("<b>5</b>");
    expect(outputs[0]?.content.data).toHaveProperty("text/plain");
  });
});

describe("variables", () => {
  it("a loop over a variable of an earlier cell is fast: ten million steps in less than two seconds", async () => {
    await kernel.run("let sum = 0;");
    const { milliseconds } = await kernel.run("for (let k = 0; k < 1e7; k++) sum += k;");
    expect(milliseconds).toBeLessThan(allowed(2000));
    expect(await resultOf("sum")).toBe("49999995000000");
  });

  it("what a cell imports can be declared again by a later one", async () => {
    await kernel.run('import { join } from "path";');
    expect(await resultOf("const join = 5; join")).toBe("5");
  });
});

describe("errors", () => {
  it("an error is one `error` message with name, message, and the cell's own line and column", async () => {
    const code =
      "const size: number = 3;\n\nfunction check(n: number) {\n  throw new RangeError('bad ' + n);\n}\ncheck(size);";
    const { reply, outputs, traceback } = await kernel.run(code);
    expect(outputs.map(({ type }) => type)).toEqual(["error"]);
    expect(outputs[0]?.content).toMatchObject({ ename: "RangeError", evalue: "bad 3" });
    expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "bad 3" });
    const cell = `Cell [${reply.execution_count}]`;
    expect(traceback).toBe(
      [
        "RangeError: bad 3",
        `    at check, ${cell}:4:9`,
        "  3 | function check(n: number) {",
        "> 4 |   throw new RangeError('bad ' + n);",
        "    |         ^",
        "  5 | }",
        `    at ${cell}:6:1`,
        "  5 | }",
        "> 6 | check(size);",
        "    | ^",
      ].join("\n"),
    );
  });

  it("after an await, inside a timer and in a callback the position is the cell's too", async () => {
    const awaited = await kernel.run('await null;\n  throw new Error("late")');
    expect(awaited.traceback).toContain(`Cell [${awaited.reply.execution_count}]:2:9`);
    const timer = await kernel.run('setTimeout(() => {\n  throw new Error("t");\n}, 1);\nawait new Promise(() => {});');
    expect(timer.traceback).toContain(`Cell [${timer.reply.execution_count}]:2:9`);
  });

  it("an error in a file of the project is shown with that file's line, and with the cell's", async () => {
    const code = 'import { setup } from "./test/kernel/fixtures/thrower";\nsetup(-1);';
    const { reply, traceback } = await kernel.run(code);
    expect(traceback).toContain("at check, test/kernel/fixtures/thrower.ts:8:11");
    expect(traceback).toContain("> 8 |     throw new RangeError(");
    expect(traceback).toContain(`at Cell [${reply.execution_count}]:2:1`);
  });

  it("no traceback shows the kernel's or Node's own frames", async () => {
    const shown: string[] = [];
    for (const code of [
      'JSON.parse("{")',
      "[1].map(() => { throw new Error('m') })",
      "await Promise.any([Promise.reject(1)])",
    ]) {
      shown.push((await kernel.run(code)).traceback);
    }
    expect(shown.join("\n")).not.toMatch(/node:|kernel\.cjs|tslab|node_modules/);
    expect((await kernel.run("console.log(new Error('e').stack)")).stdout).toMatch(
      /^Error: e\n {4}at Cell \[\d+\]:1:13\n$/,
    );
  });

  it("a function that was assigned has the name that the reader wrote, and not the compiler's", async () => {
    await kernel.run('const tool: any = { parts: {} };\ntool.cut = () => { throw new Error("blunt"); };');
    await kernel.run('tool.parts.saw = function () { tool.cut(); }; "sharp"');
    const { traceback } = await kernel.run("tool.parts.saw();");
    const places = plain(traceback).match(/(?<=^ {4}at ).*(?=, Cell)/gm);
    expect(places).toEqual(["tool.cut", "tool.parts.saw"]);
  });

  it("a compile error is shown with line, column, message and the line of code", async () => {
    const { reply, traceback, outputs } = await kernel.run('const fine = 1;\nconst n: number = "one";');
    expect(outputs.map(({ type }) => type)).toEqual(["error"]);
    expect(reply.ename).toBe("CompileError");
    expect(traceback).toBe(
      [
        `Cell [${reply.execution_count}]:2:7 error TS2322: Type 'string' is not assignable to type 'number'.`,
        "  1 | const fine = 1;",
        '> 2 | const n: number = "one";',
        "    |       ^",
      ].join("\n"),
    );
  });

  it("the cause of an error is shown, and what is thrown need not be an error", async () => {
    const { traceback } = await kernel.run('throw new Error("outer", { cause: new TypeError("inner") })');
    expect(traceback).toMatch(/Error: outer\n[\s\S]*Caused by:\nTypeError: inner/);
    expect((await kernel.run("throw { code: 5 }")).reply.evalue).toBe("{ code: 5 }");
  });

  it("what a failed cell had assigned stays, and what it did not reach is as before", async () => {
    await kernel.run('let reached = "old"; let missed = "old";');
    await kernel.run('let reached = 5; throw new Error("x"); let missed = 5; let unreached = 1;');
    expect(await resultOf("[reached, missed]")).toBe("[ 5, 'old' ]");
    expect((await kernel.run("unreached")).reply.evalue).toContain("Cannot find name 'unreached'");
  });
});

describe("a notebook that throws", () => {
  const notebook = join(mkdtempSync(join(tmpdir(), "throws-")), "throws.ipynb");
  beforeAll(() => {
    const cell = (source: string) => ({
      cell_type: "code",
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
      id: source.slice(0, 3),
    });
    const metadata = {
      kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    };
    const cells = [cell("1 + 1"), cell('throw new Error("on purpose")')];
    writeFileSync(notebook, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  });
  const run = (command: string, ...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync(join(root, ".venv/bin", command), argv, {
      encoding: "utf8",
      env: environment(),
    });
    return { status, output: plain(stdout + stderr) };
  };

  it("fails under nbclient, which shows the error", () => {
    const { status, output } = run("jupyter-execute", notebook);
    expect(status).not.toBe(0);
    expect(output).toContain("Error: on purpose");
    expect(output).toMatch(/Cell \[2\]:1:7/);
  });

  it("fails under nbmake, which shows the error", () => {
    const { status, output } = run("python", "-m", "pytest", "-p", "no:cacheprovider", "--nbmake", notebook);
    expect(status).toBe(1);
    expect(output).toContain("Error: on purpose");
    expect(output).toContain("1 failed");
  });
});
