// What JavaScript has to be made of: the text, then what it gives when it runs.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold templates of their own

export interface EmitEntry {
  /** A claim. */
  readonly title: string;
  readonly text: string;
  /** JSON of what it gives: a cell's `$.out`, a module's exports. */
  readonly gives: string;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  /** ".ts" if it is not said. */
  readonly extension?: string;
  readonly jsxFactory?: string;
  readonly jsxFragment?: string;
}

const element = "const h = (tag, props, ...below) => [tag?.name ?? tag, props, ...below];";
const logged =
  "const log = []; function say(word: string) { log.push(word); return (..._: unknown[]): any => { log.push(`${word}!`) } }";

/** Bodies of functions with a parameter `$`. */
// biome-ignore format: a table
export const cells: readonly EmitEntry[] = [
  { title: "types leave nothing behind",
    text: "interface A { a: number } type B<T> = T | A; declare const none: B<1>;\n" +
      "function f<T extends number>(this: void, a: T, b?: A): asserts b is A; function f(a: unknown) {}\n" +
      "abstract class C<T> implements A { declare d: T; a = 1 as const; abstract m(): void; declare private e?: T; [key: string]: unknown }\n" +
      "$.out = [(1 as number)!, <number>2, 3 satisfies number, typeof f<1>, Object.keys(new (class extends C<1> { m() {} })())];",
    gives: '[1,2,3,"function",["a"]]' },
  { title: "an enum goes both ways, and takes its values from others",
    text: 'enum E { A, B = 5, C, D = "d", F = A | C, G = `${D}!` } enum E { H = 9 }\n$.out = [E, E.C, E[5]];',
    gives: '[{"0":"A","5":"B","6":"F","9":"H","A":0,"B":5,"C":6,"D":"d","F":6,"G":"d!","H":9},6,"B"]' },
  { title: "a const enum exists, as an enum does", text: "const enum E { A = 2 }\n$.out = [E.A, Object.keys(E)];", gives: '[2,["2","A"]]' },
  { title: "namespaces merge, nest and share what they export",
    text: "namespace N { export let a = 1; export namespace M { export const b = () => a } }\n" +
      "namespace N { export const c = a + 1 } namespace P.Q { export const d = 4 } namespace Types { export type T = 1 }\n" +
      "N.a = 7; $.out = [N.M.b(), N.c, P.Q.d];",
    gives: "[7,2,4]" },
  { title: "a namespace adds to a function", text: "function f() { return f.x } namespace f { export const x = 3 }\n$.out = f();", gives: "3" },
  { title: "parameter properties are assigned before fields are made",
    text: "class A { constructor(public a: number, readonly b = 2, private c?: number) {} }\n" +
      "class B extends A { d = this.a + 1; constructor(protected e: number) { super(e) } }\n$.out = [new A(1), new B(5)];",
    gives: '[{"a":1,"b":2},{"a":5,"b":2,"e":5,"d":6}]' },
  { title: "fields are defined, not assigned", text: "class A { set x(_: number) { this.y = 1 } y?: number }\nclass B extends A { x = 2 }\n$.out = new B();",
    compilerOptions: { useDefineForClassFields: true }, gives: '{"x":2}' },
  { title: "fields are assigned where a project wants it", text: "class A { set x(_: number) { this.z = 1 } z?: number }\nclass B extends A { x = 2 }\n$.out = new B();",
    compilerOptions: { useDefineForClassFields: false }, gives: '{"z":1}' },
  { title: "private members, static blocks and accessors",
    text: "class A { #a = 1; static #n = 0; static { A.#n = 5 } accessor b = 2; has(o: object) { return #a in o } get n() { return A.#n + this.b } }\n" +
      "const a = new A(); a.b = 3; $.out = [a.has(a), a.has({}), a.n];",
    gives: "[true,false,8]" },
  { title: "standard decorators: of classes, methods, fields, accessors",
    text: "const log: unknown[] = [];\n" +
      "function note(_: unknown, { kind, name }: DecoratorContext): any { log.push([kind, name]) }\n" +
      "function double(_: unknown, context: ClassFieldDecoratorContext) { return (value: number) => value * 2 }\n" +
      "@note class A { @note m() {} @double a = 4; @note accessor b = 1; @note static s = 2 }\n$.out = [log, new A().a];",
    gives: '[[["method","m"],["accessor","b"],["field","s"],["class","A"]],8]' },
  { title: "the decorators of experimentalDecorators",
    text: `${logged}\nclass A { @say("field") a = 1; @say("method") m(@say("parameter") p: number) {} }\n@say("class") class B {}\n$.out = log;`,
    compilerOptions: { experimentalDecorators: true },
    gives: '["field","field!","method","parameter","parameter!","method!","class","class!"]' },
  { title: "using disposes in reverse, also after a throw",
    text: "const log: string[] = []; const open = (name: string) => ({ [Symbol.dispose]() { log.push(name) } });\n" +
      'try { using a = open("a"), b = open("b"); throw log.push("thrown") } catch {}\nfor (using c of [open("c")]) log.push("turn");\n$.out = log;',
    gives: '["thrown","b","a","turn","c"]' },
  { title: "await using awaits",
    text: "const log: string[] = [];\n{ await using a = { async [Symbol.asyncDispose]() { await null; log.push('a') } }; log.push('in') }\n$.out = log;",
    gives: '["in","a"]' },
  { title: "using at the top is disposed at the end", text: "using a = $.a = { [Symbol.dispose]() { $.out.push(2) } };\n$.out = [1];", gives: "[1,2]" },
  { title: "await at the top, also in brackets, loops and classes",
    text: "const list = [await 1, await (2)];\nfor await (const x of [3]) list.push(x);\nclass A extends (await Object) {}\n$.out = [list, new A()];",
    gives: "[[1,2,3],{}]" },
  { title: "functions and classes keep their names",
    text: "$.out = [{ f: () => 1 }.f.name, { C: class {} }.C.name, (function g() {}).name, (class D { static n = D.name }).n];",
    gives: '["f","C","g","D"]' },
  { title: "letters of all scripts stay, in names, templates and in a function's text",
    text: "const größe = 1, 名 = '😀'; const f = () => `é${größe}`;\n$.out = [{ größe, 名 }, f(), /é/.test(String(f)), /größe/.test(String(f))];",
    gives: '[{"größe":1,"名":"😀"},"é1",true,true]' },
  { title: "regular expressions, big integers and separators", text: "$.out = [/[/\\]]\\u{1F600}/u.source, String(10_000n), 1_000];", gives: '["[/\\\\]]\\\\u{1F600}","10000",1000]' },
  { title: "a comment, or a map's address, at the end", text: "$.out = '//# sourceMappingURL=a.map';\n// the end", gives: '"//# sourceMappingURL=a.map"' },
  { title: "nothing but a comment", text: "// nothing", gives: "undefined" },
  { title: "statements without effect stay where they are", text: "let a = 0; const o = { get x() { return ++a } };\no.x;\n$.out = a;", gives: "1" },
  { title: "a name that nothing uses stays", text: "const unused = ($.out = 3);", gives: "3" },
  { title: "JSX, by the factory that is asked for",
    text: `${element}\n$.h = h;\nconst all = { title: 't' }; function Box() {}\n$.out = [<b id="one" on {...all}>two {1 + 2}</b>, <Box/>];`,
    extension: ".tsx", compilerOptions: { jsx: "react" }, jsxFactory: "$.h", jsxFragment: "$.F",
    gives: '[["b",{"id":"one","on":true,"title":"t"},"two ",3],["Box",null]]' },
  { title: "a fragment of JSX", text: `${element}\n$.h = h; $.F = "fragment";\n$.out = <>a<b/></>;`,
    extension: ".tsx", compilerOptions: { jsx: "react" }, jsxFactory: "$.h", jsxFragment: "$.F", gives: '["fragment",null,"a",["b",null]]' },
];

