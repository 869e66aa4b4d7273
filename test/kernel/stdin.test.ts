// What cells ask of the reader: `prompt`, `confirm`, `alert`, and standard input.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { Dealer } from "zeromq";
import { SignedFrames } from "../../jupyter/kernel/protocol/signed-frames";
import { KernelClient, type Outcome } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { gone } from "../helpers/processes";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel();
const asking = { allow_stdin: true };

/** Runs a cell and gives these answers to its questions. */
async function dialogue(code: string, ...answers: (string | object)[]): Promise<{ outcome: Outcome; asked: object[] }> {
  const running = kernel.run(code, asking);
  const asked: object[] = [];
  for (const answer of answers) {
    const question = await kernel.question();
    asked.push(question.content);
    await kernel.answer(answer, question);
  }
  return { outcome: await running, asked };
}

const plain = (prompt: string) => ({ prompt, password: false });

describe("prompt", () => {
  it("asks the front end and gives the text that was typed, to the letter", async () => {
    for (const text of ["Ada", "", "  ", "Żółć 日本 👩‍🔬", 'a "quoted"\\ `text`', "two\nlines", "x".repeat(100_000)]) {
      const { outcome, asked } = await dialogue('const typed = prompt("Your name?")!;', text);
      expect(asked).toEqual([plain("Your name? ")]);
      expect(outcome.reply.status).toBe("ok");
      expect(JSON.parse((await kernel.run("console.log(JSON.stringify(typed))")).stdout)).toBe(text);
    }
  });

  it("asks twice in one cell, in functions, after an await and in timers", async () => {
    const code = `const ask = (what: string) => prompt(what);
const first = ask("first");
await null;
const second = [1].map(() => prompt(\`after \${first}\`))[0];
const third = await new Promise((done) => setTimeout(() => done(prompt("third")), 5));
[first, second, third].join()`;
    const { outcome, asked } = await dialogue(code, "a", "b", "c");
    expect(asked).toEqual([plain("first "), plain("after a "), plain("third ")]);
    expect(outcome.result).toBe("'a,b,c'");
  });

  it("takes an empty answer for the preset one, and shows that", async () => {
    const code = 'prompt("Rate?", "0.005")';
    expect(await dialogue(code, "")).toMatchObject({
      outcome: { result: "'0.005'" },
      asked: [plain("Rate? [0.005] ")],
    });
    expect((await dialogue(code, "1")).outcome.result).toBe("'1'");
  });

  it("is null where the reader ends the input", async () => {
    expect((await dialogue('prompt("?", "preset")', "\u0004")).outcome.result).toBe("null");
  });

  it("can hide what is typed", async () => {
    const { asked, outcome } = await dialogue('prompt("Key?", "", { password: true })!.length', "secret");
    expect(asked).toEqual([{ prompt: "Key? ", password: true }]);
    expect(outcome.result).toBe("6");
  });

  it("comes after what was printed before", async () => {
    const running = kernel.run('console.log("before"); prompt("?"); console.log("after")', asking);
    const printed = kernel.nextOutput(allowed(60_000), "stream");
    const question = await kernel.question();
    expect(await printed).toBe(true);
    await kernel.answer("", question);
    expect((await running).stdout).toBe("before\nafter\n");
  });

  it("works in an expression of the front end", async () => {
    const running = kernel.run("1", { ...asking, user_expressions: { name: 'prompt("name")' } });
    await kernel.answer("Ada", await kernel.question());
    expect((await running).reply.user_expressions.name.data["text/plain"]).toBe("'Ada'");
  });

  it("has the cell's request for its parent", async () => {
    const running = kernel.run("prompt()", asking);
    const { parent, header } = await kernel.question();
    expect(header.msg_type).toBe("input_request");
    expect(parent.msg_type).toBe("execute_request");
    await kernel.answer("");
    await running;
  });

  it("type-checks as a browser's, and Tab and Shift-Tab know it", async () => {
    expect((await kernel.run('const length: number = prompt("?").length;')).reply.evalue).toContain("TS2531");
    expect((await kernel.run("prompt(1)")).reply.evalue).toContain("TS2345");
    expect((await kernel.run('const sure: boolean = prompt("?");')).reply.evalue).toContain("TS2322");
    const ask = async (type: string, code: string) =>
      (await kernel.request(type, { code, cursor_pos: code.length, detail_level: 0 })).reply;
    expect((await ask("complete_request", "promp")).matches).toContain("prompt");
    const { data } = await ask("inspect_request", "prompt(");
    expect(data["text/plain"]).toContain("string | null");
    expect(data["text/plain"]).toContain("waits for what they type");
  });

  it("is an ordinary name, which a cell may declare", async () => {
    const code = "{ const prompt = (a: number) => a + 1; console.log(prompt(1)) }";
    expect((await kernel.run(code)).stdout).toBe("2\n");
  });
});

