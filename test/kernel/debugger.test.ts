// JupyterLab's debugger, by the requests that JupyterLab sends.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient } from "../helpers/kernel/client";
import { DebugClient } from "../helpers/kernel/debug-client";
import { temporaryProject } from "../helpers/kernel/temporary-project";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel();
let debug: DebugClient;

beforeEach(async () => {
  debug = new DebugClient(kernel);
  kernel.late.length = 0;
  await debug.start();
});

afterEach(() => debug.ask("disconnect"));

/** Runs a cell up to its first pause. @param set  sets these breakpoints, and with none takes them away */
async function pausedBy(set: (...lines: number[]) => Promise<unknown>, code: string, ...lines: number[]) {
  await set(...lines);
  const running = kernel.run(code);
  await debug.event("stopped");
  const end = async () => {
    await set();
    await debug.ask("continue");
    return running;
  };
  return { running, end };
}

const pausedIn = (code: string, ...lines: number[]) => pausedBy((...at) => debug.breakIn(code, ...at), code, ...lines);

const layerFile = "src/layers/conv3x3.ts";
const layerText = readFileSync(join(root, layerFile), "utf8");
/** The head of the loop over the rows, in the layer's `forward`. */
const layerLine = layerText.split("\n").findIndex((line) => line.includes("for (let i")) + 1;

/** Runs a forward pass up to a breakpoint in the layer's file. */
const pausedInLayer = () =>
  pausedBy(
    (...at) => debug.breakAt(layerFile, ...at),
    'import { Conv3x3, tensor } from "../src/index";\nnew Conv3x3(1).forward(tensor([3, 3])).shape',
    layerLine,
  );

const cellLines = async () => (await debug.frames()).map((frame) => Number(frame.split(":").at(-1)));

/** Steps until the cell ends. @returns the innermost frames' lines on the way */
async function walk(how: "next" | "stepIn", running: Promise<unknown>, most = 60): Promise<number[]> {
  const lines: number[] = [];
  for (let k = 0; k < most; k++) {
    await debug.ask(how);
    if (!(await debug.event("stopped", running))) return lines;
    lines.push((await cellLines())[0] as number);
  }
  throw new Error(`still at it after ${most} steps: ${lines}`);
}

