// What cells mean that import files of the project and packages, which are written, edited and removed between the
// cells.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates of their own
import type { EarlierCell } from "./semantics";

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/**
 * A cell, or something that happens to the files before the next cell. In a cell `@` stands for the folder that `write`
 * writes to, as an import names it; `install` writes a package into the project's node_modules.
 */
export type Step =
  | EarlierCell
  | { readonly write: Files; readonly keepsTime?: true }
  | { readonly remove: string }
  | { readonly install: Files };

/** The last step is a cell; without `error` no cell fails. With `result` and `error` either will do. */
export interface FilesEntry {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly result?: string;
  readonly error?: string;
}

// biome-ignore format: a table
export const wrongImports: FilesEntry[] = [
  { title: "an import whose folder is not there is an error, and the kernel goes on",
    steps: [
      { code: "import { x } from './nope'", fails: "TS2307: Cannot find module './nope'" },
      { code: "import { x } from './scr/index'",
        fails: "TS2307: Cannot find module './scr/index'" },
      { code: "import { x } from '../nope/x'", fails: "TS2307" },
      { code: "import { x } from '/nope/x'", fails: "TS2307" },
      "import { sep } from 'node:path'; sep",
    ], result: "'/'" },
  { title: "an import below an existing folder is an error, and works when the file is there",
    steps: [
      { code: "import { late } from '@/deep/late'", fails: "TS2307: Cannot find module" },
      { write: { "deep/late.ts": "export const late = 5;\n" } },
      "import { late } from '@/deep/late'; late",
    ], result: "5" },
  { title: "import() of a file that is not there is an error that says so",
    steps: ["const gone: string = '@/gone'", "await import(gone)"], error: "annot find module" },
  { title: "import() of a literal that is not there is found before the cell runs",
    steps: [
      "let ran1 = 0",
      { code: "ran1 = 1; await import('./zz.json')", fails: "TS2307" },
      "ran1",
    ], result: "0" },
  { title: "a file with a syntax error is named with its line, and its repair is seen",
    steps: [
      { write: { "broken.ts": "export const broken = 1;\nexport const = 2;\n" } },
      { code: "import { broken } from '@/broken'", fails: "broken.ts:2:14" },
      { write: { "broken.ts": "export const broken = 2;\n" } },
      "import { broken } from '@/broken'; broken",
    ], result: "2" },
  { title: "a deleted file is missed, and found again when it is back",
    steps: [
      { write: { "back.ts": "export const back = 1;\n" } },
      "import { back } from '@/back'",
      { remove: "back.ts" },
      { code: "import { back } from '@/back'", fails: "TS2307: Cannot find module" },
      { write: { "back.ts": "export const back = 2;\n" } },
      "import { back } from '@/back'; back",
    ], result: "2" },
];

