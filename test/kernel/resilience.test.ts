// What a kernel must live through: its compiler's processes killed, other kernels beside it, projects of any kind.
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { KernelClient, type StartOptions } from "../helpers/kernel/client";
import { gate } from "../helpers/kernel/gate";
import { strictConfig, type TemporaryProject, temporaryProject } from "../helpers/kernel/temporary-project";
import { descendants, gone } from "../helpers/processes";

const files = {
  "tsconfig.json": strictConfig,
  "src/values.ts": "export const value = 5;\n",
  "src/index.ts": 'export * from "./values";\n',
};

/** A project that is gone when the running test ends. */
function projectOf(more: Readonly<Record<string, string>>): TemporaryProject {
  const project = temporaryProject(more);
  onTestFinished(() => project.close());
  return project;
}

/** A kernel that is stopped when the running test ends. */
async function kernelOf(options: StartOptions): Promise<KernelClient> {
  const kernel = await KernelClient.start(options);
  onTestFinished(() => kernel.stop());
  return kernel;
}

/** The result of a cell that must not fail. */
async function resultOf(kernel: KernelClient, code: string): Promise<string | undefined> {
  const { traceback, result } = await kernel.run(code);
  expect(traceback).toBe("");
  return result;
}

const errorOf = async (kernel: KernelClient, code: string) => (await kernel.run(code)).traceback;

describe("fetch and timers", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((_request, response) => response.end('{ "answer": 42 }'));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => server.close());

  it("the first cell of a session can fetch, and nothing fails behind it", async () => {
    const kernel = await kernelOf({});
    kernel.late.length = 0;
    const code = `const response = await fetch("${url}"); ((await response.json()) as { answer: number }).answer`;
    for (let k = 0; k < 3; k++) expect(await resultOf(kernel, code)).toBe("42");
    await sleep(1500); // the connection is kept for a while, and its timers cleared
    expect(await resultOf(kernel, "1")).toBe("1");
    expect(kernel.late).toEqual([]);
  });

  it("clearing a timer that is none does nothing, as in Node", async () => {
    const kernel = await kernelOf({});
    const nothing = ["null", "undefined", "0", "{}"];
    const nothings: Record<string, readonly string[]> = {
      clearTimeout: [...nothing, "12345", '"x"', "Symbol()"],
      clearInterval: [...nothing, "12345", '"x"', "Symbol()"],
      clearImmediate: nothing, // of others Node 20 and 22 complain
    };
    for (const [name, values] of Object.entries(nothings))
      for (const none of values) expect(await errorOf(kernel, `${name}(${none} as any);`)).toBe("");
  });
});

describe("two kernels at once", () => {
  it("import the same files at the same time, and each takes in an edit by its own import", async () => {
    const project = projectOf(files);
    const [a, b] = await Promise.all([kernelOf({ project: project.folder }), kernelOf({ project: project.folder })]);
    const cell = 'import { value } from "./src/index"; value';
    expect(await Promise.all([resultOf(a, cell), resultOf(b, cell)])).toEqual(["5", "5"]);
    project.write("src/values.ts", "export const value = 6;\n");
    expect(await resultOf(a, cell)).toBe("6");
    expect(await resultOf(b, "value")).toBe("5");
    expect(await resultOf(b, cell)).toBe("6");
  });

  it("one of them killed at work leaves the other whole, and the next one too", async () => {
    const project = projectOf(files);
    const options = { project: project.folder };
    const [a, b] = await Promise.all([kernelOf(options), kernelOf(options)]);
    const cell = 'import { value } from "./src/index"; value';
    void a.run(cell);
    await sleep(50);
    a.process.kill("SIGKILL");
    expect(await resultOf(b, cell)).toBe("5");
    expect(await resultOf(await kernelOf(options), cell)).toBe("5");
  });
});

/** The files that kernels wrote into a project; those beside the folders are the kernel itself. */
function leftBy(project: TemporaryProject): string[] {
  const local = join(project.folder, ".local");
  return readdirSync(local, { recursive: true, encoding: "utf8" })
    .filter((path) => path.includes("/") || !/\.[cm]?js$/.test(path))
    .map((path) => join(local, path))
    .filter((path) => statSync(path).isFile());
}