describe("breakpoints in a cell", () => {
  it("stop it, before it ever ran, and again in each turn of a loop", async () => {
    const { end } = await pausedIn("let sum = 0;\nfor (const k of [1, 2]) {\n  sum += k;\n}\nsum", 3);
    expect(await cellLines()).toEqual([3]);
    await debug.ask("continue");
    expect(await debug.event("stopped")).toMatchObject({ reason: "breakpoint" });
    expect((await end()).result).toBe("3");
  });

  it.each([
    ["a blank line", "let a = 1;\n\nlet b = 2;", 2, 3],
    ["a comment", "let a = 1;\n// why\nlet b = 2;", 2, 3],
    ["a type", "let a = 1;\ntype T = number;\nlet b: T = 2;", 2, 3],
    ["an interface", "interface P {\n  x: number;\n}\nconst p: P = { x: 1 };\np", 1, 4],
    ["an import", 'import { sep } from "node:path";\nsep', 1, 2],
    ["a declaration", "let a = 1;\nlet b = 2;", 2, 2],
    ["the last expression", "let a = 1;\na + 1", 2, 2],
    ["an expression of several lines", "const p = [\n  1,\n  Math.max(2, 3),\n];", 1, 1],
    ["a line in its middle", "const p = [\n  1,\n  Math.max(2, 3),\n];", 3, 3],
    ["a callback on its own line", "[1].map((v) =>\n  v * 2)", 2, 2],
    ["the first line of a function", "function f() {\n  return 1;\n}\nf()", 2, 2],
    ["a getter", "class C {\n  get x() {\n    return 1;\n  }\n}\nnew C().x", 3, 3],
    ["a generator", "function* g() {\n  yield 1;\n}\n[...g()]", 2, 2],
    ["after an await", "await null;\nlet a = 1;\na", 2, 2],
    ["in an async function", "async function f() {\n  await null;\n  return 2;\n}\nawait f()", 3, 3],
  ])("%s", async (_name, code, wanted, line) => {
    const { end } = await pausedIn(code, wanted);
    expect((await cellLines())[0]).toBe(line);
    const { breakpoints } = await debug.ask("debugInfo");
    expect(breakpoints.map(({ breakpoints }: { breakpoints: object[] }) => breakpoints)).toEqual([[{ line }]]);
    expect((await end()).reply.status).toBe("ok");
  });

  it("in a function of an earlier cell are hit from another cell, and from a timer", async () => {
    const earlier = "function later(n: number) {\n  return n + 1;\n}";
    await kernel.run(earlier);
    expect(await debug.breakIn(earlier, 2)).toEqual([2]);
    const running = kernel.run("await new Promise((done) => setTimeout(() => done(later(1)), 1))");
    await debug.event("stopped");
    expect((await debug.frames())[0]).toMatch(/^later ipykernel_cells\/\d+\.ts:2$/);
    await debug.ask("continue");
    expect((await running).result).toBe("2");
  });

  it("are removed and added while it is paused", async () => {
    const code = "let a = 1;\nlet b = 2;\nlet c = 3;\nc";
    const { running } = await pausedIn(code, 1);
    expect(await debug.breakIn(code, 3)).toEqual([3]);
    await debug.ask("continue");
    await debug.event("stopped");
    expect(await cellLines()).toEqual([3]);
    await debug.ask("continue");
    expect((await running).result).toBe("3");
  });

  it("belong to a text: the same text run twice stops twice; an edited cell forgets the old text", async () => {
    const code = "let a = 1;\na";
    const metadata = { cellId: "first" };
    await debug.breakIn(code, 2);
    for (let k = 0; k < 2; k++) {
      const running = kernel.run(code, {}, metadata);
      await debug.event("stopped");
      await debug.ask("continue");
      await running;
    }
    await kernel.run("let a = 2;\na", {}, metadata);
    expect((await debug.ask("debugInfo")).breakpoints).toEqual([]);
  });

  it("the hash of a text is JupyterLab's", async () => {
    // By murmur2 of @jupyterlab/debugger 4.6.4, with the seed 0xc0de.
    for (const [code, hash] of hashes) {
      expect((await debug.ask("dumpCell", { code })).sourcePath).toBe(`ipykernel_cells/${hash}.ts`);
    }
  });
});

const hashes: [string, number][] = [
  ["", 3897361697],
  ["a", 520109158],
  ["ab", 3385181364],
  ["abc", 3149282444],
  ["abcd", 2289639665],
  ["const sum = 1;\nsum", 693551223],
  ["Żółć 日本 👩‍🔬", 2516745398],
  ["x".repeat(1000), 4274853464],
];

describe("a statement `debugger`", () => {
  it("pauses its cell without any breakpoint, and the cell is told as paused", async () => {
    const running = kernel.run("let at = 1;\ndebugger;\nat + 1");
    await debug.event("stopped");
    expect(await cellLines()).toEqual([2]);
    await debug.ask("continue");
    expect((await running).result).toBe("2");
  });

  it("pauses in a file that the cell imports", async () => {
    const project = temporaryProject({
      "src/step.ts": "export function step(): number {\n  debugger;\n  return 1;\n}\n",
    });
    onTestFinished(() => project.close());
    const own = await KernelClient.start({ project: project.folder });
    onTestFinished(() => own.stop());
    const its = new DebugClient(own);
    await its.start();
    const running = own.run('import { step } from "./src/step";\nstep()');
    await its.event("stopped");
    expect((await its.frames())[0]).toMatch(/src\/step\.ts:2$/);
    await its.ask("continue");
    expect((await running).result).toBe("1");
  });
});

describe("breakpoints in a file", () => {
  it("are hit, with the cell below them; the text can be read, and so can no other file of the machine", async () => {
    const { end } = await pausedInLayer();
    const [top, below] = await debug.frames();
    expect(top).toBe(`Conv3x3.forward ${layerFile}:${layerLine}`);
    expect(below).toMatch(/^Cell \[\d+\] ipykernel_cells\/\d+\.ts:2$/);
    expect((await debug.ask("source", { source: { path: layerFile } })).content).toContain("class Conv3x3");
    await expect(debug.ask("source", { source: { path: "../../../etc/passwd" } })).rejects.toThrow(
      "no cell and no file",
    );
    expect((await end()).result).toBe("[ 1, 1, 1 ]");
  });

  it("can be set before the file is imported: the files of src are listed", async () => {
    const { modules } = await debug.ask("modules");
    expect(modules.map(({ path }: { path: string }) => path)).toContain(layerFile);
  });
});

