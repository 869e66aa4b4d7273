// Comms: what a front end and code of cells say to each other beside cells.
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../helpers/kernel/client";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const offered = 'const { comms } = (globalThis as any)[Symbol.for("jupyter.kernel")];';
const kernel = useKernel(`${offered}
const heard: unknown[] = [];
const texts = (bytes: Uint8Array[]) => bytes.map((one) => Array.from(one).join(" "));
comms.register("echo", (comm: any, { data }: any) => {
  comm.onClose = () => void heard.push("closed");
  comm.onMessage = async ({ data, buffers, following }: any) => {
    if (data.say) console.log(data.say);
    if (data.fail) throw new RangeError(data.fail);
    if (data.loop === "sync") for (;;);
    if (data.loop === "later") for (;;) await new Promise((done) => setTimeout(done, 5));
    if (data.wait) await new Promise((done) => setTimeout(done, data.wait));
    heard.push(data.n);
    comm.send({ back: data.n, bytes: texts(buffers), following }, { buffers, metadata: { kept: true } });
  };
  if (data.refuse) throw new Error("not today");
  comm.send({ hello: data.who });
});`);

let count = 0;
/** Opens a comm that answers. */
async function opened(): Promise<string> {
  const comm_id = `c${++count}`;
  await kernel.tell("comm_open", { comm_id, target_name: "echo", data: { who: "you" } });
  return comm_id;
}

const message = (comm_id: string, data: object) => kernel.tell("comm_msg", { comm_id, data });
const said = ({ outputs }: Outcome) => outputs.map(({ type, content }) => [type, content.data ?? content.text]);
const comms = async (content: object = {}) => (await kernel.request("comm_info_request", content)).reply.comms;

describe("a comm that a front end opens", () => {
  it("is open when its target is known, and both sides hear each other", async () => {
    const comm_id = `c${++count}`;
    const open = await kernel.tell("comm_open", { comm_id, target_name: "echo", data: { who: "you" } });
    expect(said(open)).toEqual([["comm_msg", { hello: "you" }]]);
    expect(said(await message(comm_id, { n: 1 }))).toEqual([["comm_msg", { back: 1, bytes: [], following: [] }]]);
    expect(await comms()).toMatchObject({ [comm_id]: { target_name: "echo" } });
    await kernel.tell("comm_close", { comm_id, data: {} });
    expect((await kernel.run("heard.at(-1)")).result).toBe("'closed'");
    expect(await comms()).not.toHaveProperty(comm_id);
  });

  it.each([
    ["its target is not known", "comm_open", { comm_id: "x1", target_name: "nobody", data: {} }],
    ["there is no such comm, as after a restart,", "comm_msg", { comm_id: "x2", data: {} }],
  ])("is closed when %s", async (_why, type, content) => {
    const { outputs } = await kernel.tell(type, content);
    expect(outputs).toEqual([{ type: "comm_close", content: { comm_id: content.comm_id, data: {} } }]);
    expect(await comms()).not.toHaveProperty(content.comm_id);
  });

  it("is closed when the code that is told of it fails", async () => {
    const { outputs } = await kernel.tell("comm_open", { comm_id: "x3", target_name: "echo", data: { refuse: true } });
    expect(outputs.map(({ type, content }) => [type, content.evalue])).toEqual([
      ["comm_close", undefined],
      ["error", "not today"],
    ]);
    expect(await comms()).not.toHaveProperty("x3");
  });

  it.each([
    ["comm_open", { comm_id: "x4" }],
    ["comm_open", { comm_id: 4, target_name: "echo" }],
    ["comm_msg", { comm_id: "x4", data: [] }],
    ["comm_close", {}],
  ])("is not what a malformed message opens: %s %j", async (type, content) => {
    expect((await kernel.tell(type, content)).outputs).toEqual([]);
    expect((await kernel.run("1")).result).toBe("1");
    expect(await comms()).not.toHaveProperty("x4");
  });
});

