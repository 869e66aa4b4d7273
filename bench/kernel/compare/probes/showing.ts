// What cells show.
import { setTimeout as sleep } from "node:timers/promises";
import { plain } from "../../../../test/helpers/kernel/client";
import { type Cell, has, type Probe, shown } from "../trial";

const throwing: Cell = {
  typescript: "const half = (n: number) => {\n  if (n % 2) throw new RangeError('odd');\n  return n / 2;\n};\nhalf(3);",
  python: "def half(n):\n  if n % 2: raise ValueError('odd')\n  return n / 2\n\nhalf(3)",
};
const importing: Cell = {
  typescript: 'import { fail } from "./lib/thrower";\nfail();',
  Deno: 'import { fail } from "./lib/thrower.ts";\nfail();',
  python: "from pylib.thrower import fail\nfail()",
};
const throwers = {
  "lib/thrower.ts": "// a comment\nexport function fail() {\n  throw new RangeError('deep');\n}\n",
  "pylib/__init__.py": "",
  "pylib/thrower.py": "# a comment\ndef fail():\n  raise ValueError('deep')\n",
};
const printing: Cell = {
  typescript: "for (let k = 0; k < 20_000; k++) console.log(k);",
  python: "for k in range(20_000): print(k)",
};
const inherited: Cell = {
  typescript: 'import { execSync } from "node:child_process"; execSync("echo from the child", { stdio: "inherit" });',
  python: "import subprocess; _ = subprocess.run(['echo', 'from the child'])",
};
const halves: Cell = {
  typescript:
    'const bytes = new TextEncoder().encode("é"); process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1));',
  python: "import os; b = 'é'.encode(); os.write(1, b[:1]); _ = os.write(1, b[1:])",
};
const surrogate: Cell = {
  typescript: 'console.log("👍".slice(0, 1), "end");',
  python: "print('\\ud83d', 'end')",
};
const rich: Cell = {
  typescript: '({ [Symbol.for("jupyter.display")]: async () => ({ "text/html": "<b>1</b>" }) })',
  Deno: '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>1</b>" }) })',
  python: "class Rich:\n  def _repr_html_(self): return '<b>1</b>'\nRich()",
};
const updating: Cell = {
  typescript:
    'import * as tslab from "tslab"; const panel = tslab.newDisplay(); panel.html("<b>1</b>"); panel.html("<b>2</b>");',
  Deno: 'await Deno.jupyter.display(Deno.jupyter.html`<b>1</b>`, { display_id: "a" }); await Deno.jupyter.display(Deno.jupyter.html`<b>2</b>`, { display_id: "a", update: true });',
  python:
    "from IPython.display import display, HTML\nh = display(HTML('<b>1</b>'), display_id=True)\nh.update(HTML('<b>2</b>'))",
};
const clearing: Cell = {
  typescript: "clearOutput();",
  "this kernel": '(globalThis as any)[Symbol.for("jupyter.kernel")].clearOutput();',
  Deno: 'await Deno.jupyter.broadcast("clear_output", { wait: false });',
  python: "from IPython.display import clear_output\nclear_output()",
};

const whole = Array.from({ length: 20_000 }, (_, k) => k).join("\n");

/** Probes of what cells show: results, prints, pictures, errors. */
export const showing: readonly Probe[] = [
  {
    title: "the last expression is a result (`execute_result`)",
    isShort: true,
    try: async (trial) => {
      const outcome = await trial.run("6 * 7");
      return has(outcome?.result === "42", outcome?.stdout.includes("42") ? "printed text" : "not shown");
    },
  },
  {
    title: "an error is an `error` message that names the cell's line",
    isShort: true,
    try: async (trial) => {
      const outcome = await trial.run(throwing);
      const error = outcome?.outputs.find(({ type }) => type === "error");
      if (!error) return has(false, outcome?.stderr ? "text on stderr" : "no message");
      const traceback = plain(error.content.traceback.join("\n"));
      return has(/:2:|line 2\b/.test(traceback), "another line");
    },
  },
  {
    title: "so does one in a file of the project, with that file's line",
    files: throwers,
    try: async (trial) => {
      const outcome = await trial.run(importing);
      const text = outcome ? `${shown(outcome)}\n${outcome.traceback}` : "";
      return has(/thrower\.ts:3:|thrower\.py:3\b|thrower\.py.*line 3\b/.test(text), "not that line");
    },
  },
  {
    title: "20,000 prints in a loop arrive, all and in order",
    isShort: true,
    try: async (trial) => {
      const outcome = await trial.run(printing, {}, 20_000);
      if (!outcome) return has(false, "the cell never ends");
      await sleep(1000);
      const late = trial.client.late.map(({ content }) => content.text ?? "").join("");
      const all = (outcome.stdout + late).trim() === whole;
      return has(outcome.stdout.trim() === whole, all ? "most after the cell's end" : "some are lost");
    },
  },
  {
    title: "what a child process prints that inherits the output is shown",
    try: async (trial) => {
      const outcome = await trial.run(inherited);
      return has((outcome?.stdout ?? "").includes("from the child"), "it is lost");
    },
  },
  {
    title: "a character written in two parts arrives whole",
    try: async (trial) => {
      const outcome = await trial.run(halves);
      return has(outcome?.stdout.trim() === "é", "in halves");
    },
  },
  {
    title: "half of a surrogate pair leaves a notebook that can be saved",
    try: async (trial) => {
      const text = await trial.shown(surrogate);
      return has(text.includes("end") && !/\p{Surrogate}/u.test(text), "the message holds it");
    },
  },
  {
    title: "a value can say how it is shown, also by a promise (in Python at once)",
    try: async (trial) => {
      const outcome = await trial.run(rich);
      const result = outcome?.outputs.find(({ type }) => type === "execute_result" || type === "display_data");
      return has(result?.content.data?.["text/html"] === "<b>1</b>", "text alone");
    },
  },
  {
    title: "a display is updated in place",
    try: async (trial) => {
      const outcome = await trial.run(updating);
      const update = outcome?.outputs.find(({ type }) => type === "update_display_data");
      return has(update?.content.data?.["text/html"] === "<b>2</b>");
    },
  },
  {
    title: "a cell can clear its output",
    try: async (trial) => {
      const outcome = await trial.run(clearing);
      return has(outcome?.outputs.some(({ type }) => type === "clear_output") ?? false);
    },
  },
];