describe("breakpoints in a file that is edited", () => {
  it("move with their line, and are hit there", async () => {
    const project = temporaryProject({
      "steps.ts": "export function step(n: number) {\n  const m = n + 1;\n  return m;\n}\n",
    });
    onTestFinished(() => project.close());
    const own = await KernelClient.start({ project: project.folder });
    onTestFinished(() => own.stop());
    const debug = new DebugClient(own);
    await debug.start();
    const cell = 'import { step } from "./steps";\nstep(1)';
    await debug.breakAt("steps.ts", 3);
    for (const [text, line] of [
      [undefined, 3],
      ["// a comment\n\nexport function step(n: number) {\n  const m = n + 1;\n  return m;\n}\n", 5],
      ["export function step(n: number) {\n  const m = n + 2;\n  return m;\n}\n", 3],
    ] as const) {
      if (text) project.write("steps.ts", text);
      const running = own.run(cell);
      await debug.event("stopped");
      expect((await debug.frames())[0]).toBe(`step steps.ts:${line}`);
      await debug.ask("continue");
      await running;
    }
  });
});

describe("steps", () => {
  it("go from line to line", async () => {
    const code =
      "let a = [1, 2].map((v) => v * 2);\nfor (const v of a) {\n  a = [...a, v];\n}\nawait null;\nconst s = a.length;\ns";
    const { running } = await pausedIn(code, 1);
    expect(await walk("next", running)).toEqual([2, 3, 2, 3, 2, 5, 6, 7]);
  });

  it("lead into functions of cells and files, and over all others", async () => {
    await kernel.run("function half(x: number) {\n  return x / 2;\n}");
    const { running } = await pausedIn('console.log("a");\nconst h = half(4);\n[h].map(String);\nh', 1);
    expect(await walk("stepIn", running)).toEqual([2, 2, 3, 4]);
  });

  it("lead out of a function, to its caller", async () => {
    const code = "function f() {\n  const a = 1;\n  return a;\n}\nconst b = f();\nb";
    const { end } = await pausedIn(code, 2);
    await debug.ask("stepOut");
    await debug.event("stopped");
    // V8 pauses next where something is left to do: after the call and its assignment.
    expect(await cellLines()).toEqual([6]);
    expect((await end()).result).toBe("1");
  });
});