describe("what a kernel left on disk", () => {
  const cell = 'import { value } from "./src/index"; value';

  async function used(): Promise<TemporaryProject> {
    const project = projectOf(files);
    const kernel = await kernelOf({ project: project.folder });
    expect(await resultOf(kernel, cell)).toBe("5");
    await kernel.request("shutdown_request", { restart: false }, "control");
    await kernel.ended(2000);
    return project;
  }

  it.each([
    ["cut off in the middle", (path: string) => truncateSync(path, statSync(path).size >> 1)],
    ["emptied", (path: string) => truncateSync(path, 0)],
    ["full of something else", (path: string) => writeFileSync(path, "{ 'not': what it was")],
    [
      "turned into folders",
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("%s does no harm to the next, and hides no edit and no type error from it", async (_name, spoil) => {
    const project = await used();
    for (const path of leftBy(project)) spoil(path);
    project.write("src/values.ts", "export const value: number = 'five';\n");
    const kernel = await kernelOf({ project: project.folder });
    expect(await errorOf(kernel, cell)).toContain("src/values.ts:1:14 error TS2322");
    project.write("src/values.ts", "export const value: number = 7;\n");
    expect(await resultOf(kernel, cell)).toBe("7");
  });

  it("is not believed under another tsconfig.json", async () => {
    const project = await used();
    project.write("src/values.ts", "export const value: number = null;\n");
    project.write("tsconfig.json", strictConfig.replace('"strict":true', '"strict":false'));
    const loose = await kernelOf({ project: project.folder });
    expect(await resultOf(loose, cell)).toBe("null");
    project.write("tsconfig.json", strictConfig);
    const strict = await kernelOf({ project: project.folder });
    expect(await errorOf(strict, cell)).toContain("src/values.ts:1:14 error TS2322");
  });
});

describe("`paths` of a tsconfig.json", () => {
  it("lead cells and files to the project's files, with live source", async () => {
    const config = JSON.parse(strictConfig);
    config.compilerOptions.paths = { "@/*": ["./src/*"], values: ["./src/values.ts"] };
    const project = projectOf({
      ...files,
      "tsconfig.json": JSON.stringify(config),
      "src/deep/user.ts": 'import { value } from "@/values";\nexport const twice = () => 2 * value;\n',
    });
    const kernel = await kernelOf({ project: project.folder });
    const cell = 'import { twice } from "@/deep/user"; import { value } from "values"; [twice(), value]';
    expect(await resultOf(kernel, cell)).toBe("[ 10, 5 ]");
    project.write("src/values.ts", "export const value = 6;\n");
    expect(await resultOf(kernel, cell)).toBe("[ 12, 6 ]");
    expect(await errorOf(kernel, 'import { nope } from "@/nope";')).toContain("Cannot find module");
  });
});

describe("a process of the compiler's", () => {
  const prepare = 'const kept = { size: 7 }; import { value } from "./src/index"; value';
  const compilers = (kernel: KernelClient) =>
    descendants(kernel.process.pid as number).filter(({ command }) => /typescript|tsc|esbuild/.test(command));
  const kill = (kernel: KernelClient) => {
    for (const { pid } of compilers(kernel)) process.kill(pid, "SIGKILL");
  };

  async function atWork(): Promise<{ kernel: KernelClient; project: TemporaryProject }> {
    const project = projectOf(files);
    const kernel = await kernelOf({ project: project.folder });
    expect(await resultOf(kernel, prepare)).toBe("5");
    expect(compilers(kernel)).not.toEqual([]);
    return { kernel, project };
  }

  /** The next cell runs, or is told what happened; the one after it runs, and nothing is forgotten. */
  async function lives(kernel: KernelClient, project: TemporaryProject): Promise<void> {
    const { reply, result } = await kernel.run("kept.size");
    if (reply.status === "ok") expect(result).toBe("7");
    else expect(reply.evalue).toMatch(/compiler/i);
    expect(await resultOf(kernel, "kept.size + 1")).toBe("8");
    expect(await errorOf(kernel, "kept.nope")).toContain("Property 'nope' does not exist");
    project.write("src/values.ts", "export const value = 6;\n");
    expect(await resultOf(kernel, 'import { value } from "./src/index"; value')).toBe("6");
  }

  it("killed while idle is started again, with all that earlier cells declared", async () => {
    const { kernel, project } = await atWork();
    kill(kernel);
    await sleep(100);
    await lives(kernel, project);
  });

  it.each(["execute_request", "complete_request", "inspect_request"])(
    "killed while it answers an %s is started again; each request gets an answer",
    async (type) => {
      const { kernel, project } = await atWork();
      const heavy = Array.from({ length: 2000 }, (_, k) => `const at${k} = [kept, ${k}];`);
      const code = `${heavy.join("\n")}\nkept.si`;
      for (const after of [1, 5, 20, 60]) {
        const answer = kernel.request(type, { code, cursor_pos: code.length, detail_level: 0 });
        await sleep(after);
        kill(kernel);
        expect((await answer).reply.status).toMatch(/^(ok|error)$/);
      }
      await lives(kernel, project);
    },
  );

  it("killed while idle is started again for a cell that is being typed", async () => {
    const { kernel, project } = await atWork();
    for (const code of ["kept.nope", "kept.nope;"]) {
      const asked = { cells: [{ id: "0", code }], wanted: ["0"] };
      const { problems } = await kernel.reply("typescript_check_request", asked);
      expect(problems).toMatchObject({ 0: [{ from: 5, to: 9, code: 2339 }] });
      kill(kernel);
      await sleep(100);
    }
    await lives(kernel, project);
  });

  it("killed while a cell runs does not disturb the cell", async () => {
    const { kernel, project } = await atWork();
    const running = kernel.run("await new Promise((go) => setTimeout(go, 400)); kept.size");
    await sleep(200);
    kill(kernel);
    expect((await running).result).toBe("7");
    await lives(kernel, project);
  });

  it("killed ten times is started ten times, and none is left when the kernel ends", async () => {
    const { kernel } = await atWork();
    for (let k = 0; k < 10; k++) {
      kill(kernel);
      await kernel.run("kept.size");
    }
    expect(await resultOf(kernel, "kept.size")).toBe("7");
    const started = compilers(kernel).map(({ pid }) => pid);
    expect(started.length).toBeLessThanOrEqual(4);
    kernel.process.kill("SIGKILL");
    for (const pid of started) expect(await gone(pid, 2000)).toBe(true);
  });
});

describe("code that TypeScript takes many seconds to parse", () => {
  const endless = "a.".repeat(100_000);
  const checker = (kernel: KernelClient) =>
    descendants(kernel.process.pid as number).find(({ command }) => /tsc.*--api/.test(command))?.pid;

  it("is neither complete nor incomplete to a console that asks, and cells need not wait for it", async () => {
    const kernel = await kernelOf({});
    await kernel.run("const kept = 7;");
    const busy = checker(kernel) as number;
    expect((await kernel.request("is_complete_request", { code: endless })).reply).toEqual({ status: "unknown" });
    expect(await gone(busy, 1000)).toBe(true);
    expect(await resultOf(kernel, "kept")).toBe("7");
    expect((await kernel.request("is_complete_request", { code: "f(" })).reply.status).toBe("incomplete");
  });

  it("keeps no process at work when the kernel was killed", async () => {
    const kernel = await kernelOf({});
    await kernel.run("1");
    const busy = checker(kernel) as number;
    void kernel.run(endless);
    await sleep(500);
    kernel.process.kill("SIGKILL");
    expect(await gone(busy, 2000)).toBe(true);
  });
});

describe("while a cell computes", () => {
  it("Tab and Shift-Tab are answered, with the types of earlier cells", async () => {
    const kernel = await kernelOf({});
    await kernel.run("const settings = { rate: 1, rounds: 2 };");
    const { loop, open } = gate();
    const running = kernel.run(loop);
    const ask = (type: string, code: string) =>
      kernel.request(type, { code, cursor_pos: code.length, detail_level: 0 });
    const { reply: tab } = await ask("complete_request", "settings.");
    const { reply: tooltip } = await ask("inspect_request", "settings");
    open();
    expect(tab.matches).toEqual(["rate", "rounds"]);
    expect(tooltip.data["text/plain"]).toContain("rate: number");
    expect((await running).reply.status).toBe("ok");
  });
});

describe("cells are as strict as the project's tsconfig.json says", () => {
  const config = (options: object) =>
    JSON.stringify({
      compilerOptions: { ...JSON.parse(strictConfig).compilerOptions, ...options },
    });
  const noNull = "const none: number = null; none";
  const noType = "const twice = (a) => 2 * a; twice(4)";

  it("without one as tslab is, not strict; files and packages are imported as ever", async () => {
    const { folder } = projectOf({ "src/index.ts": "export const value = 5;\n" });
    const kernel = await kernelOf({ project: folder });
    expect(await resultOf(kernel, noNull)).toBe("null");
    expect(await resultOf(kernel, noType)).toBe("8");
    expect(await resultOf(kernel, 'import { value } from "./src/index"; value')).toBe("5");
    expect(await resultOf(kernel, 'import fs from "node:fs"; fs.existsSync(".")')).toBe("true");
    expect(await errorOf(kernel, 'const n: number = "one";')).toContain("TS2322");
  });

  it("with `strict` strict", async () => {
    const kernel = await kernelOf({ project: projectOf(files).folder });
    expect(await errorOf(kernel, noNull)).toContain("TS2322");
    expect(await errorOf(kernel, noType)).toContain("TS7006");
  });

  it("with a part of `strict` only that part", async () => {
    const options = { strict: false, strictNullChecks: true };
    const kernel = await kernelOf({
      project: projectOf({ "tsconfig.json": config(options) }).folder,
    });
    expect(await errorOf(kernel, noNull)).toContain("TS2322");
    expect(await resultOf(kernel, noType)).toBe("8");
  });

  it("with what another file says that it extends, comments and all", async () => {
    const { folder } = projectOf({
      "base.json": `// a comment\n${config({ strict: false })}`,
      "tsconfig.json": '{\n  // ours\n  "extends": "./base.json", // more\n}',
    });
    const kernel = await kernelOf({ project: folder });
    expect(await resultOf(kernel, noNull)).toBe("null");
  });

  it("rules that are for files only never apply to cells", async () => {
    const rules = {
      noUnusedLocals: true,
      noUnusedParameters: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      isolatedDeclarations: true,
      declaration: true,
    };
    const { folder } = projectOf({
      "tsconfig.json": config(rules),
      "src/types.ts": "export interface Sized {\n  readonly size: number;\n}\n",
    });
    const kernel = await kernelOf({ project: folder });
    const code =
      'import { Sized } from "./src/types"; const unused = 1; enum Kind { One = 1 }\nfunction size(of: Sized, unusedToo: number) { return of.size + Kind.One }\nsize({ size: 2 }, 0)';
    expect(await resultOf(kernel, code)).toBe("3");
  });

  it("JSX is known where the project asks for it, in cells and in .tsx files", async () => {
    const jsx = `export const h = (name: string, _props: unknown, ...inner: string[]) =>
  \`<\${name}>\${inner.join("")}</\${name}>\`;
declare global {
  namespace JSX {
    type Element = string;
    interface IntrinsicElements {
      [name: string]: object;
    }
  }
}
`;
    const { folder } = projectOf({
      "tsconfig.json": config({ jsx: "react", jsxFactory: "h" }),
      "src/h.ts": jsx,
      "src/view.tsx": 'import { h } from "./h";\nexport const view = <b>bold</b>;\n',
    });
    const kernel = await kernelOf({ project: folder });
    expect(await resultOf(kernel, 'import { view } from "./src/view"; view')).toBe("'<b>bold</b>'");
    expect(await resultOf(kernel, 'import { h } from "./src/h"; <i>{"text"}</i>')).toBe("'<i>text</i>'");
  });

  it("decorators are those that the project asks for, in cells and in files", async () => {
    const decorated = (what: string) => `const names: string[] = [];
function note(_target: object, name: string) {
  names.push(name);
}
class Noted {
  @note
  ${what}() {}
}
`;
    const { folder } = projectOf({
      "tsconfig.json": config({ experimentalDecorators: true }),
      "src/noted.ts": `${decorated("inFile")}export const noted = [Noted.name, ...names].join();\n`,
    });
    const kernel = await kernelOf({ project: folder });
    expect(await resultOf(kernel, 'import { noted } from "./src/noted"; noted')).toBe("'Noted,inFile'");
    expect(await resultOf(kernel, `${decorated("inCell")}names.join()`)).toBe("'inCell'");
  });

  it("one that cannot be read is told about, and the kernel lives on", async () => {
    const project = projectOf({ ...files, "tsconfig.json": '{ "compilerOptions": { "strict": ' });
    const kernel = await kernelOf({ project: project.folder });
    const { reply, result } = await kernel.run("6 * 7");
    if (reply.status === "ok") expect(result).toBe("42");
    else expect(reply.evalue).toContain("tsconfig.json");
    project.write("tsconfig.json", strictConfig);
    const mended = await kernelOf({ project: project.folder });
    expect(await errorOf(mended, noNull)).toContain("TS2322");
  });
});

describe("what a cell replaces of JavaScript's own is its own affair:", () => {
  // The second cell prints, throws and shows: each is work of the kernel that may call what was replaced.
  const next = 'console.log([1, 2]); "shown"';
  it.each([
    ["a method of lists that is not written yet", "Array.prototype.map = () => { throw new Error('to do'); };"],
    ["a method of lists that does nothing", "Array.prototype.push = () => 0;"],
    ["a method of texts", "String.prototype.split = () => { throw new Error('to do'); };"],
    ["a class", "globalThis.Map = globalThis.Set = undefined as never;"],
    ["a class that is deleted", "delete (globalThis as { Promise?: unknown }).Promise;"],
    ["how errors show their stack", "Error.prepareStackTrace = () => { throw new Error('to do'); };"],
  ])("%s", async (_, code) => {
    const kernel = await KernelClient.start();
    try {
      const first = await kernel.run(`${code} 1`);
      expect([first.result, first.traceback]).toEqual(["1", ""]);
      const second = await kernel.run(next);
      expect([second.stdout, second.result]).toEqual(["[ 1, 2 ]\n", "'shown'"]);
      expect((await kernel.run("\nthrow new Error('mine')")).traceback).toContain("at Cell [3]:2:7");
    } finally {
      await kernel.stop();
    }
  });

  // Timers, promises and prints call the kernel in the middle of a cell.
  it.each([
    ["Array.prototype", ["push", "shift"]],
    ["WeakMap.prototype", ["get", "set", "has"]],
    ["Function.prototype", ["apply"]],
    ["Reflect", ["apply"]],
    ["RegExp.prototype", ["exec"]],
    ["String.prototype", ["slice"]],
    ["Atomics", ["load"]],
  ])("methods of %s, %j, while the cell waits and prints", async (holder, names) => {
    const kernel = await kernelOf({});
    for (const name of names) {
      const { stdout, result } = await kernel.run(`{
        const holder = ${holder} as any, kept = holder.${name};
        holder.${name} = () => 0;
        await new Promise((go) => setTimeout(go, 1));
        console.log([1, 2]);
        holder.${name} = kept;
      } "shown"`);
      expect([stdout, result]).toEqual(["[ 1, 2 ]\n", "'shown'"]);
    }
  });

  it("a property that every object inherits, over which a loop stumbles", async () => {
    const project = projectOf(files);
    const kernel = await kernelOf({ project: project.folder });
    await kernel.run("(Object.prototype as any).extra = 1;");
    expect(await resultOf(kernel, 'import * as all from "./src/index"; Object.keys(all)')).toBe("[ 'value' ]");
    expect(await resultOf(kernel, '(await import("./src/values")).value + ({} as any).extra')).toBe("6");
  });

  it("and cells after it have what it made", async () => {
    const kernel = await KernelClient.start();
    try {
      await kernel.run("let calls = 0; const { at } = Array.prototype;");
      await kernel.run("Array.prototype.at = function (this: any[], k: number) { calls++; return at.call(this, k); };");
      expect((await kernel.run("[[5].at(0), calls]")).result).toBe("[ 5, 1 ]");
      expect((await kernel.run("await 0; [[6].at(0), calls]")).result).toBe("[ 6, 2 ]");
    } finally {
      await kernel.stop();
    }
  });
});
