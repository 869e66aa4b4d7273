// What the last expression of a cell looks like, whatever it is. src/notebook/displays.ts has tests of its own.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates of their own
import { describe, expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel();

/** Node 24 shows such an object, earlier ones throw. */
const throwingTag = /^\[object that cannot be shown: tag\]$|^{ .*Symbol.toStringTag.*: \[Getter\] }$/;

/** Each ends in a result; none ends the cell with an error. */
const texts: Record<string, readonly [code: string, text: string | RegExp]> = {
  "a long array: how many items, the first few and the last": [
    "Array.from({ length: 1000 }, (_, k) => k)",
    "Array(1000) [ 0, 1, 2, 3, 4, 5, …, 998, 999 ]",
  ],
  "a long array of objects: one to a line": [
    "Array.from({ length: 300 }, (_, k) => ({ name: `the item number ${k}` }))",
    /^Array\(300\) \[\n {2}{ name: 'the item number 0' },\n.*\n {2}…,\n {2}{ name: 'the item number 298' },\n {2}{ name: 'the item number 299' }\n\]$/s,
  ],
  "a long array inside of something": [
    "({ a: { list: Array.from({ length: 101 }, (_, k) => k) } })",
    "{ a: { list: Array(101) [ 0, 1, 2, 3, 4, 5, …, 99, 100 ] } }",
  ],
  "an array of a hundred, whole": ["Array.from({ length: 100 }, (_, k) => k)", /^\[\n(.*\n)+.* 99\n\]$/],
  "a matrix of many numbers: its corners": [
    "Array.from({ length: 28 }, () => Array.from({ length: 28 }, () => 7))",
    /^Array\(28\) \[\n( {2}Array\(28\) \[ 7, 7, 7, 7, 7, 7, …, 7, 7 \],\n){6} {2}…,\n/,
  ],
  "long numbers: as many to a line as it holds": [
    "Array.from({ length: 200 }, (_, k) => k / 7)",
    /^Array\(200\) \[\n(.{60,100}\n){2,3}\]$/,
  ],
  "an array with holes, as Node shows it": [
    "const holes = [1]; holes[1e6] = 2; holes",
    "[ 1, <999999 empty items>, 2 ]",
  ],
  "an array of its own class": ["class Stack extends Array {}\nStack.from({ length: 200 })", /^Stack\(200\) \[/],
  "a long map": [
    "new Map(Array.from({ length: 1000 }, (_, k) => [`k${k}`, k]))",
    "Map(1000) {\n  'k0' => 0, 'k1' => 1, 'k2' => 2, 'k3' => 3, 'k4' => 4, 'k5' => 5, …, 'k998' => 998, 'k999' => 999\n}",
  ],
  "a long set": ["new Set(Array.from({ length: 1000 }, (_, k) => k))", "Set(1000) { 0, 1, 2, 3, 4, 5, …, 998, 999 }"],
  "an object with very many properties": [
    "Object.fromEntries(Array.from({ length: 784 }, (_, k) => [k, 0]))",
    /^{(\s*'\d+': 0,){20}\s*\.\.\. 764 more properties\n}$/,
  ],
  "a tensor with something beside it": [
    "({ shape: [40], data: new Float64Array(40), label: 3 })",
    "{ shape: [ 40 ], data: Float64Array(40) [ 0, 0, 0, 0, 0, 0, …, 0, 0 ], label: 3 }",
  ],
  "a long text": ["'x'.repeat(1e6)", /^'x{10000}'\.\.\. 990000 more characters$/],
  "a long array that contains itself": [
    "const ring: unknown[] = Array.from({ length: 200 }, (_, k) => k); ring[0] = ring; ring",
    /^Array\(200\) \[\n {2}Array\(200\) \[/,
  ],
  "an error as a value, with its places": ["new TypeError('no')", /^TypeError: no\n {4}at Cell \[\d+\]:1:1$/],
  "a function": ["function add(a: number, b: number) { return a + b; }\nadd", "[Function: add]"],
  "a class": ["class Point { x = 1; }\nPoint", "[class Point]"],
  "a date": ["new Date(0)", "1970-01-01T00:00:00.000Z"],
  "no date": ["new Date(NaN)", "Invalid Date"],
  "a promise": ["({ later: Promise.resolve(4) })", "{ later: Promise { 4 } }"],
  "a big integer": ["2n ** 64n", "18446744073709551616n"],
  "a symbol": ["Symbol('s')", "Symbol(s)"],
  "a circular object": [
    "const circle: any = { a: 1 }; circle.self = circle; circle",
    "<ref *1> { a: 1, self: [Circular *1] }",
  ],
  "an object whose getter throws": ["({ get shape() { throw new Error('getter'); } })", "{ shape: [Getter] }"],
  "an object whose toString throws": [
    "({ toString() { throw new Error('text'); } })",
    "{ toString: [Function: toString] }",
  ],
  "an object whose class is a getter that throws": [
    "({ get constructor() { throw new Error('constructor'); } })",
    "{ constructor: [Getter] }",
  ],
  "an object whose tag throws": ["({ get [Symbol.toStringTag]() { throw new Error('tag'); } })", throwingTag],
  "an object whose own text throws": [
    "({ a: 1, [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('custom'); } })",
    /^{ a: 1, /,
  ],
  "a proxy, without asking it anything": [
    "let asked = 0;\nconst proxy = new Proxy({ a: 1 }, { get() { asked++; throw new Error('trap'); } });\nproxy",
    "{ a: 1 }",
  ],
  "a proxy that answers every question with a function": [
    "const anything: any = new Proxy(() => 0, { get: () => anything, apply: () => anything });\nanything",
    "[Function (anonymous)]",
  ],
  "a proxy that was revoked": ["const gone = Proxy.revocable({}, {}); gone.revoke(); gone.proxy", "<Revoked Proxy>"],
  "a display method that returns nothing": ["({ a: 1, [Symbol.for('jupyter.display')]: () => undefined })", /a: 1/],
  "a display method that returns no bundle": ["({ a: 1, [Symbol.for('jupyter.display')]: () => ({ b: 2 }) })", /a: 1/],
  "many long texts": ["Array.from({ length: 90 }, (_, k) => String(k % 10).repeat(1e5))", /more characters/],
};

describe("a value as text", () => {
  it.each(Object.entries(texts))("%s", async (_what, [code, text]) => {
    const { result, traceback } = await kernel.run(code);
    expect(traceback).toBe("");
    if (typeof text === "string") expect(result).toBe(text);
    else expect(result).toMatch(text);
    expect(result?.length).toBeLessThan(110_000);
  });

  it("printed, a long list is what Node prints, all of it where that is asked for", async () => {
    await kernel.run("const long = Array.from({ length: 1000 }, (_, k) => k);");
    expect((await kernel.run("console.log(long);")).stdout).toContain("... 900 more items");
    expect((await kernel.run("console.dir(long, { maxArrayLength: null });")).stdout).toContain("998, 999\n]");
  });

  it("also where it was thrown", async () => {
    const thrown = "throw { get [Symbol.toStringTag]() { throw new Error('tag'); } };";
    expect((await kernel.run(thrown)).reply).toMatchObject({
      ename: "Thrown value",
      evalue: expect.stringMatching(throwingTag),
    });
  });
});

describe("formatters", () => {
  const formatters = "(globalThis as any)[Symbol.for('jupyter.kernel')].formatters";

  it("show values that have no method of their own; the last one of a name counts", async () => {
    for (const mark of ["i", "b"]) {
      const show = `(value: any) => (value.mark ? { "text/html": "<${mark}>" + value.mark } : undefined)`;
      await kernel.run(`${formatters}.set("mine", ${show});`);
    }
    const { outputs } = await kernel.run("({ mark: 5 })");
    expect(outputs[0]?.content.data).toEqual({ "text/html": "<b>5", "text/plain": "{ mark: 5 }" });
    expect((await kernel.run("({ other: 5 })")).outputs[0]?.content.data).toEqual({ "text/plain": "{ other: 5 }" });
  });

  it("that throw leave the value to its text, and a value's own method comes before them", async () => {
    await kernel.run(`${formatters}.set("mine", () => { throw new Error("formatter"); });`);
    const { result, traceback } = await kernel.run("({ mark: 5 })");
    expect([result, traceback]).toEqual(["{ mark: 5 }", ""]);
    await kernel.run(`${formatters}.set("mine", () => ({ "text/plain": "formatter" }));`);
    const own = "({ [Symbol.for('jupyter.display')]: () => ({ 'text/plain': 'own' }) })";
    expect((await kernel.run(own)).result).toBe("own");
    await kernel.run(`${formatters}.delete("mine");`);
  });

  it("a display method of the reader's own that throws is an error with its place", async () => {
    const { traceback } = await kernel.run(
      "({\n  [Symbol.for('jupyter.display')]() {\n    throw new RangeError('mine');\n  },\n})",
    );
    expect(traceback).toMatch(/^RangeError: mine\n.*Cell \[\d+\]:3:11/);
  });
});