describe("variables", () => {
  const code =
    "const grid = { shape: [2, 2], data: new Float64Array([1, 2, 3, 4]) };\nfunction f(x: number) {\n  const y = x + 1;\n  return y;\n}\nf(1)";

  it("of a function are its own names, and no name stands twice", async () => {
    const { end } = await pausedIn(code, 4);
    const { Locals, Globals } = await debug.scopes();
    expect(Locals).toEqual({ x: "1", y: "2" });
    expect(Globals).toMatchObject({ grid: "Tensor (2, 2)" });
    const below = await debug.scopes(1);
    expect(Object.keys(below.Locals ?? {})).toEqual(["f", "grid"]);
    expect(below.Globals).not.toHaveProperty("grid");
    await end();
  });

  it("of a file are its module's besides, and none that a compiler made up", async () => {
    const { end } = await pausedInLayer();
    const { Locals = {}, Module = {} } = await debug.scopes();
    expect(Locals).toMatchObject({ input: "Tensor (3, 3)", width: "3" });
    for (const name of [...Object.keys(Locals), ...Object.keys(Module)]) {
      if (name !== "this") expect(layerText).toMatch(new RegExp(`\\b${name}\\b`));
    }
    await end();
  });

  it("are told where the cell has replaced a built-in, and it stays replaced", async () => {
    const { end } = await pausedIn(
      `const own = 5;
const { map } = Array.prototype;
Array.prototype.map = () => { throw new Error("half-written"); };
let isBack = Array.prototype.map === map;
Array.prototype.map = map;
isBack`,
      4,
    );
    const { Locals } = await debug.scopes();
    expect(Locals).toMatchObject({ own: "5" });
    expect((await end()).result).toBe("false");
  });

  it("unfold: a tensor along its axes, a long list in groups, a getter when it is asked for", async () => {
    await kernel.run(`const tensor = { shape: [2, 3], data: new Float64Array([1, 2, 3, 4, 5, 6]) };
const long = Array.from({ length: 250 }, (_, k) => k);
let calls = 0;
const lazy = { get now() { return ++calls } };
const broken = new Proxy({}, { ownKeys() { throw new Error("no") } });`);
    const children = async (variablesReference: number) =>
      (await debug.ask("variables", { variablesReference })).variables as {
        name: string;
        value: string;
        variablesReference: number;
      }[];
    const { variables } = await debug.ask("inspectVariables");
    const of = (name: string) => variables.find((row: { name: string }) => row.name === name);
    const rows = await children(of("tensor").variablesReference);
    expect(rows.map(({ name, value }) => `${name} ${value}`)).toEqual(["[0] [ 1, 2, 3 ]", "[1] [ 4, 5, 6 ]"]);
    expect((await children(rows[1]?.variablesReference ?? 0)).map(({ value }) => value)).toEqual(["4", "5", "6"]);
    const groups = await children(of("long").variablesReference);
    expect(groups.map(({ name }) => name)).toEqual(["[0 … 99]", "[100 … 199]", "[200 … 249]"]);
    expect(await children(of("lazy").variablesReference)).toMatchObject([{ value: "(getter)" }]);
    expect(of("calls").value).toBe("0");
    expect(of("broken").variablesReference).toBe(0);
  });

  it("are drawn as a cell draws them", async () => {
    const { end } = await pausedIn(code, 4);
    const { stackFrames } = await debug.ask("stackTrace", {});
    const { data } = await debug.ask("richInspectVariables", { variableName: "y", frameId: stackFrames[0].id });
    expect(data["text/plain"]).toBe("2");
    await end();
    const rich = await debug.ask("richInspectVariables", { variableName: "grid" });
    expect(rich.data["text/plain"]).toContain("Tensor (2, 2)");
  });
});

describe("the console", () => {
  it("reads and writes locals and the notebook's variables, in TypeScript; the code sees what was assigned", async () => {
    await kernel.run("let total = 1;");
    const { end } = await pausedIn(
      "let mine = 2;\nfunction f(local: number) {\n  return [local, mine, total];\n}\nf(3)",
      3,
    );
    const answers = {
      "local = 30": "30",
      "mine = 20": "20",
      "total = 10": "10",
      "(total as number) + 1": "11",
      "{ a: local }": "{ a: 30 }",
      "const z: number = 3": "undefined",
      nothing: "ReferenceError: nothing is not defined",
      "newName = 3": "ReferenceError: newName is not defined",
      'throw new TypeError("mine")': "TypeError: mine",
      'console.log("seen")': "undefined",
    };
    for (const [typed, answer] of Object.entries(answers))
      expect([typed, await debug.console(typed)]).toEqual([typed, answer]);
    await expect(debug.console("await 1")).rejects.toThrow("await cannot be used while the program is paused");
    await expect(debug.console("1 +")).rejects.toThrow("Expression expected");
    const { result, stdout } = await end();
    expect([result, stdout]).toEqual(["[ 30, 20, 10 ]", "seen\n"]);
    expect((await kernel.run('["newName" in globalThis, "total" in globalThis]')).result).toBe("[ false, false ]");
  });

  it("knows a file's imports", async () => {
    const { end } = await pausedInLayer();
    expect(await debug.console("typeof requireShape")).toBe("'function'");
    expect(await debug.console("tensor([2, 2]).shape")).toBe("[ 2, 2 ]");
    expect(await debug.console("this.filterCount")).toBe("1");
    await end();
  });

  it("gives up an expression that computes without end; Stop then ends the cell", async () => {
    const { running } = await pausedIn("let a = 1;\na", 2);
    const begun = kernel.nextOutput(allowed(60_000), "stream");
    const answer = debug.console('for (console.log("begun"); ; ) {}').catch((error: Error) => error.message);
    expect(await begun).toBe(true);
    await kernel.interrupt();
    expect((await running).reply.ename).toBe("Interrupted");
    expect(await answer).toContain("this one took longer");
    expect((await kernel.run("1 + 1")).result).toBe("2");
  });

  it("a local variable can be kept for later cells", async () => {
    const { end } = await pausedIn("function g(inner: number) {\n  return inner;\n}\ng(41)", 2);
    const { stackFrames } = await debug.ask("stackTrace", {});
    const srcFrameId = stackFrames[0].id;
    const copy = (srcVariableName: string, dstVariableName: string) =>
      debug.ask("copyToGlobals", { srcVariableName, dstVariableName, srcFrameId });
    await copy("inner", "kept");
    await expect(copy("inner", "no name")).rejects.toThrow('a variable cannot be called "no name"');
    await expect(copy("nothing", "kept")).rejects.toThrow("nothing is not defined");
    await end();
    expect((await kernel.run("kept + 1")).result).toBe("42");
  });

  it("works between cells", async () => {
    await kernel.run("let between = 1;");
    expect(await debug.console("between = between + 1")).toBe("2");
    expect((await kernel.run("between")).result).toBe("2");
  });
});

