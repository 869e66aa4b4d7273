import { describe, expect, it } from "vitest";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel('import * as tslab from "tslab";');

describe("nothing lost", () => {
  it("20,000 prints of a synchronous loop arrive, in order, before idle", async () => {
    const { stdout } = await kernel.run("for (let k = 0; k < 20_000; k++) console.log(k);");
    expect(stdout).toBe(Array.from({ length: 20_000 }, (_, k) => `${k}\n`).join(""));
  });

  it("prints are gathered: a burst of 20,000 makes less than 200 messages", async () => {
    const { outputs } = await kernel.run("for (let k = 0; k < 20_000; k++) console.log(k);");
    expect(outputs.length).toBeLessThan(200);
  });

  it("5,000 display updates between prints arrive, all in order", async () => {
    const code =
      "const shown = tslab.newDisplay(); for (let k = 0; k < 5000; k++) { shown.text(String(k)); if (k % 100 === 0) console.log(k); }";
    const { outputs } = await kernel.run(code);
    const seen = outputs.map(({ type, content }) =>
      type === "stream" ? content.text.trim() : content.data["text/plain"],
    );
    const expected = Array.from({ length: 5000 }, (_, k) => (k % 100 === 0 ? [`${k}`, `${k}`] : [`${k}`])).flat();
    expect(seen).toEqual(expected);
    expect(outputs.filter(({ type }) => type === "update_display_data")).toHaveLength(4999);
  });

  it("standard output and standard error keep their order", async () => {
    const { outputs } = await kernel.run('console.log("a"); console.error("b"); console.log("c");');
    expect(outputs.map(({ content }) => [content.name, content.text])).toEqual([
      ["stdout", "a\n"],
      ["stderr", "b\n"],
      ["stdout", "c\n"],
    ]);
  });

  it("10 MB arrive as text, as a display and as a result", async () => {
    const size = 10_000_000;
    const { outputs, stdout } = await kernel.run(
      `const big = "x".repeat(${size}); console.log(big); tslab.display.html(big); ({ [Symbol.for("jupyter.display")]: () => ({ "text/plain": big }) })`,
    );
    expect(stdout).toHaveLength(size + 1);
    expect(outputs.find(({ type }) => type === "display_data")?.content.data["text/html"]).toHaveLength(size);
    expect(outputs.find(({ type }) => type === "execute_result")?.content.data["text/plain"]).toHaveLength(size);
  });

  it("what a busy loop prints appears while it runs", async () => {
    const { loop, open } = gate();
    const watch = kernel.onOutput(open);
    const { stdout } = await kernel.run(`console.log("begun"); ${loop} console.log("ended");`);
    watch.stop();
    expect(stdout).toBe("begun\nended\n");
  });
});

describe("nothing stuck", () => {
  it("after an error the cells sent with it are aborted, unrun, each with busy and idle", async () => {
    const cells = await Promise.all([
      kernel.run('throw new Error("first")'),
      kernel.run('console.log("second")'),
      kernel.run("1"),
    ]);
    expect(cells.map(({ reply }) => reply.status)).toEqual(["error", "aborted", "aborted"]);
    expect(cells[1]?.outputs).toEqual([]);
  });

  it("the next cell runs at once: within 200 ms of the error", async () => {
    await kernel.run('throw new Error("x")');
    const { reply, milliseconds } = await kernel.run("7");
    expect(reply.status).toBe("ok");
    expect(milliseconds).toBeLessThan(allowed(200));
  });

  it("with stop_on_error false the cells after an error run", async () => {
    const cells = await Promise.all([
      kernel.run('throw new Error("first")', { stop_on_error: false }),
      kernel.run("console.log(2)"),
    ]);
    expect(cells.map(({ reply }) => reply.status)).toEqual(["error", "ok"]);
  });

  it("a silent cell shows nothing and is not counted", async () => {
    const before = (await kernel.run("1")).reply.execution_count;
    const silent = await kernel.run("console.log(1); 2", { silent: true });
    expect(silent.reply.status).toBe("ok");
    expect(silent.outputs).toEqual([]);
    expect((await kernel.run("1")).reply.execution_count).toBe(before + 1);
  });

  it("requests nobody knows, and comms, are taken without harm", async () => {
    await kernel.send("comm_open", { comm_id: "c1", target_name: "jupyter.widget", data: {} });
    await kernel.send("comm_msg", { comm_id: "c1", data: {} });
    await kernel.send("comm_close", { comm_id: "c1", data: {} });
    await kernel.send("never_heard_of_request", {});
    // Messages of comms wait in the queue of cells, the request for the open ones does not.
    const comms = async () => (await kernel.request("comm_info_request", {})).reply;
    await expect.poll(comms, { timeout: allowed(5000) }).toEqual({ status: "ok", comms: {} });
    expect((await kernel.run("5")).reply.status).toBe("ok");
  });
});
