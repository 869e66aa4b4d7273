// Code behind an `await` in a page: it remembers its cell, and computes the same.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TypeScript6Emitter } from "../../../jupyter/browser/seams/typescript-emitter";

const emitter = new TypeScript6Emitter({});
const AsyncFunction = (async () => {}).constructor as new (
  ...words: string[]
) => (...values: unknown[]) => Promise<void>;

/** What runs, as CellContext knows it in a page. */
let current = "";
const seams = {
  __cell: () => current,
  __resumed: (cell: string, value: unknown) => {
    current = cell;
    return value;
  },
  __back: (cell: string) => {
    current = cell;
  },
  __look: () => 0,
  __uncaught: () => {},
};
const elsewhere = () => {
  current = "another";
};

beforeEach(() => void Object.assign(globalThis, seams));
afterEach(() => {
  for (const name of Object.keys(seams)) Reflect.deleteProperty(globalThis, name);
});

/** Runs a text as a cell, whose `nap` wakes up when another cell has run. @returns what `say` was told, each with its cell */
async function said(text: string): Promise<string[]> {
  const lines: string[] = [];
  const say = (value: unknown) => void lines.push(`${current}: ${value}`);
  const nap = (value?: unknown) => Promise.resolve(value).finally(elsewhere);
  const fail = () => nap().then(() => Promise.reject(new Error("late")).finally(elsewhere));
  const { code } = emitter.emitAtOnce(text, { form: "cell", extension: ".ts" });
  const run = new AsyncFunction("say", "nap", "fail", code);
  current = "mine";
  await run(say, nap, fail);
  return lines;
}

const declared =
  "declare const say: (value: unknown) => void, nap: (value?: any) => Promise<any>, fail: () => Promise<any>;";

describe("code behind an await is its cell's", () => {
  it.each([
    ["at the top", "say(await nap(1));", ["mine: 1"]],
    ["in a function", "async function f() { say(await nap(1)); } await f();", ["mine: 1"]],
    ["in an arrow", "const f = async () => { await nap(); say(1); }; await f();", ["mine: 1"]],
    [
      "in an arrow that is an expression",
      "const f = async (n: number) => say(n + (await nap(1))); await f(1);",
      ["mine: 2"],
    ],
    ["in a method", "const o = { async m() { await nap(); say(1); } }; await o.m();", ["mine: 1"]],
    ["in a catch", "try { await fail(); } catch (error) { say((error as Error).message); }", ["mine: late"]],
    ["in a catch without a name", "try { await fail(); } catch { say(1); }", ["mine: 1"]],
    [
      "in a catch that takes the error apart",
      "try { await fail(); } catch ({ message }: any) { say(message); }",
      ["mine: late"],
    ],
    ["in a finally", "try { try { await fail(); } finally { say(1); } } catch {}", ["mine: 1"]],
    ["in for await", "for await (const n of [nap(1), nap(2)]) say(n);", ["mine: 1", "mine: 2"]],
    [
      "in an async generator",
      "async function* g() { yield await nap(1); say('in'); } for await (const n of g()) say(n);",
      ["mine: 1", "mine: in"],
    ],
    ["in a loop", "for (let k = 0; k < 2; k++) { await nap(); say(k); }", ["mine: 0", "mine: 1"]],
  ])("%s", async (_where, text, expected) => {
    expect(await said(`${declared}\n${text}`)).toEqual(expected);
  });
});

it("`this`, `arguments`, results and errors are what they were", async () => {
  const text = `${declared}
class Box { n = 2; add = async (m: number) => this.n + (await nap(m)); }
async function all(..._: unknown[]) { await nap(); return arguments.length; }
say([await new Box().add(3), await all(1, 2, 3)]);
say(await (async () => { throw new RangeError("here"); })().catch((error) => error.message));`;
  expect(await said(text)).toEqual(["mine: 5,3", "mine: here"]);
});

it("code that awaits nothing stays as it is", () => {
  const { code } = emitter.emitAtOnce("async function f() { return 1; }", { form: "cell", extension: ".ts" });
  expect(code).not.toContain("__cell");
});