// biome-ignore format: a table
export const projectFiles: FilesEntry[] = [
  { title: "a JSON file is imported with all forms of import, with its type",
    steps: [
      { write: { "table.json": '{ "rows": [1, 2], "name": "t" }\n' } },
      { code: "import wrongTable from '@/table.json'; const wrongRows: string = wrongTable.rows",
        fails: "TS2322" },
      "import table from '@/table.json'; " +
        "import typed from '@/table.json' with { type: 'json' }; " +
        "import * as all from '@/table.json'; import { name as tableName } from '@/table.json'",
      "const again = await import('@/table.json'); " +
        "[table.rows.length, typed.name, all.name, tableName, again.default.rows[1], again.name]",
    ], result: "[ 2, 't', 't', 't', 2, 't' ]" },
  { title: "an edited JSON file is read anew",
    steps: [
      { write: { "edited.json": "[1]" } },
      "import list from '@/edited.json'",
      { write: { "edited.json": "[1, 2, 3]" } },
      "import list from '@/edited.json'; list.length",
    ], result: "3" },
  { title: "package.json of the project is imported",
    steps: ["import project from './package.json'; project.name"], result: "'cnn-notebooks'" },
  { title: "a folder is imported by its index",
    steps: [
      { write: {
          "folder/index.ts": "export * from './part';\n",
          "folder/part.ts": "export const part = 5;\n",
        } },
      "import { part } from '@/folder'; import { part as same } from '@/folder/'; [part, same]",
    ], result: "[ 5, 5 ]" },
  { title: "files of other extensions are imported as TypeScript resolves them",
    steps: [
      { write: {
          "m.mts": "export const m: number = 1;\n",
          "c.cts": "export const c: number = 2;\n",
          "j.js": "/** @param {number} n */\nexport const j = (n) => n + 1;\n",
          "j2.mjs": "export const j2 = 4;\n",
          "j3.cjs": "exports.j3 = 5;\n",
          "t.ts": "export const t: number = 6;\n",
        } },
      "import { m } from '@/m.mjs'; import { c } from '@/c.cjs'; import { j } from '@/j'; " +
        "import { j2 } from '@/j2.mjs'; import { j3 } from '@/j3.cjs'; " +
        "import { t } from '@/t.js'; [m, c, j(2), j2, j3, t]",
    ], result: "[ 1, 2, 3, 4, 5, 6 ]" },
  { title: "a file is imported by its absolute path",
    steps: [
      { write: { "absolute.ts": "export const absolute = 5;\n" } },
      "import { absolute } from '@@/absolute'; absolute",
    ], result: "5" },
  { title: "import.meta is known in a file",
    steps: [
      { write: {
          "meta.ts": "export const url: string = import.meta.url;\n" +
            "export const folder: string = import.meta.dirname;\n" +
            "export const read = () => import.meta.filename;\n",
        } },
      "import { url, folder, read } from '@/meta'; " +
        "[url.startsWith('file:///') && url.endsWith('/meta.ts'), read().startsWith(folder), " +
        "read().endsWith('/meta.ts')]",
    ], result: "[ true, true, true ]" },
  { title: "a file with await at its top runs, or the message says that it cannot and what to do",
    steps: [
      { write: { "waits.ts": "export const waited = await Promise.resolve(5);\n" } },
      "import { waited } from '@/waits'; waited",
    ], result: "5", error: "op-level await" },
  { title: "require in a file finds the file beside it",
    steps: [
      { write: {
          "beside.ts": "export const beside = 5;\n",
          "requires.ts": "export const got = require('./beside').beside as number;\n" +
            "export const { sep } = require('node:path') as typeof import('node:path');\n",
        } },
      "import { got, sep } from '@/requires'; [got, sep]",
    ], result: "[ 5, '/' ]" },
  { title: "import() in a file finds files, Node's modules and packages",
    steps: [
      { write: {
          "later.ts": "export const later = 5;\n",
          "imports.ts": "export const load = async () => [(await import('./later')).later, " +
            "(await import('node:path')).sep, typeof (await import('esbuild')).version];\n",
        } },
      "import { load } from '@/imports'; await load()",
    ], result: "[ 5, '/', 'string' ]" },
  { title: "a file is strict at run time",
    steps: [
      { write: {
          "strict.ts": "export const write = (o: { a: number }) => {\n  o.a = 2;\n};\n" +
            "export const self = (function (this: unknown) {\n  return typeof this;\n})();\n",
        } },
      { code: "import { write } from '@/strict'; write(Object.freeze({ a: 1 }))",
        fails: "TypeError: Cannot assign to read only property 'a'" },
      "import { self } from '@/strict'; self",
    ], result: "'undefined'" },
  { title: "a file's types are as strict as the project's",
    steps: [
      { write: { "loose.ts": "export const n = 1;\nexport const size: number = null;\n" } },
      "import { n } from '@/loose'",
    ], error: "loose.ts:2:14" },
  { title: "a file that does not compile is the business of the cells that import it",
    steps: [
      { write: {
          "wrong.ts": "export const wrong: string = 5;\n",
          "right.ts": "export const right = 1;\n",
        } },
      "import { right } from '@/right'",
      { code: "import { wrong } from '@/wrong'", fails: "wrong.ts:1:14" },
      "1 + 1",
      "import { right } from '@/right'; const again0 = (await import('@/right')).right; " +
        "[right, again0]",
    ], result: "[ 1, 1 ]" },
  { title: "a file is what the project's check accepts: enums, decorators, using, namespaces, satisfies, JSON",
    steps: [
      { write: {
          "data.json": '{ "v": 7 }',
          "modern.ts": "import data from './data.json' with { type: 'json' };\nexport enum Kind {\n" +
            "  A = 'a',\n}\nexport const enum Size {\n  S = 3,\n}\nexport namespace Space {\n" +
            "  export const inside = 4;\n}\nfunction twice<T>(method: (this: T) => number, " +
            "_c: ClassMethodDecoratorContext) {\n  return function (this: T) {\n" +
            "    return 2 * method.call(this);\n  };\n}\nexport class Six {\n" +
            "  accessor n = 6;\n  @twice get6() {\n    return this.n;\n  }\n}\n" +
            "export let log = '';\nexport function useIt() {\n  using _r = {\n" +
            "    [Symbol.dispose]() {\n      log += 'gone';\n    },\n  };\n  log += 'in ';\n}\n" +
            "export const v = data.v satisfies number;\n",
        } },
      "import * as modern from '@/modern'; modern.useIt(); " +
        "[modern.Kind.A, modern.Size.S, modern.Space.inside, new modern.Six().get6(), " +
        "modern.log, modern.v].join()",
    ], result: "'a,3,4,12,in gone,7'" },
  { title: "types of a file, and of a .d.ts that has no code, are imported without `type`",
    steps: [
      { write: {
          "shapes.d.ts": "export interface Shape {\n  sides: number;\n}\n",
          "mixed.ts": "export interface Only {\n  a: number;\n}\nexport const mixed = 1;\n" +
            "export type { Shape } from './shapes';\n",
        } },
      "import { Shape } from '@/shapes'; import { Only, mixed, Shape as Again } from '@/mixed'",
      "const shape: Shape & Again = { sides: 3 }, only: Only = { a: mixed }; " +
        "[shape.sides, only.a]",
    ], result: "[ 3, 1 ]" },
  { title: "a namespace import sees what the file changes",
    steps: [
      { write: { "counter.ts": "export let n = 0;\nexport const inc = () => {\n  n++;\n};\n" } },
      "import * as counter from '@/counter'",
      "counter.inc(); counter.inc(); counter.n",
    ], result: "2" },
  { title: "an import from two cells is one module, and import() gives the same one",
    steps: [
      { write: { "once.ts": "export const loads: number[] = [];\nloads.push(1);\n" } },
      "import { loads } from '@/once'",
      "import { loads as sameLoads } from '@/once'; " +
        "const viaImport = await import('@/once'); " +
        "[loads === sameLoads, viaImport.loads === loads, loads.length]",
    ], result: "[ true, true, 1 ]" },
  { title: "a side-effect import runs once",
    steps: [
      { write: {
          "effect.ts": "(globalThis as { effects?: number }).effects = ((globalThis as { effects?: number " +
            "}).effects ?? 0) + 1;\n",
        } },
      "import '@/effect'",
      "import '@/effect'; (globalThis as any).effects",
    ], result: "1" },
  { title: "a default export of a file, named and not",
    steps: [
      { write: {
          "def.ts": "export default function named() {\n  return 1;\n}\n",
          "def2.ts": "export default () => 2;\n",
          "def3.ts": "class K {\n  v = 3;\n}\nexport { K as default };\n",
        } },
      "import one from '@/def'; import two, * as ns2 from '@/def2'; " +
        "import { default as Three } from '@/def3'; " +
        "[one(), one.name, two(), ns2.default(), new Three().v]",
    ], result: "[ 1, 'named', 2, 2, 3 ]" },
  { title: "import() of a variable finds a file, and its edit",
    steps: [
      { write: { "edit.ts": "export const v = 1;\n" } },
      "const path1: string = '@/edit'; const first1 = (await import(path1)).v",
      { write: { "edit.ts": "export const v = 2222;\n" } },
      "[first1, (await import(path1)).v]",
    ], result: "[ 1, 2222 ]" },
  { title: "an edit is seen through require of a file that was imported",
    steps: [
      { write: { "edit2.ts": "export const v = 1;\n" } },
      "import { v as v1 } from '@/edit2'; const first2 = require('@/edit2').v",
      { write: { "edit2.ts": "export const v = 2222;\n" } },
      "[v1, first2, require('@/edit2').v]",
    ], result: "[ 1, 1, 2222 ]" },
  { title: "an edit that keeps the file's size and time is seen",
    steps: [
      { write: { "same.ts": "export const v = 1;\n" } },
      "import { v as same1 } from '@/same'",
      { write: { "same.ts": "export const v = 2;\n" }, keepsTime: true },
      "import { v as same2 } from '@/same'; [same1, same2]",
    ], result: "[ 1, 2 ]" },
  { title: "a type error that an edit makes in an importer of the edited file is found",
    steps: [
      { write: {
          "inner.ts": "export const f = (n: number) => n;\n",
          "outer.ts": "import { f } from './inner';\nexport const g = () => f(1);\n",
        } },
      "import { g } from '@/outer'",
      { write: { "inner.ts": "export const f = (n: string) => n;\n" } },
      { code: "import { g } from '@/outer'", fails: "outer.ts:2:26" },
      "g()",
    ], result: "1" },
];

