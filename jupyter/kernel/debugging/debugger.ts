// JupyterLab's debugger. The front end speaks the Debug Adapter Protocol with some requests of Jupyter's own, Node's
// inspector speaks V8's. https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request
import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { CompilerClient } from "../compiler/client-for-requests";
import { log } from "../log/debug-log";
import { Fields } from "../protocol/checked-requests";
import type { JsonObject } from "../protocol/messages";
import type { DebugReply, DebugRequest } from "../protocol/requests";
import { Shared } from "../threads/shared-numbers";
import { Breakpoints } from "./breakpoints";
import { type Commands, commands, type Debuggee } from "./commands";
import { ExecutionControl, type StopReason, threadId } from "./execution-control";
import { Inspector } from "./inspector";
import { Scripts } from "./scripts";
import { Values } from "./values";

interface Parts {
  readonly compiler: CompilerClient;
  /** Whether a cell is at hand. */
  readonly isRunning: () => boolean;
  /** Whether Stop is about to end the running cell. */
  readonly isStopping: () => boolean;
  readonly publish: (event: JsonObject) => void;
  /** The project's folder. */
  readonly root: string;
  readonly shared: Int32Array;
}

/** The files of which V8 shows no step: Node's, packages', the kernel's. */
const foreignCode = ["^node:", "/node_modules/", "/kernel[\\w-]*\\.cjs$", "^evalmachine", "/_\\.mjs$"];

/** The debugger of one kernel. It sleeps until a front end starts it. */
export class Debugger implements Debuggee {
  readonly #parts: Parts;
  #inspector: Inspector | undefined;
  /** Requests are answered one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #sequence = 0;
  #isStarted = false;
  /** Settled when V8 pauses at breakpoints; see `watch`. */
  #watching: Promise<void> | undefined;
  /** Whether the next cell pauses at its start. */
  #pausesNext = false;
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly control: ExecutionControl;
  readonly values: Values;
  readonly #commands: Commands;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { compiler, isStopping, root } = parts;
    const inspector = () => this.inspector;
    this.scripts = new Scripts(root, inspector);
    this.breakpoints = new Breakpoints(this.scripts, inspector);
    this.control = new ExecutionControl({
      compiler,
      scripts: this.scripts,
      inspector,
      isStopping,
      stopped: (reason) => this.#stopped(reason),
      continued: () => this.#event("continued", { threadId, allThreadsContinued: true }),
    });
    this.values = new Values({ compiler, control: this.control, inspector, scripts: this.scripts });
    this.#commands = commands(this);
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  get isRunning(): boolean {
    return this.#parts.isRunning();
  }

  /** The main thread's inspector. Values between cells can be asked for without the debugger being on. */
  get inspector(): Inspector {
    this.#inspector ??= new Inspector({
      scriptParsed: (script) => this.scripts.parsed(script),
      paused: (pause) => void this.control.paused(pause).catch((error: Error) => this.#note(error)),
      resumed: () => this.control.resumed(),
    });
    return this.#inspector;
  }

  answer({ seq, command, arguments: given }: DebugRequest): Promise<DebugReply> {
    const reply = { type: "response", seq: ++this.#sequence, request_seq: seq, command } as const;
    const answered = this.#queue.then(async (): Promise<DebugReply> => {
      try {
        const handle = Object.hasOwn(this.#commands, command) ? this.#commands[command] : undefined;
        if (!handle) throw new Error(`the debugger knows no request ${JSON.stringify(command)}`);
        return { ...reply, success: true, body: (await handle(new Fields(given))) ?? {} };
      } catch (error) {
        return { ...reply, success: false, message: (error as Error).message, body: {} };
      }
    });
    this.#queue = answered;
    return answered;
  }

  /** Takes in a cell that is about to run. @param id  the cell's id in its notebook, where the front end says it */
  addCell(name: string, compiled: CompiledCell, id: string | undefined): void {
    this.control.forgetStep();
    const mayPause = () => [compiled, ...compiled.modules.files].some(({ code }) => /\bdebugger\b/.test(code));
    if (this.#isStarted && mayPause()) void this.watch().catch((error: Error) => this.#note(error));
    const gone = this.scripts.addCell(name, compiled, id);
    if (gone !== undefined) this.breakpoints.forget(gone);
  }

  /** Sets the breakpoints of new code that the main thread holds before its first line, then lets it run. */
  async release(number: number, script: string): Promise<void> {
    try {
      await this.#prepare(script);
    } catch (error) {
      this.#note(error as Error); // the debugger was turned off meanwhile, or Stop came
    } finally {
      Atomics.store(this.#parts.shared, Shared.CodeReleased, number);
      Atomics.notify(this.#parts.shared, Shared.CodeReleased);
    }
  }

  async #prepare(script: string): Promise<void> {
    await this.#watching;
    if (this.#pausesNext && this.scripts.isCell(script)) {
      this.#pausesNext = false;
      await this.inspector.post("Debugger.pause", {});
    }
    const path = this.scripts.pathOf(script);
    if (!this.#isStarted || path === undefined || !this.breakpoints.has(path)) return;
    // When this is answered, the script has been told of.
    await this.inspector.post("Runtime.evaluate", { expression: "0" });
    await this.breakpoints.renew(path);
  }

  /** Ends a paused cell. Stop calls this, because V8 does not terminate paused code. */
  stopCell(): void {
    if (this.control.frames) void this.control.terminate().catch((error: Error) => this.#note(error));
  }

  async start(): Promise<void> {
    this.#isStarted = true;
  }

  get isWatching(): boolean {
    return this.#watching !== undefined;
  }

  /**
   * Has V8 look out for where to pause. Until there is something to pause at, it does not: its debugger takes the
   * optimized code of WebAssembly away, and training takes twice as long.
   */
  watch(): Promise<void> {
    this.#watching ??= this.#watch();
    return this.#watching;
  }

  async #watch(): Promise<void> {
    Atomics.store(this.#parts.shared, Shared.Debugging, 1);
    await this.inspector.post("Debugger.enable", {});
    await this.inspector.post("Debugger.setBlackboxPatterns", { patterns: foreignCode });
  }

  async end(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#pausesNext = false;
    Atomics.store(this.#parts.shared, Shared.Debugging, 0);
    Atomics.notify(this.#parts.shared, Shared.CodeReleased);
    if (this.#watching) await this.inspector.post("Debugger.disable", {});
    this.#watching = undefined;
    this.control.resumed();
    await this.inspector.view("clear");
    this.inspector.close();
    this.#inspector = undefined;
    this.breakpoints.clear();
    this.scripts.clear();
    this.#event("terminated", {});
  }

  tellInitialized(): void {
    setImmediate(() => this.#event("initialized", {}));
  }

  async pause(): Promise<void> {
    await this.watch();
    if (this.isRunning) await this.inspector.post("Debugger.pause", {});
    else this.#pausesNext = true;
  }

  #stopped(reason: StopReason): void {
    this.values.renumber();
    this.#event("stopped", { threadId, reason, allThreadsStopped: true });
  }

  #event(event: string, body: JsonObject): void {
    this.#parts.publish({ type: "event", seq: ++this.#sequence, event, body });
  }

  #note({ message }: Error): void {
    log?.("error", { message });
  }
}