describe("confirm and alert", () => {
  it.each([
    ["y", "true"],
    ["Yes ", "true"],
    ["", "false"],
    ["n", "false"],
    ["maybe", "false"],
    ["\u0004", "false"],
  ])("confirm: %j is %s", async (typed, result) => {
    const { outcome, asked } = await dialogue('confirm("Sure?")', typed);
    expect(asked).toEqual([plain("Sure? [y/N] ")]);
    expect(outcome.result).toBe(result);
  });

  it("alert waits for Enter", async () => {
    const { outcome, asked } = await dialogue('alert("Look!"); 7', "");
    expect(asked).toEqual([plain("Look! [Enter] ")]);
    expect(outcome.result).toBe("7");
  });
});

describe("a front end that cannot be asked", () => {
  const refusal = { status: "error", ename: "InputError", evalue: expect.stringContaining("front end cannot ask") };

  it.each([{ allow_stdin: false }, {}, { allow_stdin: "yes" }])(
    "%j: prompt and confirm are one error",
    async (more) => {
      for (const code of ['prompt("?")', "confirm()"]) {
        const { reply, outputs } = await kernel.run(code, more);
        expect(reply).toMatchObject(refusal);
        expect(reply.evalue.split("\n")).toHaveLength(1);
        expect(outputs.map(({ type }) => type)).toEqual(["error"]);
      }
      expect((await kernel.run("1")).result).toBe("1");
    },
  );

  it("alert prints there", async () => {
    expect(await kernel.run('alert("Look!"); 7')).toMatchObject({ stdout: "Look! \n", result: "7" });
  });

  it("one without a socket for input is given up, and so is one that is gone", async () => {
    const signedFrames = new SignedFrames(String(kernel.connection.key));
    const stranger = new Dealer({ routingId: "stranger", linger: 0 });
    onTestFinished(() => stranger.close());
    stranger.connect(`tcp://127.0.0.1:${kernel.connection.shell_port}`);
    await stranger.send(signedFrames.encode("execute_request", { code: 'prompt("?")', ...asking }, undefined, []));
    const [, , , , , content] = await stranger.receive();
    expect(JSON.parse(String(content))).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("no channel for them"),
    });
  });

  it("code that goes on after its cell is told that it cannot ask", async () => {
    kernel.late.length = 0;
    await kernel.run('void setTimeout(() => prompt("late"), 30);', asking);
    await kernel.run("await new Promise((done) => setTimeout(done, 200));", asking);
    const late = kernel.late.map(({ content }) => content.text).join("");
    expect(late).toContain("InputError: code of a cell that has ended cannot ask for input");
  });
});

describe("Stop", () => {
  it("ends a cell that waits, within a second; a late answer is nobody's", async () => {
    for (const code of [
      'prompt("?")',
      'await null; prompt("?")',
      'try { prompt("?") } catch {} finally { prompt("2") }',
    ]) {
      const running = kernel.run(code, asking);
      const question = await kernel.question();
      const pressed = performance.now();
      await kernel.interrupt();
      expect((await running).reply).toMatchObject({ status: "error", ename: "Interrupted" });
      expect(performance.now() - pressed).toBeLessThan(allowed(1000));
      await kernel.answer("late", question);
      expect((await dialogue('prompt("again")', "new")).outcome.result).toBe("'new'");
    }
  });

  it("pressed as the answer comes leaves a kernel that asks and is answered", async () => {
    for (let k = 0; k < 20; k++) {
      const running = kernel.run('prompt("?"); for (;;);', asking);
      const question = await kernel.question();
      const answering = kernel.answer(`${k}`, question);
      if (k % 2) await answering;
      await sleep(k % 5);
      await kernel.interrupt();
      expect((await running).reply.ename).toBe("Interrupted");
      expect((await dialogue("prompt()", `${k} again`)).outcome.result).toBe(`'${k} again'`);
    }
  });

  it("while a cell waits, requests that run no code are answered", async () => {
    const running = kernel.run('prompt("?")', asking);
    const question = await kernel.question();
    expect((await kernel.request("kernel_info_request", {}, "control")).reply.status).toBe("ok");
    expect((await kernel.request("is_complete_request", { code: "1" })).reply.status).toBe("complete");
    await kernel.answer("x", question);
    expect((await running).result).toBe("'x'");
  });

  it.each([true, false])(
    "a shutdown (restart: %s) does not wait for the answer, and leaves nothing",
    async (restart) => {
      const own = await KernelClient.start();
      onTestFinished(() => own.stop());
      void own.run('prompt("?")', asking);
      await own.question();
      const { reply } = await own.request("shutdown_request", { restart }, "control");
      expect(reply).toMatchObject({ status: "ok", restart });
      expect(await own.ended(2000)).toBe(true);
      expect(await gone(own.process.pid as number, 1000)).toBe(true);
    },
  );
});