const packageJson = (name: string, more: object) => JSON.stringify({ name, version: "1.0.0", ...more });

/** Packages as they are found in the wild, by what is odd about them. */
const packages = {
  /** ES modules, `exports` only, with a second way in. */
  esm: {
    "cells-esm/package.json": packageJson("cells-esm", {
      type: "module",
      exports: {
        ".": { types: "./index.d.ts", import: "./index.js" },
        "./sub": { types: "./sub.d.ts", import: "./sub.js" },
      },
    }),
    "cells-esm/index.js": "export const v = 1;\nexport default (n) => n + 1;\n",
    "cells-esm/index.d.ts": "export const v: number;\nexport default function (n: number): number;\n",
    "cells-esm/sub.js": "export const sub = 2;\n",
    "cells-esm/sub.d.ts": "export const sub: number;\n",
  },
  /** CommonJS, `exports` only. */
  cjs: {
    "cells-cjs/package.json": packageJson("cells-cjs", {
      exports: { types: "./types/index.d.ts", default: "./lib/index.js" },
    }),
    "cells-cjs/lib/index.js": "exports.v = 3;\n",
    "cells-cjs/types/index.d.ts": "export const v: number;\n",
  },
  /** ES modules with `await` at the top. */
  waits: {
    "cells-waits/package.json": packageJson("cells-waits", {
      type: "module",
      exports: "./index.js",
      types: "./index.d.ts",
    }),
    "cells-waits/index.js": "export const waited = await Promise.resolve(4);\n",
    "cells-waits/index.d.ts": "export const waited: number;\n",
  },
  /** CommonJS that was an ES module before it was compiled. */
  compiled: {
    "cells-compiled/package.json": packageJson("cells-compiled", {
      main: "index.js",
      types: "index.d.ts",
    }),
    "cells-compiled/index.js":
      'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = (n) => n * 2;\nexports.named = 5;\n',
    "cells-compiled/index.d.ts": "export default function double(n: number): number;\nexport const named: number;\n",
  },
  /** CommonJS whose export is a function, with members that no lexer finds. */
  callable: {
    "cells-callable/package.json": packageJson("cells-callable", {
      main: "index.js",
      types: "index.d.ts",
    }),
    "cells-callable/index.js":
      'function add(a, b) {\n  return a + b;\n}\nfor (const name of ["one", "two"]) add[name] = name.length;\nmodule.exports = add;\n',
    "cells-callable/index.d.ts":
      "declare function add(a: number, b: number): number;\ndeclare namespace add {\n  const one: number;\n  const two: number;\n}\nexport = add;\n",
  },
  /** One entry for import, another for require. */
  dual: {
    "cells-dual/package.json": packageJson("cells-dual", {
      exports: {
        types: "./index.d.ts",
        import: "./index.mjs",
        require: "./index.cjs",
      },
    }),
    "cells-dual/index.mjs": 'export const how = "import";\n',
    "cells-dual/index.cjs": 'exports.how = "require";\n',
    "cells-dual/index.d.ts": "export const how: string;\n",
  },
  /** A package without types. */
  untyped: {
    "cells-untyped/package.json": packageJson("cells-untyped", { main: "index.js" }),
    "cells-untyped/index.js": "exports.v = 1;\n",
  },
  late: {
    "cells-late/package.json": packageJson("cells-late", {
      type: "module",
      exports: { types: "./index.d.ts", default: "./index.js" },
    }),
    "cells-late/index.js": "export const late = 6;\n",
    "cells-late/index.d.ts": "export const late: number;\n",
  },
  later: {
    "cells-later/package.json": packageJson("cells-later", {
      main: "index.js",
      types: "index.d.ts",
    }),
    "cells-later/index.js": "exports.later = 7;\n",
    "cells-later/index.d.ts": "export const later: number;\n",
  },
} satisfies Record<string, Files>;

