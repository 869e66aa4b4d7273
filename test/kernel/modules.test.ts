// What cells import: files of the project in every form that the project's own tsc accepts, and packages as Node finds
// them.
import { spawnSync } from "node:child_process";
import { statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { root } from "../../scripts/project.mjs";
import { strictConfig, type TemporaryProject, temporaryProject } from "../helpers/kernel/temporary-project";
import { useKernel } from "../helpers/kernel/use-kernel";

let project: TemporaryProject;
beforeAll(() => {
  project = temporaryProject({
    "tsconfig.json": strictConfig,
    "package.json": '{ "name": "a-project", "private": true }\n',
    "settings.json": '{ "rate": 0.5 }\n',
    "src/values.ts": "export const value = 5;\n",
  });
});
afterAll(() => project.close());
const kernel = useKernel("0", () => ({ project: project.folder }));

/** The result of a cell that must not fail. */
async function resultOf(code: string): Promise<string | undefined> {
  const { traceback, result } = await kernel.run(code);
  expect(traceback).toBe("");
  return result;
}

/** What the error of a cell says, its place included; empty if it runs. */
const errorOf = async (code: string) => (await kernel.run(code)).traceback;

describe("an import that is not found", () => {
  const missing = [
    "./nope",
    "./scr/index",
    "./src/nope",
    "./src/nope/deeper",
    "./src/values/nope",
    "./package.json/nope",
    "./nope.json",
    "../nope",
    "/nowhere/nope",
    "nope",
    "@nope/nope",
    "node:nope",
  ];

  it.each(missing)("%s is an error at its place, of its cell alone", async (path) => {
    await kernel.run("let turn = 1;");
    const { reply, traceback } = await kernel.run(`turn = 2; import { x } from "${path}"; x`);
    expect(reply.evalue).toContain(`Cannot find module '${path}'`);
    expect(traceback).toContain(`Cell [${reply.execution_count}]:1:29`);
    expect(await resultOf("turn += 5; turn")).toBe("6");
  });

  it.each([
    'import "./nope";',
    'import * as nope from "./nope"; nope',
    'export * from "./nope";',
    'await import("./nope")',
    'await import("./nope.json")',
    'const path: string = "./nope"; await import(path)',
    'require("./nope")',
  ])("is the same in the form %s", async (code) => {
    expect(await errorOf(code)).toMatch(/Cannot find module/);
    expect(await resultOf("6 * 7")).toBe("42");
  });

  it("of a name that the file does not export is an error at its place", async () => {
    const { reply, traceback } = await kernel.run('import { valeu } from "./src/values";');
    expect(traceback).toContain(`Cell [${reply.execution_count}]:1:10`);
    expect(traceback).toContain("valeu");
  });

  it("is found once its folder is there", async () => {
    const cell = 'import { late } from "./late-folder/late"; late';
    expect(await errorOf(cell)).toContain("Cannot find module");
    project.write("late-folder/late.ts", "export const late = 6;\n");
    expect(await resultOf(cell)).toBe("6");
  });

  it("is found once its package is installed, with its types", async () => {
    const cell = 'import { late } from "late-package"; late';
    expect(await errorOf(cell)).toContain("Cannot find module");
    project.install("late-package", {
      "package.json": '{ "name": "late-package", "main": "index.js", "types": "index.d.ts" }',
      "index.js": "exports.late = 7;\n",
      "index.d.ts": "export declare const late: number;\n",
    });
    expect(await resultOf(cell)).toBe("7");
    expect(await errorOf("const text: string = late;")).toContain("TS2322");
  });
});

describe("Tab in a half-typed import", () => {
  /** What each completion makes of the code; the cursor is at `|`. */
  async function completed(marked: string): Promise<string[]> {
    const [before = "", after = ""] = marked.split("|");
    const code = before + after;
    const { reply } = await kernel.request("complete_request", {
      code,
      cursor_pos: before.length,
    });
    expect(reply.status).toBe("ok");
    const { matches, cursor_start, cursor_end } = reply;
    return matches.map((match: string) => code.slice(0, cursor_start) + match + code.slice(cursor_end));
  }

  it.each([
    'import { x } from "./no|',
    'import { x } from "./nope/|',
    'import { x } from "./nope/deeper/nope|"',
    'import p from "./package.js|',
    'import p from "./package.json/|',
    'import { x } from "../|',
    'import { x } from "/nowhere/|',
    'import { x } from "nop|',
    'import { x| } from "./nope"',
    'import("./no|',
  ])("does no harm in %s", async (marked) => {
    await completed(marked).catch(() => {});
    expect(await resultOf("6 * 7")).toBe("42");
  });

  it("gives the files of a folder, with and without the closing quote", async () => {
    expect(await completed('import { x } from "./src/|')).toContain('import { x } from "./src/values');
    expect(await completed('import { x } from "./src/val|"')).toContain('import { x } from "./src/values"');
    expect(await completed('import { x } from "./s|"')).toContain('import { x } from "./src"');
  });

  it("gives Node's modules, in place of what is typed", async () => {
    expect(await completed('import fs from "node:f|')).toContain('import fs from "node:fs');
    expect(await completed('import fs from "f|"')).toContain('import fs from "fs"');
  });

  it("gives what the file exports", async () => {
    expect(await completed('import { va| } from "./src/values"')).toContain('import { value } from "./src/values"');
  });
});

describe("JSON", () => {
  it.each([
    'import settings from "./settings.json"; settings.rate',
    'import settings from "./settings.json" with { type: "json" }; settings.rate',
    '(await import("./settings.json")).default.rate',
    'import { rate } from "./src/reads-json"; rate',
  ])("is imported: %s", async (code) => {
    project.write(
      "src/reads-json.ts",
      'import settings from "../settings.json";\nexport const rate = settings.rate;\n',
    );
    expect(await resultOf(code)).toBe("0.5");
  });

  it("has its types", async () => {
    const code = 'import settings from "./settings.json"; settings.nope';
    expect(await errorOf(code)).toContain("Property 'nope' does not exist");
    const assigned = 'import settings from "./settings.json"; const s: string = settings.rate;';
    expect(await errorOf(assigned)).toContain("TS2322");
  });

  it("is read again when it was edited", async () => {
    const cell = 'import edited from "./edited.json"; edited';
    project.write("edited.json", '{ "size": 3 }');
    expect(await resultOf(cell)).toBe("{ size: 3 }");
    project.write("edited.json", '{ "sizes": [3, 4] }');
    expect(await resultOf(cell)).toBe("{ sizes: [ 3, 4 ] }");
    expect(await resultOf("edited.sizes.length")).toBe("2");
  });

  it("with a syntax error is an error with its place, and is read once it is mended", async () => {
    const cell = 'import broken from "./broken.json"; broken';
    project.write("broken.json", '{ "a": 1,\n  oops }');
    expect(await errorOf(cell)).toContain("broken.json:2");
    project.write("broken.json", '{ "a": 1 }');
    expect(await resultOf(cell)).toBe("{ a: 1 }");
  });
});

interface Form {
  readonly files: Readonly<Record<string, string>>;
  readonly cell: string;
  readonly result: string;
}

/** Each is correct TypeScript by the project's tsconfig.json. */
const forms: Record<string, Form> = {
  "a folder with an index": {
    files: { "src/folder/index.ts": "export const inFolder = 1;\n" },
    cell: 'import { inFolder } from "./src/folder"; inFolder',
    result: "1",
  },
  "a folder with an index, named with a slash": {
    files: { "src/folder/index.ts": "export const inFolder = 1;\n" },
    cell: 'import { inFolder } from "./src/folder/"; inFolder',
    result: "1",
  },
  "a folder with an index, imported by a file": {
    files: {
      "src/folder/index.ts": "export const inFolder = 1;\n",
      "src/uses-folder.ts": 'export { inFolder as again } from "./folder";\n',
    },
    cell: 'import { again } from "./src/uses-folder"; again',
    result: "1",
  },
  "a file before the folder of its name": {
    files: {
      "src/both.ts": 'export const both = "file";\n',
      "src/both/index.ts": 'export const both = "folder";\n',
    },
    cell: 'import { both } from "./src/both"; both',
    result: "'file'",
  },
  "a file by its name with .js": {
    files: { "src/dotted.ts": "export const dotted = 2;\n" },
    cell: 'import { dotted } from "./src/dotted.js"; dotted',
    result: "2",
  },
  "a file whose name has more dots": {
    files: { "src/some.layer.ts": "export const more = 3;\n" },
    cell: 'import { more } from "./src/some.layer"; more',
    result: "3",
  },
  "an .mts file": {
    files: { "src/modern.mts": "export const modern = 4;\n" },
    cell: 'import { modern } from "./src/modern.mjs"; modern',
    result: "4",
  },
  "a .cts file": {
    files: { "src/classic.cts": "export const classic = 5;\n" },
    cell: 'import { classic } from "./src/classic.cjs"; classic',
    result: "5",
  },
  "a JavaScript file": {
    files: { "src/plain.js": "export const plain = 6;\n" },
    cell: 'import { plain } from "./src/plain"; plain',
    result: "6",
  },
  "an .mjs file that awaits": {
    files: { "src/awaiting.mjs": "export const awaited = await Promise.resolve(7);\n" },
    cell: 'import { awaited } from "./src/awaiting.mjs"; awaited',
    result: "7",
  },
  "a CommonJS file": {
    files: { "src/common.cjs": "exports.common = 8;\n" },
    cell: 'import { common } from "./src/common.cjs"; common',
    result: "8",
  },
  "a file that awaits at its top": {
    files: { "src/slow.ts": "export const slow = await Promise.resolve(9);\n" },
    cell: 'import { slow } from "./src/slow"; slow',
    result: "9",
  },
  "a file that imports one that awaits at its top": {
    files: {
      "src/slow.ts": "export const slow = await Promise.resolve(9);\n",
      "src/slower.ts": 'import { slow } from "./slow";\nexport const slower = slow + 1;\n',
    },
    cell: 'import { slower } from "./src/slower"; slower',
    result: "10",
  },
  "a file that requires another": {
    files: {
      "src/required.ts": "export const required = 11;\n",
      "src/requires.ts":
        'const other = require("./required") as typeof import("./required");\nexport const got = other.required;\n',
    },
    cell: 'import { got } from "./src/requires"; got',
    result: "11",
  },
  "a file that imports another while it runs": {
    files: {
      "src/required.ts": "export const required = 11;\n",
      "src/lazy.ts": 'export const lazy = async () => (await import("./required")).required;\n',
    },
    cell: 'import { lazy } from "./src/lazy"; await lazy()',
    result: "11",
  },
  "a file that exports types only": {
    files: { "src/types-only.ts": "export interface Sized { readonly size: number }\n" },
    cell: 'import { Sized } from "./src/types-only"; const sized: Sized = { size: 12 }; sized.size',
    result: "12",
  },
  "a declaration file, for its types": {
    files: { "src/declared.d.ts": "export interface Declared {\n  readonly size: number;\n}\n" },
    cell: 'import { Declared } from "./src/declared"; const it: Declared = { size: 13 }; it.size',
    result: "13",
  },
  "a type through a file that does not say that it is one": {
    files: {
      "src/types-only.ts": "export interface Sized { readonly size: number }\n",
      "src/through.ts": 'export { Sized } from "./types-only";\nexport const through = 14;\n',
    },
    cell: 'import { Sized, through } from "./src/through"; const it: Sized = { size: through }; it.size',
    result: "14",
  },
  "a default export beside names": {
    files: { "src/default.ts": "export default class {\n  n = 15;\n}\nexport const named = 1;\n" },
    cell: 'import Made, { named } from "./src/default"; new Made().n * named',
    result: "15",
  },
  "all of a file by one name, and through a file that gives it one": {
    files: { "src/spaces.ts": 'export * as values from "./values";\n' },
    cell: 'import * as spaces from "./src/spaces"; spaces.values.value',
    result: "5",
  },
  "a const enum of a file": {
    files: { "src/kinds.ts": "export const enum Kind {\n  First = 16,\n}\n" },
    cell: 'import { Kind } from "./src/kinds"; Kind.First',
    result: "16",
  },
  "what a file sees of another's variable after a change": {
    files: {
      "src/counts.ts": "export let count = 16;\nexport const up = () => {\n  count++;\n};\n",
      "src/counted.ts": 'import { count, up } from "./counts";\nup();\nexport const seen = count;\n',
    },
    cell: 'import { seen } from "./src/counted"; seen',
    result: "17",
  },
  "a file that augments the global scope": {
    files: {
      "src/augments.ts": "declare global {\n  var augmented: number;\n}\nglobalThis.augmented = 18;\nexport {};\n",
    },
    cell: 'import "./src/augments"; augmented',
    result: "18",
  },
};

describe("a cell imports", () => {
  it.each(Object.entries(forms))("%s", async (_name, { files, cell, result }) => {
    for (const [path, text] of Object.entries(files)) project.write(path, text);
    expect(await resultOf(cell)).toBe(result);
  });

  it("a file by its absolute path", async () => {
    const path = join(project.folderInKernel, "src/values");
    expect(await resultOf(`import { value } from ${JSON.stringify(path)}; value`)).toBe("5");
  });

  it("a file that asks where it is: import.meta.url, dirname and filename, __dirname", async () => {
    project.write(
      "src/where.ts",
      "export const url = import.meta.url;\nexport const { dirname, filename } = import.meta;\n",
    );
    project.write("src/where-classic.ts", "export const folder = __dirname;\n");
    const folder = project.folderInKernel;
    const file = join(folder, "src/where.ts");
    await resultOf('import { url, dirname, filename } from "./src/where";');
    expect(await resultOf("url")).toBe(`'${pathToFileURL(file)}'`);
    expect(await resultOf("[dirname, filename].join()")).toBe(`'${join(folder, "src")},${file}'`);
    expect(await resultOf('import { folder } from "./src/where-classic"; folder')).toBe(`'${join(folder, "src")}'`);
  });

  it("a file that asks where another is: import.meta.resolve", async () => {
    project.write("src/resolves.ts", 'export const found = import.meta.resolve("./values.ts");\n');
    expect(await resultOf('import { found } from "./src/resolves"; found')).toBe(
      `'${pathToFileURL(join(project.folderInKernel, "src/values.ts"))}'`,
    );
  });
});

/** Syntax and types that TypeScript 5.0 does not know: what it is, a file that exports `shown`, and that. */
const newer: (readonly [string, string, string])[] = [
  [
    "using",
    'const log: string[] = [];\n{\n  using one = { [Symbol.dispose]: () => void log.push("closed") };\n  log.push(typeof one);\n}\nexport const shown = log.join();\n',
    "'object,closed'",
  ],
  [
    "tuples named in part",
    "type Pair = [first: number, string];\nconst pair: Pair = [1, 'a'];\nexport const shown = pair.join();\n",
    "'1,a'",
  ],
  [
    "NoInfer",
    "const pick = <T>(all: T[], one: NoInfer<T>) => all.indexOf(one);\nexport const shown = pick(['a', 'b'], 'b');\n",
    "1",
  ],
  [
    "getters and setters of unrelated types",
    "class Box {\n  #n = 0;\n  get n(): string {\n    return String(this.#n);\n  }\n  set n(value: number) {\n    this.#n = value;\n  }\n}\nconst box = new Box();\nbox.n = 5;\nexport const shown = box.n;\n",
    "'5'",
  ],
  [
    "functions that return undefined",
    "function nothing(): undefined {}\nexport const shown = String(nothing());\n",
    "'undefined'",
  ],
  [
    "generic typed arrays",
    "const bytes: Uint8Array<ArrayBuffer> = new Uint8Array(2);\nexport const shown = bytes.length;\n",
    "2",
  ],
  [
    "standard decorators",
    "function twice(method: (n: number) => number, _context: ClassMethodDecoratorContext) {\n  return (n: number) => 2 * method(n);\n}\nclass Counter {\n  @twice\n  count(n: number) {\n    return n;\n  }\n}\nexport const shown = new Counter().count(4);\n",
    "8",
  ],
  [
    "import attributes",
    'import settings from "../../settings.json" with { type: "json" };\nexport const shown = settings.rate;\n',
    "0.5",
  ],
  [
    "type predicates that are inferred",
    "const found: number[] = [1, undefined, 3].filter((n) => n !== undefined);\nexport const shown = found.length;\n",
    "2",
  ],
];

describe("what the project's tsc accepts runs when a cell imports it", () => {
  const path = (k: number) => `src/newer/file-${k}.ts`;
  beforeAll(() => {
    for (const [k, [, text]] of newer.entries()) project.write(path(k), text);
  });

  it("these files are accepted", () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const config = JSON.parse(strictConfig);
    project.write("src/newer/tsconfig.json", JSON.stringify({ ...config, include: ["."] }));
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", "src/newer"], {
      cwd: project.folder,
      encoding: "utf8",
    });
    project.remove("src/newer/tsconfig.json");
    expect(stdout).toBe("");
  });

  it.each(newer.map(([name, , shown], k) => [name, k, shown] as const))("%s", async (_name, k, shown) => {
    const cell = `import { shown } from "./${path(k).replace(/\.ts$/, "")}"; shown`;
    expect(await resultOf(cell)).toBe(shown);
  });
});