describe("pausing", () => {
  it("by the button, while a cell computes, and while it waits", async () => {
    for (const code of [
      "let n = 0;\nwhile (n >= 0) {\n  n++;\n}",
      "while (true) {\n  await new Promise((done) => setTimeout(done, 1));\n}",
    ]) {
      const running = kernel.run(`console.log("begun");\n${code}`);
      expect(await kernel.nextOutput(allowed(60_000), "stream")).toBe(true);
      await debug.ask("pause");
      await debug.event("stopped");
      expect((await debug.frames()).length).toBeGreaterThan(0);
      await kernel.interrupt();
      expect((await running).reply.ename).toBe("Interrupted");
    }
  });

  it("with no cell running, at the start of the next", async () => {
    await debug.ask("pause");
    await kernel.request("complete_request", { code: "Mat", cursor_pos: 3 });
    const running = kernel.run("let a = 1;\na");
    await debug.event("stopped");
    expect(await cellLines()).toEqual([1]);
    await debug.ask("continue");
    expect((await running).result).toBe("1");
  });

  it("at errors, caught ones too", async () => {
    await debug.ask("setExceptionBreakpoints", { filters: ["all"] });
    const running = kernel.run('try {\n  JSON.parse("{");\n} catch {}\nconst x: any = undefined;\nx.y');
    expect(await debug.event("stopped")).toMatchObject({ reason: "exception" });
    expect(await cellLines()).toEqual([2]);
    await debug.ask("continue");
    await debug.event("stopped");
    expect(await cellLines()).toEqual([5]);
    await debug.ask("setExceptionBreakpoints", { filters: [] });
    await debug.ask("continue");
    expect((await running).reply.ename).toBe("TypeError");
  });
});

describe("pausing at uncaught errors", () => {
  it.each([
    ["thrown in a cell", 'throw new Error("a");', true],
    ["a reader's mistake", "const x: any = undefined;\nx.y;", true],
    ["thrown by what a cell calls", 'JSON.parse("{");', true],
    ["after an await", 'await null;\nthrow new Error("a");', true],
    ["in a function", 'function f() {\n  throw new Error("a");\n}\nf();', true],
    ["in a timer", 'await new Promise(() => setTimeout(() => {\n  throw new Error("a");\n}, 1));', true],
    ["caught around it", 'try {\n  throw new Error("a");\n} catch {}', false],
    ["caught by the caller", 'function f() {\n  throw new Error("a");\n}\ntry {\n  f();\n} catch {}', false],
    ["with finally alone", 'try {\n  throw new Error("a");\n} finally {\n  Math.random();\n}', true],
    ["in the catch block", 'try {\n  JSON.parse("{");\n} catch {\n  throw new Error("a");\n}', true],
  ])("%s", async (_name, code, pauses) => {
    await debug.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const running = kernel.run(code);
    const stop = await debug.event("stopped", running);
    expect(stop?.reason).toBe(pauses ? "exception" : undefined);
    if (pauses) await debug.ask("continue");
    expect((await running).reply.status).toBe(pauses ? "error" : "ok");
  });
});

