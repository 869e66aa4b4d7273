// Every way to use a name in every place of a cell: each pair is tried where the name is declared, and in a later cell.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates of their own

/** A way to use a name. In its texts every `x` and `y` is a name of the notebook that no other row uses. */
export interface Use {
  /** What declares the names. */
  readonly declare: string;
  /** An expression. */
  readonly code: string;
  /** JSON of its value. */
  readonly value: string;
  /** JSON of what a function that was declared with the name reads afterwards, where it is not the value. */
  readonly after?: string;
  /** What that function reads, where it is not x. */
  readonly read?: string;
}

// biome-ignore format: a table
export const uses: Use[] = [
  { declare: "let x = 1", code: "x", value: "1" },
  { declare: "let x = 1", code: "(x = 5)", value: "5" },
  { declare: "let x = 1", code: "(x += 2)", value: "3" },
  { declare: "let x = 1", code: "x++", value: "1", after: "2" },
  { declare: "let x = 1", code: "-x", value: "-1", after: "1" },
  { declare: "let x = 1", code: "--x", value: "0" },
  { declare: "let x: number | null = null", code: "(x ??= 7)", value: "7" },
  { declare: "let x = 0", code: "(x ||= 3)", value: "3" },
  { declare: "let x = 1", code: "(x &&= 4)", value: "4" },
  { declare: "var x = 1", code: "(x = x * 10)", value: "10" },
  { declare: "const x = [1, 2]", code: "[...x, x.length]", value: "[1,2,2]", after: "[1,2]" },
  { declare: "let x = 1", code: "typeof x", value: '"number"', after: "1" },
  { declare: "let x: { a?: number } = { a: 1 }", code: "delete x.a", value: "true", after: "{}" },
  { declare: "let x = 1", code: "Object.values({ x })[0]", value: "1" },
  { declare: "let x = 1", code: "Object.values({ x: 5, y: x })[1]", value: "1" },
  { declare: "let x = 1", code: "Object.values(({ x } = { x: 8 }))[0]", value: "8" },
  { declare: "let x = 1", code: "Object.keys(({ x = 9 } = {} as { x?: number })).length", value: "0", after: "9" },
  { declare: "let x = 1, y = 2", code: "([x, y] = [y, x])", value: "[2,1]", after: "2" },
  { declare: "let x: number[] = []", code: "([, ...x] = [1, 2, 3])", value: "[1,2,3]", after: "[2,3]" },
  { declare: "let x = 1, y = {}", code: "({ a: x, ...y } = { a: 2, b: 3 }).b + x", value: "5", after: "2" },
  { declare: "let x = 1, y = [0]", code: "([y[0], { x = 6 }] = [5, {} as { x?: number }]).length + y[0]!", value: "7", after: "6" },
  { declare: "function x(this: unknown) { return typeof this }", code: "x()", value: '"undefined"', after: '"x"' },
  { declare: "function x(this: unknown) { return typeof this }", code: "[(x)(), x!(), x?.()]", value: '["undefined","undefined","undefined"]', after: '"x"' },
  { declare: "function x(this: unknown, _?: unknown) { return typeof this }", code: "x`t`", value: '"undefined"', after: '"x"' },
  { declare: "function x(a = 1): number { return a < 3 ? x(a + 1) : a }", code: "x(x())", value: "3", after: '"x"' },
  { declare: "const x = (a: number, b = a) => a + b", code: "[1, 2].map((k) => x(k))", value: "[2,4]", after: '"x"' },
  { declare: "let x: unknown = 1", code: '(x = () => 1, (x as () => 1).name === "x")', value: "true", after: '"x"' },
  { declare: "class x { static n = 1; v = 2 }", code: "[x.n++, new x().v, new x instanceof x, x.name === \"x\"]", value: "[1,2,true,true]", after: '"x"' },
  { declare: "class x { v = 2 }", code: "new (class extends x { w = this.v + 1 })().w", value: "3", after: '"x"' },
  { declare: "enum x { A = 1, B }", code: "[x.B, x[1]]", value: '[2,"A"]', after: "1" },
  { declare: "const enum x { A = 4 }", code: "x.A + 1", value: "5", after: "4", read: "x.A" },
  { declare: "namespace x { export let v = 1; export const f = () => v }", code: "(x.v += 2) + x.f()", value: "6", after: "3" },
  { declare: 'import { sep as x } from "node:path"', code: "[x, { x }.x]", value: '["/","/"]', after: '"/"' },
  { declare: 'import * as x from "node:path"', code: "x.join(\"a\", \"b\")", value: '"a/b"', after: '"/"' },
  { declare: "let x = 1", code: "((x: number) => x + 1)(x)", value: "2", after: "1" },
  { declare: "let x = 1", code: "(function () { const x = 5; return [x, { x }.x] })()", value: "[5,5]", after: "1" },
  { declare: "let x = { x: { x: 3 } }", code: "[x.x.x, x?.x, x[\"x\"]]", value: '[3,{"x":3},{"x":3}]', after: '{"x":{"x":3}}' },
  { declare: "let x = 1", code: "(x as number) + x! + (x satisfies number)", value: "3", after: "1" },
  { declare: "let x = 1", code: "`${x}${`${x++}`}${x}`", value: '"112"', after: "2" },
];