/** Files, run with an `import` of their own: see the contract. */
// biome-ignore format: a table
export const modules: readonly EmitEntry[] = [
  { title: "exports of every kind",
    text: "export const a = 1; export let b = 2; export function f() { return 3 } export class C { v = 4 } export enum E { A } export namespace N { export const n = 5 }\n" +
      "const g = 6; export { g, g as h }; export default 7; export type T = 1; export interface I {} b = 20;",
    gives: '{"C":"class","E":{"0":"A","A":0},"N":{"n":5},"a":1,"b":20,"default":7,"f":"function","g":6,"h":6}' },
  { title: "a default export without a name has the name default", text: "export default class {}\nexport const later = 1;", gives: '{"default":"class","later":1}' },
  { title: "imports of every kind", text: 'import first, { one, two as zwei } from "numbers"; import * as all from "numbers"; import "numbers";\nexport const got = [first, one, zwei, all.one];', gives: '{"got":[0,1,2,1]}' },
  { title: "an import of types loads nothing", text: 'import type { T } from "nowhere"; import { type U } from "numbers"; export const a: T | U = 1;', gives: '{"a":1}' },
  { title: "an import that only types use loads nothing", text: 'import { T } from "nowhere"; export const a: T = 1;', gives: '{"a":1}' },
  { title: "what is passed on", text: 'export { one as eins } from "numbers"; export * from "numbers"; export * as all from "numbers";', gives: '{"all":{"default":0,"one":1,"two":2},"eins":1,"one":1,"two":2}' },
  { title: "an import that is called has no this", text: 'import { self } from "functions"; export const a = self() === undefined;', gives: '{"a":true}' },
  { title: "import.meta is what the options say", text: "export const a = import.meta.url; export const b = { ...import.meta }.url;", gives: '{"a":"here","b":"here"}' },
  { title: "a file is strict", text: "export const a = (function (this: unknown) { return this === undefined })();", gives: '{"a":true}' },
  { title: "a file that imports and exports nothing is a module too", text: "const a = 1;", gives: "{}" },
  { title: "CommonJS is left alone", text: "exports.a = 1; module.exports.b = typeof require;", extension: ".js", gives: '{"a":1,"b":"function"}' },
  { title: "JSX in a .tsx file", text: "const h = (tag: string) => tag; export const a = <b/>;", extension: ".tsx", compilerOptions: { jsx: "react", jsxFactory: "h" }, gives: '{"a":"b"}' },
  { title: "decorators, enums and parameter properties, as in cells",
    text: "const seen: string[] = []; function note(_: unknown, { name }: DecoratorContext): any { seen.push(String(name)) }\n@note export class A { constructor(readonly a = 1) {} }\nexport const got = [seen, new A()];",
    gives: '{"A":"class","got":[["A"],{"a":1}]}' },
];

