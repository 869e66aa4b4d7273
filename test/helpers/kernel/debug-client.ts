import { allowed } from "../slack.mjs";
import type { KernelClient } from "./client";

// biome-ignore lint/suspicious/noExplicitAny: bodies of the Debug Adapter Protocol, as they come
type Body = any;

/** A front end's debugger: requests on the control channel, events on iopub. */
export class DebugClient {
  readonly #kernel: KernelClient;
  #sequence = 0;

  constructor(kernel: KernelClient) {
    this.#kernel = kernel;
  }

  /** @returns the reply's body @throws {Error} with the reply's message, if the request failed */
  async ask(command: string, given: object = {}): Promise<Body> {
    const content = { type: "request", seq: ++this.#sequence, command, arguments: given };
    const reply: Body = await this.#kernel.reply("debug_request", content, "control");
    if (!reply.success) throw new Error(reply.message);
    return reply.body;
  }

  async start(): Promise<void> {
    await this.ask("initialize");
    await this.ask("attach");
    await this.event("initialized");
  }

  /**
   * The next event of that name that was not taken yet; events before it are dropped.
   *
   * @param running  given, the event is waited for only until this has ended @returns undefined if it did not come
   */
  async event(name: string, running?: Promise<unknown>): Promise<Body> {
    const { late } = this.#kernel;
    const end = performance.now() + allowed(20_000);
    let hasEnded = false;
    const ended = running?.then(() => {
      hasEnded = true;
    });
    for (;;) {
      const at = late.findIndex(({ type, content }) => type === "debug_event" && content.event === name);
      if (at >= 0) return late.splice(0, at + 1).at(-1)?.content.body;
      if (hasEnded) return undefined;
      const left = end - performance.now();
      if (left <= 0)
        throw new Error(`no event ${name} came, but ${JSON.stringify(late.map(({ content }) => content))}`);
      const next = this.#kernel.nextOutput(left);
      await (ended ? Promise.race([next, ended]) : next);
    }
  }

  /** Sets breakpoints in a cell. @returns the lines at which they stand */
  async breakIn(code: string, ...lines: number[]): Promise<number[]> {
    const { sourcePath } = await this.ask("dumpCell", { code });
    return this.breakAt(sourcePath, ...lines);
  }

  async breakAt(path: string, ...lines: number[]): Promise<number[]> {
    const breakpoints = lines.map((line) => ({ line }));
    const body = await this.ask("setBreakpoints", { source: { path }, breakpoints, sourceModified: false });
    return body.breakpoints.map(({ line }: { line: number }) => line);
  }

  /** The frames of the pause, innermost first: `forward src/layers/conv3x3.ts:51`. */
  async frames(): Promise<string[]> {
    const { stackFrames } = await this.ask("stackTrace", { threadId: 1 });
    return stackFrames.map(({ name, source, line }: Body) => `${name} ${source.path}:${line}`);
  }

  async scopes(frame = 0): Promise<Record<string, Record<string, string>>> {
    const { stackFrames } = await this.ask("stackTrace", { threadId: 1 });
    const { scopes } = await this.ask("scopes", { frameId: stackFrames[frame].id });
    const found: Record<string, Record<string, string>> = {};
    for (const { name, variablesReference } of scopes) {
      const { variables } = await this.ask("variables", { variablesReference });
      found[name] = Object.fromEntries(variables.map(({ name, value }: Body) => [name, value]));
    }
    return found;
  }

  /** What the console answers, in the innermost frame of a pause. */
  async console(expression: string): Promise<string> {
    const { stackFrames } = await this.ask("stackTrace", { threadId: 1 });
    return (await this.ask("evaluate", { expression, frameId: stackFrames[0]?.id, context: "repl" })).result;
  }
}