describe("files of the project are as strict as their tsconfig.json and as modules are", () => {
  it.each([
    ["export const n: number = null;", "src/loose.ts:1:14 error TS2322"],
    ["export const twice = (a) => 2 * a;", "src/loose.ts:1:23 error TS7006"],
    ["export const first = ([a]: string[] | undefined) => a;", "src/loose.ts:1:23 error TS2488"],
  ])("%s is refused, and taken once it is mended", async (text, error) => {
    const cell = 'import * as loose from "./src/loose"; Object.keys(loose).length';
    project.write("src/loose.ts", `${text}\n`);
    onTestFinished(() => project.write("src/loose.ts", "export const mended = 1;\n"));
    expect(await errorOf(cell)).toContain(error);
    expect(await resultOf('import { value } from "./src/values"; value')).toBe("5");
    project.write("src/loose.ts", "export const mended = 1;\n");
    expect(await resultOf(cell)).toBe("1");
  });

  it("what is frozen cannot be written, and a function called without an object has no this", async () => {
    project.write(
      "src/strict.ts",
      "export const write = () => {\n  const frozen = Object.freeze({ a: 1 }) as { a: number };\n  frozen.a = 2;\n};\nexport function own(this: unknown) {\n  return typeof this;\n}\n",
    );
    const error = await errorOf('import { own, write } from "./src/strict"; write()');
    expect(error).toContain("Cannot assign to read only property 'a'");
    expect(error).toContain("src/strict.ts:3:");
    expect(await resultOf('import { own } from "./src/strict"; own()')).toBe("'undefined'");
  });
});