/** ES modules, with `await` at their top. */
// biome-ignore format: a table
export const awaitingModules: readonly EmitEntry[] = [
  { title: "await at the top", text: "export const a: number = await Promise.resolve(1);", gives: '{"a":1}' },
  { title: "imports, and exports of every kind", text: 'import { sep as s } from "node:path"; import fs from "node:fs"; await null; const b = s; export { b }; export default typeof fs;', gives: '{"b":"/","default":"object"}' },
  { title: "for await and await using", text: "export const a: number[] = [];\nfor await (const x of [1]) a.push(x);\n{ await using y = { async [Symbol.asyncDispose]() { a.push(2) } }; }", gives: '{"a":[1,2]}' },
  { title: "import.meta is what the options say", text: "export const a = (await import.meta).url;", gives: '{"a":"here"}' },
  { title: "types leave nothing behind", text: 'import type { T } from "nowhere"; export type { T }; export const a = (await 1) as T;', gives: '{"a":1}' },
];

/** A text with the place of its mistake. */
// biome-ignore format: a table
export const mistakes: readonly { readonly source: string; readonly form: "cell" | "module" | "awaiting module" }[] = [
  { source: "let a = «;»", form: "cell" },
  { source: "f(1, 2«»", form: "cell" },
  { source: "let t = `open«»", form: "cell" },
  { source: "/* open«»", form: "cell" },
  { source: "let a = 1 «let» b = 2", form: "cell" },
  { source: "const o = { a: 1,\n  b «c»: 2 }", form: "module" },
  { source: "export const a = «;»", form: "awaiting module" },
  { source: "'open«»", form: "module" },
];