describe("Stop while a cell is paused", () => {
  it.each([
    ["a loop", "for (;;) {\n  Math.random();\n}", 2],
    ["after an await", "await null;\nlet a = 1;\na", 2],
    ["a timer", "await new Promise((done) => setTimeout(() => {\n  done(1);\n}, 1))", 2],
    ["a promise", "await Promise.resolve().then(() => {\n  return 1;\n})", 2],
    ["try and finally", "try {\n  Math.random();\n} catch {} finally {\n  console.log('finally');\n}", 2],
    ["a generator", "function* g() {\n  yield 1;\n}\n[...g()]", 2],
  ])("ends it in %s, and the next cell runs", async (_name, code, line) => {
    const { running } = await pausedIn(code, line);
    await kernel.interrupt();
    const { reply, stdout } = await running;
    expect([reply.ename, stdout]).toEqual(["Interrupted", ""]);
    await debug.breakIn(code);
    expect((await kernel.run("1 + 1")).result).toBe("2");
  });
});

describe("in the handler of a comm", () => {
  const code = `const { comms } = (globalThis as any)[Symbol.for("jupyter.kernel")];
comms.register("echo", (comm: any) => {
  comm.onMessage = async ({ data }: any) => {
    const next = data.n + 1;
    await null;
    comm.send({ next });
  };
});`;
  const send = (n: number) => kernel.tell("comm_msg", { comm_id: "one", data: { n } });

  it("a breakpoint is hit, an editor is answered meanwhile, Stop ends it, and the next message is handled", async () => {
    await debug.breakIn(code, 6);
    await kernel.run(code);
    await kernel.tell("comm_open", { comm_id: "one", target_name: "echo", data: {} });
    const handled = send(1);
    await debug.event("stopped");
    expect(await cellLines()).toEqual([6]);
    expect((await debug.scopes()).Locals).toMatchObject({ next: "2" });
    const asked = { cells: [{ id: "0", code: 'const n: number = "one";' }], wanted: ["0"] };
    const { problems } = await kernel.reply("typescript_check_request", asked, "control");
    expect(problems["0"]).toMatchObject([{ code: 2322 }]);
    await kernel.interrupt();
    expect((await handled).outputs).toMatchObject([{ type: "error", content: { ename: "Interrupted" } }]);
    await debug.breakIn(code);
    expect((await send(2)).outputs).toMatchObject([{ type: "comm_msg", content: { data: { next: 3 } } }]);
  });
});

describe("turning it off", () => {
  it("lets a paused cell go on", async () => {
    const { running } = await pausedIn("let a = 1;\na + 1", 2);
    await debug.ask("disconnect");
    expect((await running).result).toBe("2");
    expect(await debug.ask("debugInfo")).toMatchObject({ isStarted: false, breakpoints: [], stoppedThreads: [] });
  });

  it("twice on, twice off is no error; values can be asked for all the time", async () => {
    await debug.ask("initialize");
    await debug.ask("disconnect");
    await debug.ask("disconnect");
    await kernel.run("let seen = 7;");
    const { variables } = await debug.ask("inspectVariables");
    expect(variables).toContainEqual({ name: "seen", value: "7", variablesReference: 0 });
    expect((await debug.ask("richInspectVariables", { variableName: "seen" })).data["text/plain"]).toBe("7");
    await expect(debug.ask("setBreakpoints", { source: { path: "x" }, breakpoints: [] })).rejects.toThrow("not on");
  });
});

describe("requests that make no sense", () => {
  it.each([
    ["gotoTargets", {}, 'the debugger knows no request "gotoTargets"'],
    ["constructor", {}, 'the debugger knows no request "constructor"'],
    ["dumpCell", {}, "code must be text, got nothing"],
    ["setBreakpoints", { source: "x" }, 'source must be an object, got "x"'],
    ["setBreakpoints", { source: { path: "x" }, breakpoints: 1 }, "breakpoints must be a list of objects, got 1"],
    ["setBreakpoints", { source: { path: "x" }, breakpoints: [{}] }, "line must be a number, got nothing"],
    ["setExceptionBreakpoints", { filters: [1] }, "filters must be a list of texts, got [1]"],
    ["next", {}, "nothing is paused"],
    ["source", { source: { path: "nowhere.ts" } }, 'is called "nowhere.ts"'],
  ])("%s", async (command, given, message) => {
    await expect(debug.ask(command, given)).rejects.toThrow(message);
  });

  it("scopes and variables that are gone are empty", async () => {
    expect(await debug.ask("scopes", { frameId: 12 })).toEqual({ scopes: [] });
    expect(await debug.ask("variables", { variablesReference: 99_999 })).toEqual({ variables: [] });
  });
});