describe("packages are found as Node finds them", () => {
  beforeAll(() => {
    project.install("exports-only", {
      "package.json": JSON.stringify({
        name: "exports-only",
        type: "module",
        exports: {
          ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
          "./sub": { types: "./dist/sub.d.ts", default: "./dist/sub.js" },
        },
      }),
      "dist/index.js": "export const five = 5;\n",
      "dist/index.d.ts": "export declare const five: number;\n",
      "dist/sub.js": "export const six = 6;\n",
      "dist/sub.d.ts": "export declare const six: number;\n",
    });
    project.install("import-only", {
      "package.json": JSON.stringify({
        name: "import-only",
        exports: { import: { types: "./index.d.mts", default: "./index.mjs" } },
      }),
      "index.mjs": "export default 7;\n",
      "index.d.mts": "declare const seven: number;\nexport default seven;\n",
    });
    project.install("common-exports", {
      "package.json": JSON.stringify({
        name: "common-exports",
        exports: {
          ".": { types: "./index.d.cts", require: "./index.cjs", default: "./index.cjs" },
        },
      }),
      "index.cjs": "exports.eight = 8;\n",
      "index.d.cts": "export declare const eight: number;\n",
    });
    project.install("compiled-default", {
      "package.json": '{ "name": "compiled-default", "main": "index.js", "types": "index.d.ts" }',
      "index.js": 'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = () => 9;\n',
      "index.d.ts": "declare const nine: () => number;\nexport default nine;\n",
    });
    project.install("one-function", {
      "package.json": '{ "name": "one-function", "main": "index.js", "types": "index.d.ts" }',
      "index.js": "module.exports = (n) => n + 1;\n",
      "index.d.ts": "declare function next(n: number): number;\nexport = next;\n",
    });
    project.install("awaits", {
      "package.json": JSON.stringify({ name: "awaits", type: "module", exports: "./index.js" }),
      "index.js": "export const ready = await Promise.resolve(11);\n",
      "index.d.ts": "export declare const ready: number;\n",
    });
    project.write(
      "src/uses-packages.ts",
      'import { five } from "exports-only";\nimport seven from "import-only";\nimport { eight } from "common-exports";\nimport nine from "compiled-default";\nimport next from "one-function";\nimport { ready } from "awaits";\nexport const all = [five, seven, eight, nine(), next(9), ready].join();\n',
    );
  });

  it.each([
    ["with `exports` alone", 'import { five } from "exports-only"; five', "5"],
    ["by a path that `exports` names", 'import { six } from "exports-only/sub"; six', "6"],
    ["for import alone", 'import seven from "import-only"; seven', "7"],
    ["in CommonJS with `exports`", 'import { eight } from "common-exports"; eight', "8"],
    ["compiled to CommonJS, by default", 'import nine from "compiled-default"; nine()', "9"],
    ["that are a function", 'import next from "one-function"; next(9)', "10"],
    ["that await at their top", 'import { ready } from "awaits"; ready', "11"],
    ["that await, by import()", '(await import("awaits")).ready', "11"],
    ["that await, by import() of a variable", 'const name: string = "awaits"; (await import(name)).ready', "11"],
    ["of each kind from a file of the project", 'import { all } from "./src/uses-packages"; all', "'5,7,8,9,10,11'"],
  ])("%s", async (_name, code, result) => {
    expect(await resultOf(code)).toBe(result);
  });

  it("a path that `exports` does not name is not found", async () => {
    expect(await errorOf('import "exports-only/dist/sub.js";')).toMatch(/Cannot find module|not (defined|exported)/);
  });

  it.each([
    ["exports-only", "five"],
    ["common-exports", "eight"],
    ["awaits", "ready"],
  ])("with their types: %s", async (name, what) => {
    expect(await errorOf(`import { ${what} } from "${name}"; ${what}.nope`)).toContain("TS2339");
  });
});

