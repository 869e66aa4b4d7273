// What a front end sees of controls and `interact`, and what happens when it moves one.
import { describe, expect, it } from "vitest";
import type { Outcome } from "../helpers/kernel/client";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(`import { interact } from "./src/notebook/widgets/interact";
import { button, checkbox, column, dropdown, row, slider, text } from "./src/notebook/widgets";
import { setTimeout as sleep } from "node:timers/promises";`);

type State = Record<string, unknown>;
interface Shown {
  /** The id of the first model of each name. */
  readonly id: (name: string) => string;
  readonly states: ReadonlyMap<string, State>;
  /** What is below the widget. */
  readonly below: (outcome?: Outcome) => unknown;
}

/** Reads the models that a cell has opened. */
function shown(cell: Outcome): Shown {
  expect(cell.traceback).toBe("");
  const opened = cell.outputs.filter(({ type }) => type === "comm_open").map(({ content }) => content);
  const states = new Map<string, State>(opened.map(({ comm_id, data }) => [comm_id, data.state]));
  const id = (name: string) => {
    const found = opened.find(({ data }) => data.state._model_name === `${name}Model`);
    if (!found) throw new Error(`no ${name} among ${opened.map(({ data }) => data.state._model_name)}`);
    return found.comm_id as string;
  };
  const below = (outcome = cell) => {
    const updates = outcome.outputs.filter(({ content }) => content.comm_id === id("Output") && content.data?.method);
    return updates.at(-1)?.content.data.state.outputs.map(inShort);
  };
  return { id, states, below };
}

/** An output as "stdout: text", the text of a display, or the error. */
const inShort = (output: Outcome["reply"]): string =>
  output.text ? `${output.name}: ${output.text}` : (output.data?.["text/plain"] ?? `${output.ename}: ${output.evalue}`);

const update = (comm_id: string, state: object) =>
  kernel.tell("comm_msg", { comm_id, data: { method: "update", state, buffer_paths: [] } });

describe("a control on a cell's last line", () => {
  it.each([
    ["slider(0, 1)", "FloatSlider", { value: 0.5, min: 0, max: 1, step: 0.01, readout_format: ".2f" }, "0.5"],
    ["slider(1, 9, { label: 'n' })", "FloatSlider", { value: 5, step: 1, description: "n" }, "n: 5"],
    [
      "dropdown(['sgd', 'adam'], { value: 'adam' })",
      "Dropdown",
      { _options_labels: ["sgd", "adam"], index: 1 },
      "adam",
    ],
    ["dropdown({ small: 8, large: 16 })", "Dropdown", { _options_labels: ["small", "large"], index: 0 }, "small"],
    ["checkbox(true, { label: 'dots' })", "Checkbox", { value: true, description: "dots" }, "dots: yes"],
    ["text('Ada')", "Text", { value: "Ada", continuous_update: false }, "Ada"],
    ["button('Go')", "Button", { description: "Go" }, ""],
  ])("is Jupyter's own widget, with its value as text: %s", async (code, name, state, words) => {
    const cell = await kernel.run(code);
    const { id, states } = shown(cell);
    expect(states.get(id(name))).toMatchObject({ _view_name: `${name}View`, ...state });
    const { data } = cell.outputs.at(-1)?.content ?? {};
    expect(data["text/plain"]).toBe(words);
    const view = data["application/vnd.jupyter.widget-view+json"];
    expect(states.get(view.model_id)).toMatchObject({ _model_name: "VBoxModel" });
  });

  it("has the value that the reader sets, in later cells too, and other pages hear of it", async () => {
    const { id } = shown(
      await kernel.run("const menu = dropdown(['a', 'b', 'c']); const rate = slider(0, 1); row(menu, column(rate))"),
    );
    const { outputs } = await update(id("Dropdown"), { index: 2 });
    expect(outputs.map(({ content }) => content.data)).toEqual([
      { method: "echo_update", state: { index: 2 }, buffer_paths: [] },
    ]);
    await update(id("FloatSlider"), { value: 0.1 + 0.2 });
    expect((await kernel.run("[menu.value, rate.value]")).result).toBe("[ 'c', 0.3 ]");
  });

  it.each([
    ["FloatSlider", { value: "x" }, 'slider: expected a number from the front end, got "x"', { value: 0.5 }],
    ["FloatSlider", { value: 7 }, "slider: value must be from 0 to 1, got 7", { value: 0.5 }],
    ["Dropdown", { index: 9 }, "dropdown: value must be one of a, b, got undefined", { index: 0 }],
    ["Checkbox", { value: 1 }, "checkbox: value must be true or false, got 1", { value: false }],
  ])("refuses what it cannot be, below itself, and sets the page right: %s %j", async (name, state, words, before) => {
    const { id, below } = shown(await kernel.run("row(slider(0, 1), dropdown(['a', 'b']), checkbox())"));
    const outcome = await update(id(name), state);
    expect(below(outcome)).toEqual([expect.stringContaining(words)]);
    const data = outcome.outputs
      .filter(({ content }) => content.comm_id === id(name))
      .map(({ content }) => content.data);
    expect(data.at(-1)).toMatchObject({ method: "update", state: before });
  });

  it("may be set by code, which the page then shows", async () => {
    await kernel.run("const level = slider(0, 10); level");
    const { outputs } = await kernel.run("level.value = 7; level.value");
    expect(outputs[0]?.content.data).toMatchObject({ method: "update", state: { value: 7 } });
    expect((await kernel.run("level.value = 11")).traceback).toContain("slider: value must be from 0 to 10, got 11");
  });
});