describe("answers", () => {
  it("that nobody asked for change nothing", async () => {
    await kernel.answer("unasked");
    await sleep(50);
    expect((await dialogue("prompt()", "asked")).outcome.result).toBe("'asked'");
  });

  it("are taken from front ends that do not say what they answer", async () => {
    const running = kernel.run("prompt()", asking);
    await kernel.question();
    await kernel.answer("plain");
    expect((await running).result).toBe("'plain'");
  });

  it("to an earlier question are not taken", async () => {
    const running = kernel.run('[prompt("1"), prompt("2")].join()', asking);
    const first = await kernel.question();
    await kernel.answer("one", first);
    const second = await kernel.question();
    await kernel.answer("one again", first);
    await kernel.answer("two", second);
    expect((await running).result).toBe("'one,two'");
  });

  it.each([{}, { value: 5 }, { value: null }, { value: ["a"] }])("%j is an error of the cell", async (content) => {
    const { outcome } = await dialogue("prompt()", content);
    expect(outcome.reply).toMatchObject({ ename: "InputError", evalue: expect.stringContaining("must be a text") });
  });

  it("that are no message, are not signed or of another type are not taken", async () => {
    const running = kernel.run("prompt()", asking);
    await kernel.question();
    const { key } = kernel.connection;
    await kernel.sendInput([Buffer.from("noise")]);
    await kernel.sendInput(new SignedFrames("another key").encode("input_reply", { value: "forged" }, undefined, []));
    await kernel.sendInput(
      new SignedFrames(String(key)).encode("execute_request", { value: "x", code: "1" }, undefined, []),
    );
    await kernel.sendInput(new SignedFrames(String(key)).signed([{ msg_id: randomUUID() }, {}, {}, { value: "y" }]));
    await kernel.answer("real");
    expect((await running).result).toBe("'real'");
  });

  it("come from the one whose cell asks: two front ends share a kernel", async () => {
    const signedFrames = new SignedFrames(String(kernel.connection.key));
    const [shell, stdin] = ["shell_port", "stdin_port"].map((port) => {
      const socket = new Dealer({ routingId: "the other", linger: 0 });
      socket.connect(`tcp://127.0.0.1:${kernel.connection[port]}`);
      onTestFinished(() => socket.close());
      return socket;
    }) as [Dealer, Dealer];
    const running = kernel.run('prompt("first")', asking);
    // Cells of two front ends that come at the same moment are taken in any order.
    const question = await kernel.question();
    await shell.send(signedFrames.encode("execute_request", { code: 'prompt("second")', ...asking }, undefined, []));
    await stdin.send(signedFrames.encode("input_reply", { value: "not mine" }, question.header, []));
    await sleep(100);
    await kernel.answer("mine", question);
    expect((await running).result).toBe("'mine'");
    const asked = signedFrames.decode(await stdin.receive());
    expect(asked.content).toEqual(plain("second "));
    await kernel.answer("not mine either", asked);
    await stdin.send(signedFrames.encode("input_reply", { value: "theirs" }, asked.header, []));
    expect(signedFrames.decode(await shell.receive()).content).toMatchObject({ status: "ok" });
    const { reply } = await kernel.request("history_request", {
      hist_access_type: "tail",
      n: 1,
      output: true,
    });
    expect(reply.history[0][2][1]).toBe("'theirs'");
  });
});

describe("standard input", () => {
  const advice = 'process.stdin has nothing to read in a notebook: ask with prompt("…") instead';

  it.each([
    [
      "readline",
      'import * as r from "node:readline"; for await (const l of r.createInterface({ input: process.stdin })) l',
    ],
    ["an iterator", "for await (const part of process.stdin) console.log(part)"],
    ["a listener", 'process.stdin.on("data", () => {}); await new Promise(() => {})'],
    [
      "a question",
      'import { createInterface } from "node:readline/promises"; await createInterface({ input: process.stdin, output: process.stdout }).question("?")',
    ],
  ])("%s says to use prompt, each time", async (_name, code) => {
    for (let k = 0; k < 2; k++) {
      const { reply } = await kernel.run(code, asking);
      expect(reply).toMatchObject({ status: "error", ename: "InputError", evalue: advice });
    }
  });

  it("is at its end for who reads the descriptor, in children too, also where a terminal started the kernel", async () => {
    const launcher = `${import.meta.dirname}/fixtures/open-input.mjs`;
    const own = await KernelClient.start({ launcher: [process.execPath, launcher] });
    onTestFinished(() => own.stop());
    const code = `import { readFileSync } from "node:fs";
import { execSync } from "node:child_process";
[readFileSync(0, "utf8"), execSync("cat", { stdio: ["inherit", "pipe", "inherit"] }).toString()]`;
    expect((await own.run(code)).result).toBe("[ '', '' ]");
  });
});