/** A place: `E` stands for the expression; its value must reach `got`. */
export interface Place {
  readonly title: string;
  readonly code: string;
}

// biome-ignore format: a table
export const places: Place[] = [
  { title: "at the top", code: "got(E)" },
  { title: "in a block", code: "{ { got(E) } }" },
  { title: "in an if without braces", code: "if (true) got(E); else got()" },
  { title: "in a loop", code: "for (const _ of [1]) got(E)" },
  { title: "in a condition", code: "for (let k = 0, c; k < 1 && (c = [E]); k++) got(c[0])" },
  { title: "in a switch", code: "switch (1 as number) { case 1: got(E) }" },
  { title: "in try, catch and finally", code: "try { throw 1 } catch { got(E) } finally { got.done() }" },
  { title: "in a function", code: "(function () { got(E) })()" },
  { title: "in an arrow function", code: "got((() => E)())" },
  { title: "in a function of a function", code: "(() => { function inner() { return [0].map(() => E)[0] } got(inner()) })()" },
  { title: "in a method", code: "new (class { m() { got(E) } })().m()" },
  { title: "in a private method, a getter and a static method", code: "(class { #m() { return this.g } get g() { return E } static s() { return new this().#m() } static { got(this.s()) } })" },
  { title: "in a field", code: "got(new (class { f = E })().f)" },
  { title: "in a static field", code: "got((class { static f = E }).f)" },
  { title: "in a static block", code: "(class { static { got(E) } })" },
  { title: "in a constructor", code: "new (class { constructor(readonly p = E) { got(p) } })()" },
  { title: "in an object's method, getter and value", code: "got({ m() { return this.g }, get g() { return { v: E }.v } }.m())" },
  { title: "in a default parameter", code: "((p: unknown = E, q = p) => got(q))()" },
  { title: "in a default of a pattern", code: "(({ p: { q = E } = {} }: any, [r = q]: any[]) => got(r))({}, [])" },
  { title: "in a template", code: "got(JSON.parse(`${`${JSON.stringify(E)}`}`))" },
  { title: "in a computed key", code: "got(JSON.parse(Object.keys({ [JSON.stringify(E)]: 1 })[0]!))" },
  { title: "in a computed member of a class", code: "got(JSON.parse(Object.getOwnPropertyNames((class { [JSON.stringify(E)]() {} }).prototype).find((k) => k !== 'constructor')!))" },
  { title: "in a heritage", code: "new (class extends (got(E), Object) {})()" },
  { title: "in a spread and an argument", code: "got(...[[...[E]][0]])" },
  { title: "in an optional call and an index", code: "got([E]?.[[0][0]!]?.valueOf?.())" },
  { title: "in a conditional", code: "got(readers.length < 0 ? 0 : (readers.length < 0 || ([null][0] ?? E)))" },
  { title: "in a namespace", code: "namespace N { const v = [E]; got(v[0]) }" },
  { title: "in a generator", code: "for (const v of (function* (): Generator<unknown, void, unknown> { yield* [yield E] })()) v === undefined || got(v)" },
  { title: "in an async function, after an await", code: "await (async () => { await null; got(E) })()" },
  { title: "behind an await at the top", code: "got(await Promise.resolve(E))" },
  { title: "in a timer", code: "await new Promise<void>((go) => setTimeout(() => { got(E); go() }))" },
  { title: "in an async loop", code: "for await (const _ of (async function* () { yield 1 })()) got(E)" },
  { title: "in a callback of a promise", code: "await Promise.resolve().then(() => got(E))" },
  { title: "in a decorator's argument", code: "{ const with_ = (_: unknown) => (_v: unknown, _c: unknown) => {}; (class { @with_(got(E)) m() {} }) }" },
  { title: "in a using", code: "{ using _u = { v: E, [Symbol.dispose]() { got(this.v) } } }" },
  { title: "in an assignment without a semicolon before", code: "{ let v\nv = [E]\nv.length\ngot(v[0]) }" },
];
