// What people use around Jupyter, each with the installed kernel on notebooks outside every project.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installTools } from "../../scripts/tools.mjs";
import { type InstalledKernel, installedKernel, textsIn, venv } from "../helpers/installed-kernel";
import { notebook } from "../helpers/notebook";

let kernel: InstalledKernel;
let tool: (command: string) => string;
beforeAll(async () => {
  tool = installTools();
  kernel = await installedKernel();
});
afterAll(() => kernel.close());

const good = ["const rate: number = 0.5;", "rate * 2"];
const bad = ['throw new RangeError("too far")'];

test("`jupyter execute` ends with 0 and stores the result, with 1 and our words where a cell fails", async () => {
  kernel.write("good.ipynb", notebook(...good));
  kernel.write("bad.ipynb", notebook(...bad));
  const execute = (name: string) => kernel.run(venv("jupyter-execute"), ["--inplace", name]);
  expect(await execute("good.ipynb")).toMatchObject({ status: 0 });
  expect(textsIn(kernel.read("good.ipynb"))).toEqual(["", "1"]);
  const { status, output } = await execute("bad.ipynb");
  expect(status).toBe(1);
  expect(output).toContain("RangeError: too far");
});

test("nbconvert writes a script of the cells that ends in .ts", async () => {
  kernel.write("script.ipynb", notebook(...good));
  const convert = ["--to", "script", "script.ipynb"];
  expect(await kernel.run(venv("jupyter-nbconvert"), convert)).toMatchObject({ status: 0 });
  expect(kernel.read("script.ts")).toMatch(/const rate: number = 0\.5;\s+rate \* 2/);
});

const pytest = (python: string, ...flags: string[]) =>
  kernel.run(python, ["-m", "pytest", "-p", "no:cacheprovider", "--quiet", ...flags]);

test("nbmake passes a notebook that runs and fails one that does not", async () => {
  kernel.write("runs.ipynb", notebook(...good));
  kernel.write("fails.ipynb", notebook(...bad));
  const { status, output } = await pytest(venv("python"), "--nbmake", "runs.ipynb", "fails.ipynb");
  expect(output).toContain("RangeError: too far");
  expect(output).toContain("1 failed, 1 passed");
  expect(status).toBe(1);
});

test("nbval compares what is stored with what comes", async () => {
  const stored = (value: string) => {
    const made = notebook(...good);
    Object.assign(made.cells[1] ?? {}, { execution_count: 2 });
    made.cells[1]?.outputs.push({
      output_type: "execute_result",
      execution_count: 2,
      metadata: {},
      data: { "text/plain": [value] },
    });
    return made;
  };
  kernel.write("same.ipynb", stored("1"));
  kernel.write("other.ipynb", stored("7"));
  const { output } = await pytest(tool("python"), "--nbval", "same.ipynb", "other.ipynb");
  expect(output).toContain("other.ipynb::Cell 1");
  expect(output).not.toContain("FAILED same.ipynb");
  expect(output).toContain("1 failed, 3 passed");
});

describe("jupytext", () => {
  test("makes a script of cells and gives the notebook back", async () => {
    kernel.write("pair.ipynb", notebook(...good));
    const jupytext = (...words: string[]) => kernel.run(tool("jupytext"), words);
    expect(await jupytext("--to", "ts:percent", "pair.ipynb")).toMatchObject({ status: 0 });
    expect(kernel.read("pair.ts")).toMatch(/\/\/ %%\nconst rate: number = 0\.5;\n\n\/\/ %%\nrate \* 2/);
    expect(await jupytext("--to", "ipynb", "pair.ts", "-o", "back.ipynb")).toMatchObject({
      status: 0,
    });
    const { cells } = JSON.parse(kernel.read("back.ipynb"));
    expect(cells.map(({ source }: { source: string[] }) => source.join(""))).toEqual(good);
  });

  test("runs one", async () => {
    kernel.write("run.ts", "// %%\n40 + 2\n");
    const words = ["--to", "ipynb", "--set-kernel", "tslab", "--execute", "run.ts"];
    expect(await kernel.run(tool("jupytext"), words)).toMatchObject({ status: 0 });
    expect(textsIn(kernel.read("run.ipynb"))).toEqual(["42"]);
  });
});

describe("papermill", () => {
  const parametrised = () => {
    const made = notebook(
      "let rate: number = 0.1; // how fast\nlet name = 'a';\nlet sizes: number[] = [1];",
      "const shown = () => [rate, name, sizes, extra]; shown()",
    );
    Object.assign(made.cells[0] ?? {}, { metadata: { tags: ["parameters"] } });
    return made;
  };

  test("writes its parameters as TypeScript", async () => {
    kernel.write("in.ipynb", parametrised());
    const extra = '{a: [true, null], b: 12345678901234567890, c: "é \\"q\\" \\\\ `"}';
    const { status, output } = await kernel.run(tool("papermill"), [
      "in.ipynb",
      "out.ipynb",
      "-p",
      "rate",
      "0.5",
      "-p",
      "name",
      "b c",
      "-y",
      `{sizes: [2, 3], extra: ${extra}}`,
    ]);
    expect({ status, output }).toMatchObject({ status: 0 });
    const [, , shown = ""] = textsIn(kernel.read("out.ipynb"));
    expect(shown.replace(/\s+/g, " ")).toBe(
      "[ 0.5, 'b c', [ 2, 3 ], { a: [ true, null ], b: 12345678901234567890n, c: 'é \"q\" \\\\ `' } ]",
    );
  });

  test("tells which parameters there are", async () => {
    kernel.write("help.ipynb", parametrised());
    const { output } = await kernel.run(tool("papermill"), ["--help-notebook", "help.ipynb"]);
    expect(output).toMatch(/rate: number \(default 0\.1\) +how fast/);
    expect(output).toMatch(/name: Unknown type \(default 'a'\)/);
    expect(output).toMatch(/sizes: number\[\] \(default \[1\]\)/);
  });
});

describe("`jupyter console`", () => {
  const type = async (...lines: string[]) => {
    const words = ["--simple-prompt", "--kernel", "tslab"];
    return (await kernel.run(tool("jupyter-console"), words, lines.join("\n"))).output;
  };

  test("shows results and errors", async () => {
    const output = await type("const a = 40;", "a + 2", "null.x", "");
    expect(output).toMatch(/Out\[2\]: 42/);
    expect(output).toContain("TS18050");
  });

  test("asks what a cell asks; its end of input is null", async () => {
    const output = await type(
      'const name = prompt("Name?")',
      "Ada Ö",
      "'Hello ' + name",
      'confirm("Sure?")',
      "y",
      "prompt()",
    );
    expect(output).toMatch(/Name\? [\s\S]*Out\[2\]: 'Hello Ada Ö'/);
    expect(output).toMatch(/Sure\? \[y\/N\] Out\[3\]: true/);
    expect(output).toMatch(/Out\[4\]: null/);
  });
});

test("a cell that asks fails with one sentence in `jupyter execute`", async () => {
  kernel.write("asks.ipynb", notebook('prompt("name?")'));
  const { status, output } = await kernel.run(venv("jupyter-execute"), ["asks.ipynb"]);
  expect(status).toBe(1);
  expect(output).toContain("InputError: this front end cannot ask for input");
});