describe("a message of a comm", () => {
  it("brings its bytes, and so does the answer, with its metadata and the message as its parent", async () => {
    const comm_id = await opened();
    const buffers = [new Uint8Array([1, 2]), new Uint8Array(0)];
    const { messages } = await kernel.tell("comm_msg", { comm_id, data: { n: 2 } }, { buffers });
    expect(messages).toMatchObject([
      { parent: { msg_type: "comm_msg" }, content: { data: { bytes: ["1 2", ""] } }, metadata: { kept: true } },
    ]);
    expect(messages[0]?.buffers.map((one) => [...one])).toEqual([[1, 2], []]);
  });

  it("is handled when the cell that computes or awaits has ended, not in the middle of it", async () => {
    const comm_id = await opened();
    const { loop, open } = gate();
    const running = kernel.run(
      `heard.length = 0;\n${loop}\nawait new Promise((done) => setTimeout(done, 20));\nheard.length`,
    );
    const handled = message(comm_id, { n: 3 });
    expect(await comms({ target_name: "echo" })).toHaveProperty(comm_id);
    expect(await comms({ target_name: "other" })).toEqual({});
    open();
    expect((await running).result).toBe("0");
    await handled;
    expect((await kernel.run("heard")).result).toBe("[ 3 ]");
  });

  it("is handled when the one before it is, its promise included, and is told which others wait", async () => {
    const [one, two] = [await opened(), await opened()];
    const { loop, open } = gate();
    const running = kernel.run(`heard.length = 0;\n${loop}`);
    const handled = [
      message(one, { n: 1, wait: 20 }),
      message(one, { n: 2 }),
      message(two, { n: 3 }),
      kernel.run("heard.push('cell')"),
      message(one, { n: 4 }),
    ];
    await comms(); // All messages have come when this one is answered.
    open();
    await running;
    const outcomes = await Promise.all(handled);
    expect((await kernel.run("heard")).result).toBe("[ 1, 2, 3, 'cell', 4 ]");
    const following = outcomes.map(({ outputs }) => outputs[0]?.content.data.following);
    expect(following).toEqual([[one, two], [two], [], undefined, []]);
  });

  it("is handled although a cell before it has failed, which drops cells alone", async () => {
    const comm_id = await opened();
    const [, handled, aborted] = await Promise.all([
      kernel.run("throw 1"),
      message(comm_id, { n: 5 }),
      kernel.run("heard.length = 0"),
    ]);
    expect(said(handled)).toEqual([["comm_msg", { back: 5, bytes: [], following: [] }]]);
    expect(aborted.reply.status).toBe("aborted");
  });

  it("is the parent of what its handler prints and of the error that it ends with, which names the cell's line", async () => {
    const comm_id = await opened();
    const { messages } = await message(comm_id, { say: "hello", fail: "no good" });
    expect(messages.map(({ header, parent }) => [header.msg_type, parent.msg_type])).toEqual([
      ["stream", "comm_msg"],
      ["error", "comm_msg"],
    ]);
    expect(messages[1]?.content).toMatchObject({ ename: "RangeError", evalue: "no good" });
    expect(String(messages[1]?.content.traceback)).toMatch(/Cell \[\d+\]/);
    expect(said(await message(comm_id, { n: 6 }))).toHaveLength(1);
  });

  it.each(["sync", "later"])("has a handler that Stop ends, and the next one is heard: %s", async (loop) => {
    const comm_id = await opened();
    const printed = kernel.nextOutput(allowed(60_000), "stream");
    const handled = message(comm_id, { say: "begun", loop });
    expect(await printed).toBe(true);
    await kernel.interrupt();
    const { outputs } = await handled;
    expect(outputs.at(-1)).toMatchObject({
      type: "error",
      content: { ename: "Interrupted", evalue: "the handler was stopped" },
    });
    expect(said(await message(comm_id, { n: 7 }))).toHaveLength(1);
    expect((await kernel.run("heard.at(-1)")).result).toBe("7");
  });
});

describe("a comm that a cell opens", () => {
  const open = (metadata: { cellId?: string }) =>
    kernel.run("comms.open('mine', { a: 1 }, { metadata: { version: '2' } }).id", {}, metadata);

  it("is told with its metadata, listed, and closed by its cell's next run alone", async () => {
    const first = await open({ cellId: "A" });
    const [{ content, metadata }] = first.messages as [(typeof first.messages)[0]];
    expect([content.target_name, content.data, metadata]).toEqual(["mine", { a: 1 }, { version: "2" }]);
    const other = await open({ cellId: "B" });
    const nowhere = await open({});
    const again = await open({ cellId: "A" });
    expect(again.outputs.map(({ type }) => type)).toEqual(["comm_close", "comm_open", "execute_result"]);
    expect(again.outputs[0]?.content.comm_id).toBe(content.comm_id);
    const left = Object.keys(await comms({ target_name: "mine" }));
    const ids = [other, nowhere, again].map(
      ({ outputs }) => outputs.find(({ type }) => type === "comm_open")?.content.comm_id,
    );
    expect(left).toEqual(ids);
  });

  it("whose onClose throws does not keep its cell from running again, and what it threw is shown", async () => {
    const code = 'comms.open("mine").onClose = () => { throw new RangeError("not yet"); };';
    const metadata = { cellId: "C" };
    await kernel.run(code, {}, metadata);
    const { reply, stderr } = await kernel.run("1 + 1", {}, metadata);
    expect(reply.status).toBe("ok");
    expect(stripVTControlCharacters(stderr)).toMatch(
      /^onClose of a comm that this cell had opened failed:\nRangeError: not yet\n/,
    );
  });

  it("is closed once, and sends nothing any more", async () => {
    const { outputs } = await kernel.run(
      "const mine = comms.open('mine'); mine.close(); mine.close(); mine.send({ a: 1 });",
    );
    expect(outputs.map(({ type }) => type)).toEqual(["comm_open", "comm_close"]);
  });
});
