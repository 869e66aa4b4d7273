// What cells ask of the reader, and what front ends ask of the kernel.
import { setTimeout as sleep } from "node:timers/promises";
import { allowed } from "../../../../test/helpers/slack.mjs";
import { type Cell, has, type Probe, type Trial } from "../trial";

const ask: Cell = { typescript: 'prompt("Your name?")', python: "input('Your name?')" };
const askable = { allow_stdin: true };
const loop: Cell = {
  typescript: "for (const end = Date.now() + 2000; Date.now() < end; );",
  python: "import time, math\nend = time.time() + 2\nwhile time.time() < end: pass",
};
const declared: Cell = {
  typescript: "/** Doubles what it is given. */\nfunction twice(amount: number) { return 2 * amount; }",
  python: 'def twice(amount):\n  """Doubles what it is given."""\n  return 2 * amount',
};
const half: Cell = { typescript: "function f() {", python: "def f():" };
const silent: Cell = { typescript: "console.log(1); 2", python: "print(1); 2" };
const comm: Cell = {
  typescript: "0",
  "this kernel":
    "(globalThis as any)[Symbol.for('jupyter.kernel')].comms.register('echo', (comm: any) => comm.send({ pong: 1 }))",
  python:
    "from comm import get_comm_manager\nget_comm_manager().register_target('echo', lambda comm, message: comm.send({'pong': 1}))",
};

/** Asks while a cell computes. @returns whether the answer came before the cell's end */
async function whileBusy(trial: Trial, asked: () => Promise<unknown>): Promise<boolean> {
  let isRunning = true;
  const running = trial.send(loop).then(() => (isRunning = false));
  await sleep(300);
  const answer = await trial.withIn(asked(), 5000);
  const inTime = isRunning && answer !== undefined;
  await trial.withIn(running, allowed(5000));
  return inTime;
}

const lookUp = (code: string) => ({ code, cursor_pos: code.length, detail_level: 0 });