// biome-ignore format: a table
export const packagesOfNode: FilesEntry[] = [
  { title: "a package of ES modules with `exports` only, and its second way in",
    steps: [
      { install: packages.esm },
      "import next, { v as esmV } from 'cells-esm'; import { sub } from 'cells-esm/sub'; " +
        "import * as esm from 'cells-esm'",
      "[esmV, next(1), sub, esm.v]",
    ], result: "[ 1, 2, 2, 1 ]" },
  { title: "its types are checked",
    steps: [
      { install: packages.esm },
      "import next from 'cells-esm'; next('a')",
    ], error: "TS2345" },
  { title: "what `exports` does not name is not found",
    steps: [
      { install: packages.esm },
      "import { v } from 'cells-esm/index.js'",
    ], error: "TS2307" },
  { title: "import() of it, with a literal and with a variable",
    steps: [
      { install: packages.esm },
      "const which: string = 'cells-esm'; " +
        "[(await import('cells-esm')).v, (await import(which)).default(1)]",
    ], result: "[ 1, 2 ]" },
  { title: "a CommonJS package with `exports` only",
    steps: [
      { install: packages.cjs },
      "import { v as cjsV } from 'cells-cjs'; import * as cjs from 'cells-cjs'; " +
        "[cjsV, cjs.v, require('cells-cjs').v, (await import('cells-cjs')).v]",
    ], result: "[ 3, 3, 3, 3 ]" },
  { title: "a package with await at its top, by import and import()",
    steps: [
      { install: packages.waits },
      "import { waited } from 'cells-waits'; const byName: string = 'cells-waits'; " +
        "[waited, (await import('cells-waits')).waited, (await import(byName)).waited]",
    ], result: "[ 4, 4, 4 ]" },
  { title: "a CommonJS package that was compiled from an ES module has the default that its types say",
    steps: [
      { install: packages.compiled },
      "import double, { named } from 'cells-compiled'; import * as compiled from 'cells-compiled'",
      "[double(2), named, compiled.default(3), compiled.named, (await " +
        "import('cells-compiled')).named]",
    ], result: "[ 4, 5, 6, 5, 5 ]" },
  { title: "a CommonJS package that is a function with members",
    steps: [
      { install: packages.callable },
      "import add, { one } from 'cells-callable'; import * as whole from 'cells-callable'",
      "[add(1, 2), add.two, one, whole.one]",
    ], result: "[ 3, 3, 3, 3 ]" },
  { title: "a package with an entry for import and another for require",
    steps: [
      { install: packages.dual },
      "import { how } from 'cells-dual'; " +
        "[how, (await import('cells-dual')).how, require('cells-dual').how]",
    ], result: "[ 'import', 'import', 'require' ]" },
  { title: "a package without types is any in a cell, in a strict project too",
    steps: [
      { install: packages.untyped },
      "import { v } from 'cells-untyped'; import * as all from 'cells-untyped'; import none from 'cells-untyped'",
      "const { v: untypedV } = require('cells-untyped'); [v, all.v, none.v, untypedV, (v as string).length]",
    ], result: "[ 1, 1, 1, 1, undefined ]" },
  { title: "a package without types is an error in a file of a strict project",
    steps: [
      { install: packages.untyped },
      { write: { "untyped.ts": "import { v } from 'cells-untyped';\nexport const w: number = v;\n" } },
    "import { w } from '@/untyped'; w",
    ], error: "TS7016: Could not find a declaration file for module 'cells-untyped'" },
  { title: "files of the project import all of them",
    steps: [
      { install: { ...packages.esm, ...packages.cjs, ...packages.waits, ...packages.compiled, ...packages.callable } },
      { write: { "uses.ts": "import next, { v } from 'cells-esm';\nimport { v as w } from 'cells-cjs';\nimport { waited } from 'cells-waits';\nimport double, { named } from 'cells-compiled';\nimport add from 'cells-callable';\nexport const all = [v, next(1), w, waited, double(2), named, add(1, 2)].join();\n" } },
      "import { all } from '@/uses'; all",
    ], result: "'1,2,3,4,4,5,3'" },
  { title: "a package that is installed after its import failed is found",
    steps: [
      { code: "import { late } from 'cells-late'", fails: "TS2307: Cannot find module 'cells-late'" },
      { install: packages.late },
      "import { late } from 'cells-late'; late",
    ], result: "6" },
  { title: "a CommonJS package that is installed after its import failed is found, by a file too",
    steps: [
      { write: { "wants.ts": "import { later } from 'cells-later';\nexport const wanted = later;\n" } },
      { code: "import { wanted } from '@/wants'", fails: "TS2307: Cannot find module 'cells-later'" },
      { install: packages.later },
      "import { wanted } from '@/wants'; import { later } from 'cells-later'; [wanted, later]",
    ], result: "[ 7, 7 ]" },
];

