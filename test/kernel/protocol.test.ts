// What front ends ask for beside running cells.
import { describe, expect, it, onTestFinished } from "vitest";
import { Dealer } from "zeromq";
import { SignedFrames } from "../../jupyter/kernel/protocol/signed-frames";
import { cleaned } from "../../scripts/clean-notebooks.mjs";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel("const width = 28;");

describe("user_expressions", () => {
  it("are evaluated when the cell has run, with what it declared, and shown as results are", async () => {
    const user_expressions = {
      number: "height * width",
      object: "({ width })",
      later: "await Promise.resolve(height)",
      nothing: "undefined",
    };
    const { reply } = await kernel.run("const height = 2;", { user_expressions });
    const text = (value: string) => ({ status: "ok", data: { "text/plain": value }, metadata: {} });
    expect(reply.user_expressions).toEqual({
      number: text("56"),
      object: text("{ width: 28 }"),
      later: text("2"),
      nothing: text("undefined"),
    });
  });

  it("that fail are errors by themselves, and print nothing", async () => {
    const user_expressions = {
      wrong: "widht",
      thrown: "console.log(1), (() => { throw new Error('x') })()",
    };
    const { reply, outputs } = await kernel.run("1;", { user_expressions });
    expect(reply.status).toBe("ok");
    expect(reply.user_expressions.wrong).toMatchObject({ status: "error", ename: "CompileError" });
    expect(reply.user_expressions.thrown).toMatchObject({
      status: "error",
      ename: "Error",
      evalue: "x",
    });
    expect(outputs.map(({ type }) => type)).toEqual(["execute_result"]);
    expect((await kernel.run("width")).result).toBe("28");
  });

  it("of a cell that fails are not evaluated", async () => {
    const { reply } = await kernel.run("throw 1", { user_expressions: { number: "width" } });
    expect(reply.user_expressions).toBeUndefined();
  });
});

describe("requests", () => {
  it.each(["shell", "control"] as const)("that the kernel does not know get an error on %s", async (channel) => {
    for (const type of ["usage_request", "made_up_request"]) {
      const { reply } = await kernel.request(type, {}, channel);
      expect(reply).toMatchObject({ status: "error", ename: "UnknownRequest" });
    }
  });

  it("for the kernel's language are answered with what the stored notebooks have: JupyterLab then changes nothing", async () => {
    const { reply } = await kernel.request("kernel_info_request", {});
    const stored = JSON.parse(cleaned(JSON.stringify({ cells: [], metadata: {} })));
    expect(reply.language_info).toEqual(stored.metadata.language_info);
  });

  it.each([
    ["execute_request", { code: 5 }, "code must be text, got 5"],
    ["execute_request", { code: "1", silent: "no" }, 'silent must be true or false, got "no"'],
    [
      "execute_request",
      { code: "1", user_expressions: { a: 1 } },
      'user_expressions must be an object of texts, got {"a":1}',
    ],
    ["complete_request", { cursor_pos: 1 }, "code must be text, got nothing"],
    ["inspect_request", { code: "a", cursor_pos: "1" }, 'cursor_pos must be a number, got "1"'],
    ["is_complete_request", { code: ["a"] }, 'code must be text, got ["a"]'],
    ["history_request", { hist_access_type: "all" }, 'hist_access_type must be "range", "tail" or "search", got "all"'],
  ])("with a field of another kind get an error that names it: %s %j", async (type, content, evalue) => {
    const { reply } = await kernel.request(type, content);
    expect(reply).toMatchObject({ status: "error", ename: "MalformedRequest", evalue });
  });

  it("may leave fields out, or send null for them", async () => {
    expect((await kernel.request("execute_request", { code: "width" })).result).toBe("28");
    const { reply } = await kernel.request("complete_request", { code: "widt", cursor_pos: null });
    expect(reply.matches).toContain("width");
  });

  it("for the connection are answered with the ports", async () => {
    const { reply } = await kernel.request("connect_request", {});
    expect(reply.shell_port).toBeGreaterThan(0);
    expect(Object.keys(reply).sort()).toEqual(
      ["control_port", "hb_port", "iopub_port", "shell_port", "status", "stdin_port"].sort(),
    );
  });

  it("that run no code are answered while a cell runs, and the kernel is still said to be busy", async () => {
    const { loop, open } = gate();
    const running = kernel.run(loop);
    expect((await kernel.request("kernel_info_request", {})).reply.status).toBe("ok");
    open();
    expect((await running).reply.status).toBe("ok");
  });
});

describe("a cell", () => {
  it("that is aborted has no number", async () => {
    const [failed, aborted] = await Promise.all([kernel.run("throw 1"), kernel.run("2")]);
    expect(failed?.reply.execution_count).toBeGreaterThan(0);
    expect(aborted?.reply).toEqual({ status: "aborted" });
  });

  it("can hand the front end what comes next", async () => {
    const { reply } = await kernel.run(
      'import { notebookKernel } from "./src/notebook/notebook-kernel"; notebookKernel().setNextInput?.("1 + 1", false);',
    );
    expect(reply.payload).toEqual([{ source: "set_next_input", text: "1 + 1", replace: false }]);
  });
});

describe("a front end that comes back under its name, before its old connection is known to be dead,", () => {
  /** Dealers of one name, on the kernel's channels. */
  const connection = () => {
    const connect = (port: string) => {
      const socket = new Dealer({ routingId: "who comes back", linger: 0, receiveTimeout: 5000 });
      socket.connect(`tcp://127.0.0.1:${kernel.connection[port]}`);
      onTestFinished(() => socket.close());
      return socket;
    };
    return { shell: connect("shell_port"), control: connect("control_port"), stdin: connect("stdin_port") };
  };

  it("is answered on shell, control and the channel for input", async () => {
    const signedFrames = new SignedFrames(String(kernel.connection.key));
    const request = (type: string, content: object) => signedFrames.encode(type, { ...content }, undefined, []);
    const answerOn = async (socket: Dealer) => signedFrames.decode(await socket.receive()).content;
    for (let k = 0; k < 3; k++) {
      const { shell, control, stdin } = connection();
      for (const socket of [shell, control]) {
        await socket.send(request("kernel_info_request", {}));
        expect(await answerOn(socket)).toMatchObject({ status: "ok" });
      }
      await shell.send(request("execute_request", { code: 'prompt("who?")', allow_stdin: true }));
      expect(await answerOn(stdin)).toMatchObject({ prompt: "who? " });
      await stdin.send(request("input_reply", { value: "me" }));
      expect(await answerOn(shell)).toMatchObject({ status: "ok" });
    }
  });
});