describe("an edit is taken in", () => {
  const live = (n: number) => `export const live = ${n};\n`;

  it("by require in a cell", async () => {
    project.write("src/live.ts", live(1));
    expect(await resultOf('require("./src/live").live')).toBe("1");
    project.write("src/live.ts", live(2));
    expect(await resultOf('require("./src/live").live')).toBe("2");
  });

  it("by import() of a variable", async () => {
    const cell = 'const where: string = "./src/live"; (await import(where)).live';
    project.write("src/live.ts", live(3));
    expect(await resultOf(cell)).toBe("3");
    project.write("src/live.ts", live(4));
    expect(await resultOf(cell)).toBe("4");
  });

  it("by import() of a literal", async () => {
    const cell = '(await import("./src/live")).live';
    project.write("src/live.ts", live(5));
    expect(await resultOf(cell)).toBe("5");
    project.write("src/live.ts", live(6));
    expect(await resultOf(cell)).toBe("6");
  });

  it("that keeps size and time of the file", async () => {
    const cell = 'import { live } from "./src/live"; live';
    project.write("src/live.ts", live(7));
    expect(await resultOf(cell)).toBe("7");
    const file = join(project.folder, "src/live.ts");
    const { atime, mtime } = statSync(file);
    utimesSync(file, atime, mtime); // to the millisecond, as the next line sets it
    expect(await resultOf(cell)).toBe("7");
    project.write("src/live.ts", live(8));
    utimesSync(file, atime, mtime);
    expect(await resultOf(cell)).toBe("8");
  });

  it("of a file that awaits, or lies behind an .mts file", async () => {
    project.write("src/under.mts", "export const under = 1;\n");
    project.write("src/over.ts", 'import { under } from "./under.mjs";\nexport const over = under + 1;\n');
    const cell = 'import { over } from "./src/over"; over';
    expect(await resultOf(cell)).toBe("2");
    project.write("src/under.mts", "export const under = 2;\n");
    expect(await resultOf(cell)).toBe("3");
  });

  it("with the type errors that it makes in the files that import it, until they are mended", async () => {
    const size = (type: string, value: string) => `export const size = (): ${type} => ${value};\n`;
    project.write("src/size.ts", size("number", "2"));
    project.write(
      "src/area.ts",
      'import { size } from "./size";\n\nexport const area = (): number => size() * size();\n',
    );
    const cell = 'import { area } from "./src/area"; area()';
    expect(await resultOf(cell)).toBe("4");
    project.write("src/size.ts", size("string", '"two"'));
    expect(await errorOf(cell)).toContain("src/area.ts:3:35 error TS2362");
    expect(await resultOf("area()")).toBe("4");
    project.write("src/size.ts", size("number", "3"));
    expect(await resultOf(cell)).toBe("9");
  });

  it("while a cell runs only by the next import", async () => {
    project.write("src/live.ts", "export const live = () => 1;\n");
    const running = kernel.run(
      'import { live } from "./src/live"; const seen: number[] = [];\nfor (let k = 0; k < 8; k++) { seen.push(live()); await new Promise((go) => setTimeout(go, 50)); }\nseen.join("")',
    );
    await sleep(150);
    project.write("src/live.ts", "export const live = () => 2;\n");
    expect((await running).result).toBe("'11111111'");
    expect(await resultOf("live()")).toBe("1");
    expect(await resultOf('import { live } from "./src/live"; live()')).toBe("2");
  });

  it("that removes the file, makes it again, or puts a folder in its place", async () => {
    const cell = 'import { shape } from "./src/shape"; shape';
    project.write("src/shape.ts", "export const shape = 1;\n");
    expect(await resultOf(cell)).toBe("1");
    project.remove("src/shape.ts");
    expect(await errorOf(cell)).toContain("Cannot find module");
    project.write("src/shape/index.ts", "export const shape = 2;\n");
    expect(await resultOf(cell)).toBe("2");
    project.write("src/shape.ts", "export const shape = 3;\n");
    expect(await resultOf(cell)).toBe("3");
  });

  it("beside a link that leads nowhere and a folder that holds itself", async () => {
    symlinkSync("nowhere.ts", join(project.folder, "src/dangling.ts"));
    symlinkSync(".", join(project.folder, "src/itself"));
    project.write("src/live.ts", live(9));
    expect(await resultOf('import { live } from "./src/live"; live')).toBe("9");
    expect(await errorOf('import "./src/dangling";')).toContain("Cannot find module");
    project.remove("src/dangling.ts");
    project.remove("src/itself");
    expect(await resultOf("6 * 7")).toBe("42");
  });
});