/** Projects with settings of their own: the notebook's folder holds the files. */
export const projects: {
  readonly title: string;
  readonly files: Files;
  readonly cells: readonly EarlierCell[];
  readonly result: string;
}[] = [
  {
    title: "a project that is not strict has cells that are not strict",
    files: { "tsconfig.json": '{ "compilerOptions": { "strict": false } }\n' },
    cells: ["let loose: number = null; const half = (n) => n / 2; half(4)"],
    result: "2",
  },
  {
    title: "a project that asks for JSX has it in cells, over cells and with the variables of the notebook",
    files: {
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "jsx": "react", "jsxFactory": "h" } }\n',
    },
    cells: [
      "declare global { namespace JSX { interface Element {} interface IntrinsicElements { [tag: string]: { [name: string]: unknown } } } }\nfunction h(tag: string | ((p: any) => string), props: object | null, ...children: unknown[]): any { return typeof tag === 'string' ? `<${tag}${props ? JSON.stringify(props) : ''}>${children.flat().join('')}` : tag(props) }\nlet word = 'a';\nconst Named = ({ name }: { name: string }) => `named ${name}`;",
      { code: "const wrongProp = <Named name={5} />", fails: "TS2322" },
      "word = 'b'; const list = [1, 2]; const el = <div id={word}>{word}{list.map((k) => <b>{k}</b>)}<Named name={word} /></div>",
      "word = 'c'; el",
    ],
    result: '\'<div{"id":"b"}>b<b>1<b>2named b\'',
  },
  {
    title: "a project that asks for JSX's own runtime has it in cells",
    files: {
      "tsconfig.json":
        '{ "compilerOptions": { "strict": true, "jsx": "react-jsx", "jsxImportSource": "cells-jsx" } }\n',
      "node_modules/cells-jsx/package.json": packageJson("cells-jsx", {
        type: "module",
        exports: { "./jsx-runtime": { types: "./runtime.d.ts", default: "./runtime.js" } },
      }),
      "node_modules/cells-jsx/runtime.js":
        "export const jsx = (tag, { children, ...props }) =>\n  typeof tag === 'function' ? tag(props) : { tag, ...props, children };\nexport const jsxs = jsx;\n",
      "node_modules/cells-jsx/runtime.d.ts":
        "export namespace JSX {\n  interface Element {}\n  interface IntrinsicElements {\n    [tag: string]: Record<string, unknown>;\n  }\n}\nexport function jsx(tag: unknown, props: object): JSX.Element;\nexport { jsx as jsxs };\n",
    },
    cells: [
      "let label = 'a'; const Shout = ({ text }: { text: string }) => text + '!'",
      "label = 'b'; <p id={label}><Shout text={label} /></p>",
    ],
    result: "{ tag: 'p', id: 'b', children: 'b!' }",
  },
];