describe("interact", () => {
  it("shows the result for the first values, then for those that the reader sets, with what is printed", async () => {
    const cell = await kernel.run(
      "interact({ n: slider(0, 9), up: checkbox() }, ({ n, up }) => { console.log(n); return up ? n + 1 : n - 1; });",
    );
    const { id, below } = shown(cell);
    expect(below()).toEqual(["stdout: 4\n", "3"]);
    expect(below(await update(id("FloatSlider"), { value: 8 }))).toEqual(["stdout: 8\n", "7"]);
    expect(below(await update(id("Checkbox"), { value: true }))).toEqual(["stdout: 8\n", "9"]);
    expect(cell.stdout).toBe("");
  });

  it("shows an error below its controls, with the reader's lines alone; the next value is shown again", async () => {
    const code =
      "interact({ n: slider(0, 9) }, ({ n }) => {\n  if (n > 5) throw new RangeError('no ' + n);\n  return n;\n});";
    const { id, below } = shown(await kernel.run(code));
    const failed = await update(id("FloatSlider"), { value: 6 });
    expect(below(failed)).toEqual(["RangeError: no 6"]);
    const [error] = failed.outputs.at(-1)?.content.data.state.outputs ?? [];
    expect(String(error.traceback)).toMatch(/Cell \[\d+\]/);
    expect(String(error.traceback)).not.toContain("src/notebook");
    expect(failed.outputs.map(({ type }) => type)).not.toContain("error");
    expect(below(await update(id("FloatSlider"), { value: 5 }))).toEqual(["5"]);
  });

  it("makes an error at the first values the cell's", async () => {
    const { traceback, reply } = await kernel.run(
      "interact({ n: slider(0, 9) }, () => { throw new RangeError('at once'); });",
    );
    expect([reply.ename, traceback]).toEqual(["RangeError", expect.stringMatching(/Cell \[\d+\]:1:/)]);
    const later = await kernel.run(
      "await interact({ n: slider(0, 9) }, async () => { await sleep(1); throw new RangeError('later'); });",
    );
    expect(later.reply).toMatchObject({ ename: "RangeError", evalue: "later" });
  });

  it("waits for a promise, and values that have come meanwhile are skipped but for the latest", async () => {
    const code = `const seen: number[] = [];
await interact({ n: slider(0, 100), m: slider(0, 100) }, async ({ n, m }) => {
  seen.push(n + m);
  await sleep(1);
  console.log("half");
  await sleep(1);
  return n + m;
});`;
    const cell = await kernel.run(code);
    const { states, below } = shown(cell);
    expect(below()).toEqual(["stdout: half\n", "100"]);
    const [n = "", m = ""] = Array.from(states.keys()).filter(
      (id) => states.get(id)?._model_name === "FloatSliderModel",
    );
    const { loop, open } = gate();
    const running = kernel.run(loop);
    const moved = [1, 2, 3, 4].flatMap((value) => [update(n, { value }), update(m, { value })]);
    await kernel.request("comm_info_request", {});
    open();
    await running;
    const last = (await Promise.all(moved)).at(-1);
    expect(below(last)).toEqual(["stdout: half\n", "8"]);
    expect((await kernel.run("seen")).result).toBe("[ 100, 8 ]");
  });

  it("runs again when code sets a value, and what an earlier run still shows is left out", async () => {
    const code = `const ends: (() => void)[] = [];
const size = slider(0, 9);
const first = interact({ size }, async ({ size }) => { await new Promise<void>((done) => ends.push(done)); return size; });`;
    const { below } = shown(await kernel.run(code));
    expect(below()).toBeUndefined();
    const set = await kernel.run("size.value = 9; ends[1](); await sleep(1); ends[0](); await first;");
    expect(below(set)).toEqual(["9"]);
  });

  it("updates a display in place, and clears", async () => {
    const code = `import { notebookKernel } from "./src/notebook/notebook-kernel";
const put = (text: string, update: boolean) =>
  notebookKernel().display({ data: { "text/plain": text }, metadata: {}, transient: { display_id: "it" } }, update);
interact({ n: slider(0, 9) }, ({ n }) => {
  console.log("gone"); notebookKernel().clearOutput?.(false);
  put("one", false); console.log("between"); put("two", true);
  if (n === 9) { notebookKernel().clearOutput?.(true); console.log("after"); }
});`;
    const { id, below } = shown(await kernel.run(code));
    expect(below()).toEqual(["two", "stdout: between\n"]);
    expect(below(await update(id("FloatSlider"), { value: 9 }))).toEqual(["stdout: after\n"]);
    expect(below(await update(id("FloatSlider"), { value: 1 }))).toEqual(["two", "stdout: between\n"]);
  });

  it("shows what is printed while show computes on", async () => {
    const { loop, open } = gate();
    const { id, below } = shown(
      await kernel.run(
        `interact({ n: slider(0, 9) }, ({ n }) => { if (n === 9) { console.log("begun"); ${loop} } return n; });`,
      ),
    );
    const seen = new Promise<void>((done) =>
      kernel.onOutput((_type, content) => {
        if (content.data?.state?.outputs?.length === 1) done();
      }),
    );
    const handled = update(id("FloatSlider"), { value: 9 });
    await seen;
    open();
    expect(below(await handled)).toEqual(["stdout: begun\n", "9"]);
  });

  it("keeps the end of what is printed without end, is ended by Stop, and hears the next value", async () => {
    const { id, below } = shown(
      await kernel.run(
        "interact({ n: slider(0, 9) }, ({ n }) => { for (let k = 0; n === 9; k++) console.log(k, 'x'.repeat(1000)); return n; });",
      ),
    );
    let hasPrinted = () => {};
    const printed = new Promise<void>((done) => {
      hasPrinted = done;
    });
    const handled = update(id("FloatSlider"), { value: 9 });
    let messages = 0;
    const watch = kernel.onOutput(() => ++messages > 3 && hasPrinted());
    await printed;
    watch.stop();
    await kernel.interrupt();
    const outputs = below(await handled) as string[];
    expect(outputs.at(-1)).toBe("Interrupted: the handler was stopped");
    expect(outputs.join("").length).toBeLessThan(210_000);
    expect(below(await update(id("FloatSlider"), { value: 3 }))).toEqual(["3"]);
  });
});