/** Probes of what a kernel asks of the reader, and of Tab, Shift-Tab and the history. */
export const asking: readonly Probe[] = [
  {
    title: "a cell asks the reader: `prompt` (in Python `input`)",
    isShort: true,
    try: async (trial) => {
      const running = trial.send(ask, askable);
      const question = await trial.withIn(trial.client.question(), 3000);
      if (!question) return has(false);
      await trial.client.answer("Ada Ö", question);
      const outcome = await trial.withIn(running, 3000);
      return has(outcome?.result === "'Ada Ö'" || outcome?.result === '"Ada Ö"', "the answer is lost");
    },
  },
  {
    title: "… which Stop ends, and the next one is answered",
    try: async (trial) => {
      const running = trial.send(ask, askable);
      if (!(await trial.withIn(trial.client.question(), 3000))) return has(false, "it cannot ask");
      void trial.client.interrupt();
      if (!(await trial.withIn(running, allowed(1000)))) return has(false, "it goes on");
      await sleep(300);
      const again = trial.send(ask, askable);
      const question = await trial.withIn(trial.client.question(), 3000);
      if (question) await trial.client.answer("Ada", question);
      return has(((await trial.withIn(again, 3000))?.result ?? "").includes("Ada"), "the kernel is lost");
    },
  },
  {
    title: "… which is an error where nobody can be asked (nbconvert)",
    try: async (trial) => {
      const outcome = await trial.run(ask, { allow_stdin: false }, 5000);
      if (!outcome) return has(false, "it waits for ever");
      return has(outcome.reply.status === "error", "no error");
    },
  },
  {
    title: "Tab is answered while a cell computes",
    isShort: true,
    try: async (trial) => {
      await trial.run({ typescript: "0", python: "import math" });
      const word = trial.kernel.language === "python" ? "math.hyp" : "Math.hyp";
      const { matches = [] } = (await trial.ask("complete_request", lookUp(word), "shell", 8000)) ?? {};
      if (!matches.some((match: string) => match.endsWith("hypot"))) return has(false, "no matches");
      return has(await whileBusy(trial, () => trial.ask("complete_request", lookUp(word))), "when it has ended");
    },
  },
  {
    title: "Shift-Tab inside the brackets of a call shows signature and docstring",
    isShort: true,
    try: async (trial) => {
      await trial.run(declared);
      const { data = {} } = (await trial.ask("inspect_request", lookUp("twice("), "shell", 8000)) ?? {};
      const text = JSON.stringify(data);
      return has(text.includes("amount") && text.includes("Doubles what it is given"), "not both");
    },
  },
  {
    title: "a front end that asks is told the errors of a cell that is being typed",
    isShort: true,
    try: async (trial) => {
      await trial.run({ typescript: "const loss = 1;", python: "loss = 1" });
      const code = trial.code({ typescript: "loss.trim();", python: "loss.trim()" });
      const asked = { cells: [{ id: "typed", code }], wanted: ["typed"] };
      const reply = await trial.ask("typescript_check_request", asked, "control", 5000);
      return has(reply?.problems?.typed?.length === 1);
    },
  },
  {
    title: "it is known whether a cell is complete",
    try: async (trial) => {
      const of = async (cell: Cell) => (await trial.ask("is_complete_request", { code: trial.code(cell) }))?.status;
      return has((await of(half)) === "incomplete" && (await of("1")) === "complete", "wrongly");
    },
  },
  {
    title: "`user_expressions` are evaluated",
    try: async (trial) => {
      const outcome = await trial.run("1", { user_expressions: { sum: "2 + 3" } });
      return has(outcome?.reply.user_expressions?.sum?.data?.["text/plain"] === "5");
    },
  },
  {
    title: "a silent request shows nothing",
    try: async (trial) => {
      const outcome = await trial.run(silent, { silent: true, store_history: false });
      if (!outcome) return has(false, "no answer");
      return has(outcome.outputs.length === 0, `it shows ${outcome.outputs.map(({ type }) => type).join(", ")}`);
    },
  },
  {
    title: "cells that wait behind a failed one are dropped",
    try: async (trial) => {
      const failing: Cell = { typescript: "throw new Error('x');", python: "raise ValueError('x')" };
      const first = trial.send(failing);
      const second = await trial.withIn(trial.send("1 + 1"), 5000);
      await first;
      return has(second?.reply.status === "aborted", "they run");
    },
  },
  {
    title: "the history holds cells and their results",
    try: async (trial) => {
      await trial.run("6 * 7");
      const content = { hist_access_type: "tail", n: 1, output: true, raw: true };
      const { history = [] } = (await trial.ask("history_request", content)) ?? {};
      return has(
        JSON.stringify(history).includes("42"),
        JSON.stringify(history).includes("6 * 7") ? "cells alone" : "",
      );
    },
  },
  {
    title: "requests on the control channel are answered while a cell computes",
    try: async (trial) => has(await whileBusy(trial, () => trial.ask("kernel_info_request", {}, "control"))),
  },
  {
    title: "a request that the kernel does not know gets an answer",
    try: async (trial) => has((await trial.ask("made_up_request", {})) !== undefined, "none"),
  },
  {
    title: "widgets: a cell hears what a front end sends",
    isShort: true,
    try: async (trial) => {
      await trial.run(comm);
      trial.client.late.length = 0;
      await trial.client.send("comm_open", { comm_id: "c1", target_name: "echo", data: {} });
      await sleep(1000);
      return has(trial.client.late.some(({ type, content }) => type === "comm_msg" && content.comm_id === "c1"));
    },
  },
  {
    title: "a debugger",
    isShort: true,
    try: async (trial) => {
      const request = { type: "request", seq: 1, command: "initialize", arguments: { clientID: "x", adapterID: "" } };
      return has((await trial.ask("debug_request", request, "control", 5000))?.success === true);
    },
  },
  {
    title: "a second cell while one computes (subshells)",
    try: async (trial) => {
      const reply = await trial.ask("create_subshell_request", {}, "control");
      return has(reply?.status === "ok" && typeof reply.subshell_id === "string");
    },
  },
];
