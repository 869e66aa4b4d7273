import { describe, expect, it } from "vitest";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(
  'import { notebookKernel } from "./src/notebook/notebook-kernel"; import * as tslab from "tslab"; const jupyter = notebookKernel();',
);

it("several mime types go in one message, binary ones as base64, typed arrays as arrays", async () => {
  const { outputs } = await kernel.run(
    'jupyter.display({ data: { "text/plain": "p", "text/html": "<b>h</b>", "image/png": new Uint8Array([1, 2, 3]), "application/json": { y: new Float64Array([1, 2]) } }, metadata: { "image/png": { width: 5 } }, transient: {} }, false);',
  );
  expect(outputs).toEqual([
    {
      type: "display_data",
      content: {
        data: {
          "text/plain": "p",
          "text/html": "<b>h</b>",
          "image/png": "AQID",
          "application/json": { y: [1, 2] },
        },
        metadata: { "image/png": { width: 5 } },
        transient: {},
      },
    },
  ]);
});

it("clear_output arrives in order, with and without waiting", async () => {
  const { outputs } = await kernel.run(
    'console.log("a"); jupyter.clearOutput!(true); console.log("b"); jupyter.clearOutput!(false);',
  );
  expect(outputs.map(({ type, content }) => content.text ?? `${type} ${content.wait}`)).toEqual([
    "a\n",
    "clear_output true",
    "b\n",
    "clear_output false",
  ]);
});

it("a display is updated in place, from later cells too", async () => {
  const first = await kernel.run("const shown = tslab.newDisplay(); shown.html('1'); shown.html('2');");
  const later = await kernel.run("shown.html('3');");
  const all = [...first.outputs, ...later.outputs];
  expect(all.map(({ type }) => type)).toEqual(["display_data", "update_display_data", "update_display_data"]);
  expect(new Set(all.map(({ content }) => content.transient.display_id)).size).toBe(1);
});

it("every update of a figure from a busy loop is sent, in its order and whole", async () => {
  const { outputs } = await kernel.run(`{
    const panel = tslab.newDisplay();
    const paths = "<path d='M0 0L10 10'/>".repeat(1500);
    for (let k = 0; k < 20; k++) panel.svg("<svg id='" + k + "'>" + paths + "</svg>");
  }`);
  const shown = outputs.map(({ content }) => content.data["image/svg+xml"] as string);
  expect(shown.map((svg) => /id='(\d+)'/.exec(svg)?.[1])).toEqual(Array.from({ length: 20 }, (_, k) => String(k)));
  expect(new Set(shown.map((svg) => svg.slice(svg.indexOf("<path")).length))).toEqual(new Set([1500 * 22 + 6]));
});

describe("what code left behind by a cell prints appears below that cell, not below the running one:", () => {
  const nap = "const nap = () => new Promise<void>((done) => setTimeout(done, 60));";
  const say = 'console.log("of the first")';
  it.each([
    ["in a timer", `setTimeout(() => ${say}, 60);`],
    ["behind an await", `${nap} void (async () => { await nap(); ${say}; })();`],
    [
      "behind the second await of a loop",
      `${nap} void (async () => { for (let k = 0; k < 2; k++) await nap(); ${say}; })();`,
    ],
    ["in a catch", `${nap} void (async () => { try { await nap().then(() => { throw 1; }); } catch { ${say}; } })();`],
    ["in a then", `${nap} void nap().then(() => ${say});`],
    ["in a microtask of a timer", `setTimeout(() => queueMicrotask(() => ${say}), 60);`],
  ])("%s", async (_where, code) => {
    await kernel.run(code.replace("const nap", "var nap"));
    kernel.late.length = 0;
    const second = await kernel.run(
      "for (let k = 0; k < 5; k++) await new Promise((done) => setTimeout(done, 50)); console.log('of the second');",
    );
    expect(second.stdout).toBe("of the second\n");
    expect(kernel.late.map(({ content }) => content.text)).toEqual(["of the first\n"]);
  });
});

it("what a cell prints is there before a loop that goes on", async () => {
  const lines: string[] = [];
  const { loop, open } = gate();
  const seen = new Promise<void>((done) => {
    kernel.onOutput((_type, { text }) => {
      lines.push(text);
      if (lines.join("").includes("2")) done();
    });
  });
  const running = kernel.run(`console.log(1); console.log(2); ${loop}`);
  await seen;
  open();
  await running;
  expect(lines.join("")).toBe("1\n2\n");
});

it("what is displayed outside of JSON's reach is an error of the cell", async () => {
  const { reply } = await kernel.run(
    "const ring: any = {}; ring.self = ring; jupyter.display({ data: { 'application/json': ring }, metadata: {}, transient: {} }, false);",
  );
  expect(reply).toMatchObject({ status: "error", ename: "TypeError" });
});