describe("a button", () => {
  const click = (comm_id: string) =>
    kernel.tell("comm_msg", { comm_id, data: { method: "custom", content: { event: "click" } } });

  it("runs its function, shows what that shows below itself, and counts", async () => {
    const { id, below } = shown(
      await kernel.run("const go = button('Go', () => console.log('clicked', go.value)); go"),
    );
    expect(below(await click(id("Button")))).toEqual(["stdout: clicked 0\n"]);
    expect(below(await click(id("Button")))).toEqual(["stdout: clicked 1\n"]);
    expect((await kernel.run("go.value")).result).toBe("2");
  });

  it("lets interact run again", async () => {
    const { id, below } = shown(await kernel.run("interact({ again: button('Again') }, ({ again }) => again);"));
    expect(below()).toEqual(["0"]);
    expect(below(await click(id("Button")))).toEqual(["1"]);
  });
});

describe("a page that is loaded anew", () => {
  it("gets the state of all models at once, or of one", async () => {
    const { id } = shown(await kernel.run("interact({ n: slider(0, 9) }, ({ n }) => n);"));
    await update(id("FloatSlider"), { value: 8 });
    await kernel.tell("comm_open", { comm_id: "page", target_name: "jupyter.widget.control", data: {} });
    const { outputs } = await kernel.tell("comm_msg", { comm_id: "page", data: { method: "request_states" } });
    const { states } = outputs[0]?.content.data ?? {};
    expect(states[id("FloatSlider")]).toMatchObject({ model_name: "FloatSliderModel", state: { value: 8 } });
    expect(states[id("Output")].state.outputs.map(inShort)).toEqual(["8"]);
    const { reply } = await kernel.request("comm_info_request", { target_name: "jupyter.widget" });
    expect(Object.keys(states).sort()).toEqual(Object.keys(reply.comms).sort());
    const data = { method: "request_state" };
    const one = await kernel.tell("comm_msg", { comm_id: id("FloatSlider"), data });
    expect(one.outputs.map(({ content }) => content.data.state.value)).toEqual([8]);
  });

  it("finds no models of a cell that has run again, whose functions are not called any more", async () => {
    const cell = { cellId: "again" };
    await kernel.run("const kept = slider(0, 9); const calls: string[] = [];");
    const code = (name: string) => `interact({ kept }, ({ kept }) => void calls.push(\`${name} \${kept}\`));`;
    const first = shown(await kernel.run(code("first"), {}, cell));
    const second = shown(await kernel.run(code("second"), {}, cell));
    const { reply } = await kernel.request("comm_info_request", { target_name: "jupyter.widget" });
    for (const id of first.states.keys()) expect(reply.comms).not.toHaveProperty(id);
    for (const id of second.states.keys()) expect(reply.comms).toHaveProperty(id);
    await update(second.id("FloatSlider"), { value: 9 });
    expect((await kernel.run("calls")).result).toBe("[ 'first 4', 'second 4', 'second 9' ]");
  });
});
