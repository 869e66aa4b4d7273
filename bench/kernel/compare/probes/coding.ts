// What code means: variables, types, imports.
import { type Cell, has, type Probe } from "../trial";

const steps: readonly Cell[] = [
  { typescript: "let rate = 0.1; function step() { return rate; }", python: "rate = 0.1\ndef step(): return rate" },
  { typescript: "rate = 0.01;", python: "rate = 0.01" },
  { typescript: "console.log(step());", python: "print(step())" },
];
const seeds: readonly Cell[] = [
  { typescript: "const seed = 7;", python: "seed = 7" },
  { typescript: "console.log(Object.values({ seed })[0]);", python: "print(dict(seed=seed)['seed'])" },
];
const wrongType: Cell = { typescript: 'const n: number = "one";', python: 'n: int = "one"' };
const noNull: Cell = { typescript: "const text: string = null; text;" };
const using: Cell = {
  typescript: '{ using r = { [Symbol.dispose]: () => console.log("disposed") }; }',
  python: "from contextlib import closing\nclass R:\n  def close(self): print('disposed')\nwith closing(R()): pass",
};
const mistyped: Cell = { typescript: 'import { x } from "./nope/none";', python: "from nope.none import x" };
const library = {
  "lib/index.ts": 'export { value } from "./deep";\n',
  "lib/deep.ts": "export const value = 1;\n",
  "pylib/__init__.py": "from .deep import value\n",
  "pylib/deep.py": "value = 1\n",
};
const live: Cell = {
  typescript: 'import { value } from "./lib/index"; console.log(value);',
  Deno: 'import { value } from "./lib/index.ts"; console.log(value);',
  python: "import pylib; print(pylib.value)",
};
const package_: Cell = { typescript: 'import { seven } from "only-esm"; console.log(seven);' };
const storage: Cell = {
  typescript:
    'import { AsyncLocalStorage } from "node:async_hooks"; const als = new AsyncLocalStorage(); await als.run(6, () => new Promise<void>((go) => setTimeout(() => { console.log(als.getStore()); go(); }, 5)));',
  python:
    "import asyncio, contextvars\nv = contextvars.ContextVar('v')\nv.set(6)\nasyncio.get_running_loop().call_later(0.01, lambda: print(v.get()))\nawait asyncio.sleep(0.1)",
};

/** Runs cells of which the last prints. */
const last = (cells: readonly Cell[], printed: string): Probe["try"] => {
  return async (trial) => {
    let text = "";
    for (const cell of cells) text = await trial.shown(cell);
    return has(text.trim() === printed, text.trim().split("\n").at(-1)?.slice(0, 60));
  };
};

/** Probes of what cells mean: variables, types, imports, `await`. */
export const coding: readonly Probe[] = [
  {
    title: "a function sees the later change of a variable that it uses",
    isShort: true,
    try: last(steps, "0.01"),
  },
  { title: "an earlier cell's variable in shorthand, `{ seed }`", try: last(seeds, "7") },
  {
    title: "a cell's types are checked",
    isShort: true,
    try: async (trial) => has((await trial.shown(wrongType)).includes("not assignable")),
  },
  {
    title: "as strictly as the project's tsconfig.json says",
    try: async (trial) =>
      trial.code(noNull) === undefined ? undefined : has((await trial.shown(noNull)).includes("not assignable")),
  },
  {
    title: "syntax of today: `using` (in Python `with`)",
    try: async (trial) => has((await trial.shown(using)).trim() === "disposed"),
  },
  {
    title: "a mistyped import is one error, and the next cell runs",
    isShort: true,
    try: async (trial) => {
      const outcome = await trial.run(mistyped);
      if (outcome?.reply.status !== "error") return has(false, "no error");
      return has((await trial.shown("1 + 1")).trim() === "2", "every later cell fails");
    },
  },
  {
    title: "an edit deep in the project's files is taken in when the import is run again",
    isShort: true,
    files: library,
    remarks: { ipykernel: "after `%autoreload 2`" },
    try: async (trial) => {
      await trial.run({ typescript: "0", python: "%load_ext autoreload\n%autoreload 2" });
      if ((await trial.shown(live)).trim() !== "1") return has(false, "it cannot import");
      trial.project.write("lib/deep.ts", "export const value = 22;\n");
      trial.project.write("pylib/deep.py", "value = 22  # edited\n");
      return has((await trial.shown(live)).trim() === "22", "old code");
    },
  },
  {
    title: "an npm package with `exports` alone, ESM alone and `await` at its top",
    isShort: true,
    try: async (trial) => {
      if (trial.code(package_) === undefined) return undefined;
      trial.project.install("only-esm", {
        "package.json": JSON.stringify({
          name: "only-esm",
          version: "1.0.0",
          type: "module",
          exports: { ".": { types: "./lib/main.d.ts", import: "./lib/main.js" } },
        }),
        "lib/main.js": "export const seven = await Promise.resolve(7);\n",
        "lib/main.d.ts": "export declare const seven: number;\n",
      });
      return has((await trial.shown(package_)).trim() === "7", "not loaded");
    },
  },
  {
    title: "`AsyncLocalStorage` (in Python `contextvars`) over a timer",
    try: async (trial) => has((await trial.shown(storage)).trim() === "6", "its value is lost"),
  },
  {
    title: "shell lines and magics: `!echo`",
    try: async (trial) => has((await trial.shown("!echo from the shell")).trim() === "from the shell"),
  },
];
