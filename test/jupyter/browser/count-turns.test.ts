// Loops that count their turns, so that Stop is heard in a page: which do, and that they compute the same.
import { afterEach, describe, expect, it } from "vitest";
import { TypeScript6Emitter } from "../../../jupyter/browser/seams/typescript-emitter";

class Stopped extends Error {}

const emitter = new TypeScript6Emitter({});
const codeOf = (text: string) => emitter.emitAtOnce(text, { form: "cell", extension: ".ts" }).code;

/** Runs a text in a function. @param looks  how often a loop may look before it is stopped */
function run(text: string, looks = Number.POSITIVE_INFINITY): { result?: unknown; looked: number; error?: unknown } {
  let looked = 0;
  const __look = () => {
    if (++looked > looks) throw new Stopped();
    return 0;
  };
  const __uncaught = (error: unknown) => {
    if (error instanceof Stopped) throw error;
  };
  Object.assign(globalThis, { __look, __uncaught });
  const out: { result?: unknown } = {};
  try {
    new Function("out", codeOf(text))(out);
    return { ...out, looked };
  } catch (error) {
    return { ...out, looked, error };
  }
}

afterEach(() => {
  for (const name of ["__look", "__uncaught"]) Reflect.deleteProperty(globalThis, name);
});

describe("a loop without an end looks, and is ended", () => {
  it.each([
    "for (;;) {}",
    "for (;;);",
    "while (true) {}",
    "do {} while (true);",
    "for (const n of (function* () { for (;;) yield 1; })()) out.result = n;",
    "for (let k = 0; ; ) { for (let i = 0; i < 10; i++) k += i; }",
    "outer: for (;;) { for (;;) continue outer; }",
    "for (let i = 0; i < 1e9; i++) for (let j = 0; j < 1e9; j++) Math.max(i, j);",
  ])("%s", (text) => {
    const { error, looked } = run(text, 2);
    expect(error).toBeInstanceOf(Stopped);
    expect(looked).toBe(3);
  });
});

describe("Stop goes through `catch`, and `finally` runs", () => {
  it.each(["for (;;) { try { for (;;); } catch {} }", "for (;;) { try { for (;;); } catch (error) { error; } }"])(
    "%s",
    (text) => {
      expect(run(text, 1)).toMatchObject({ error: expect.any(Stopped), looked: 2 });
    },
  );

  it("an error of the cell's own is caught as ever", () => {
    expect(run("try { throw 1 } catch (error) { out.result = error }").result).toBe(1);
    expect(run("try { throw 1 } catch { out.result = 2 }").result).toBe(2);
    expect(run("try { throw { a: 3 } } catch ({ a }) { out.result = a }").result).toBe(3);
  });

  it("finally", () => {
    expect(run("try { for (;;); } finally { out.result = 1 }", 0)).toMatchObject({ result: 1, looked: 1 });
  });
});

describe("what a loop computes is the same", () => {
  it.each([
    ["let s = 0; for (let i = 0; i < 10000; i++) s += i; out.result = s;", 49_995_000],
    ["let s = ''; for (const k in { a: 1, b: 2 }) s += k; out.result = s;", "ab"],
    ["const f = []; for (let i = 0; i < 3; i++) f.push(() => i); out.result = f.map((g) => g()).join();", "0,1,2"],
    ["let n = 0; do n++; while (n < 7); out.result = n;", 7],
    ["let n = 0; a: for (;;) { for (;;) { if (++n > 5) break a; continue a; } } out.result = n;", 6],
    ["out.result = (function () { for (const k of [1, 2]) return k; })();", 1],
  ])("%s", (text, result) => {
    expect(run(text)).toMatchObject({ result });
  });
});

describe("which loops count", () => {
  const counted = (text: string) => codeOf(text).match(/__(?:turns|plain) \+=/g)?.length ?? 0;

  it.each([
    ["a loop by itself", "for (let i = 0; i < 9; i++) s += i;", 1],
    [
      "of a convolution's loops all but the innermost",
      "for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) for (let f = 0; f < n; f++) s += x[f];",
      2,
    ],
    [
      "of a convolution's loops neither the one over filters nor the two over the window",
      "for (let i = 0; i < h; i++) for (let f = 0; f < n; f++) for (let di = 0; di < 3; di++) for (let dj = 0; dj < 3; dj++) s += x[f];",
      1,
    ],
    [
      "an inner loop around a long one",
      "for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) for (let f = 0; f < 99; f++) s++;",
      2,
    ],
    ["an inner loop that sets its own variable", "for (let i = 0; i < h; i++) for (let j = 0; j < 3; j++) j = 0;", 2],
    ["an inner loop that goes down", "for (let i = 0; i < h; i++) for (let j = 3; j > 0; j++) s++;", 2],
    [
      "an inner loop that writes at its variable's place",
      "for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) x[j] = 1;",
      1,
    ],
    [
      "an inner loop whose variable a nested one may set",
      "for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) [j, s] = [s, j];",
      2,
    ],
    ["an inner loop that calls something", "for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) f(j);", 2],
    ["an inner loop without a condition", "for (let i = 0; i < h; i++) for (let j = 0; ; j++) s++;", 2],
    [
      "a loop in a function is not inside the loop around it",
      "for (;;) { g = () => { for (let j = 0; j < w; j++) s++; }; }",
      2,
    ],
    ["code without loops", "const n = [1, 2].map((k) => k + 1);", 0],
  ])("%s", (_title, text, count) => {
    expect(counted(text)).toBe(count);
  });
});
