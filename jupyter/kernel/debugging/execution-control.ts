// Pausing and stepping. V8 pauses at places of the code; the reader sees lines of his cells and files.
import type { Debugger } from "node:inspector";
import type { CompilerClient } from "../compiler/client-for-requests";
import type { Inspector, LocationRange } from "./inspector";
import type { Script, Scripts } from "./scripts";

/** A call that is under way in code that the reader wrote. */
export interface Frame {
  readonly call: Debugger.CallFrame;
  readonly script: Script;
  /** The place in the source; both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** The only thread that can be debugged is the one that runs cells. */
export const threadId = 1;

type Step = "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** Why the code paused, in the words of the Debug Adapter Protocol. */
export type StopReason = "breakpoint" | "step" | "exception" | "pause";

interface Parts {
  readonly compiler: CompilerClient;
  readonly scripts: Scripts;
  readonly inspector: () => Inspector;
  /** Whether Stop is about to end the running cell. */
  readonly isStopping: () => boolean;
  readonly stopped: (reason: StopReason) => void;
  readonly continued: () => void;
}

/** A step that takes longer than this is told as going on; a shorter one need not clear the panels. */
const stepMilliseconds = 100;

/** Pauses the code, steps through it, and lets it go on. */
export class ExecutionControl {
  readonly #parts: Parts;
  /** The frames of the pause, innermost first; undefined while the code runs. */
  #frames: readonly Frame[] | undefined;
  #step: Step | undefined;
  /** The frames when the step began. */
  #from: readonly Frame[] = [];
  /** Whether errors that are caught do not pause the code. */
  #passesCaught = false;
  #continuing: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get frames(): readonly Frame[] | undefined {
    return this.#frames;
  }

  async paused({ callFrames, hitBreakpoints = [], reason }: Debugger.PausedEventDataType): Promise<void> {
    clearTimeout(this.#continuing);
    if (this.#parts.isStopping()) return this.terminate();
    const frames = await this.#framesOf(callFrames);
    const isByStep = this.#step !== undefined && hitBreakpoints.length === 0;
    if (isByStep && (await this.#stepsOn(callFrames, frames))) return;
    if (frames.length === 0) {
      await this.#parts.inspector().post("Debugger.stepInto", {});
      return;
    }
    const isError = reason === "exception" || reason === "promiseRejection";
    if (isError && this.#passesCaught && (await this.#isCaught(frames))) {
      await this.#parts.inspector().post("Debugger.resume", {});
      return;
    }
    // Stop may have come while the frames were looked at; it ends only pauses that it knows of.
    if (this.#parts.isStopping()) return this.terminate();
    this.#frames = frames;
    this.#step = undefined;
    this.#parts.stopped(reasonOf(reason, isByStep, hitBreakpoints));
  }

  /** @param filters  "all", "uncaught", or none */
  async pauseOnErrors(filters: readonly string[]): Promise<void> {
    this.#passesCaught = !filters.includes("all");
    const state = filters.length > 0 ? "all" : "none";
    await this.#parts.inspector().post("Debugger.setPauseOnExceptions", { state });
  }

  /** V8 takes all errors of cells for caught, because the kernel catches them. So the reader's own text decides. */
  async #isCaught(frames: readonly Frame[]): Promise<boolean> {
    for (const { script, line, column } of frames) {
      const isCaught = await this.#parts.compiler.ask("isCaught", { text: script.text, line, column });
      if (isCaught) return true;
    }
    return false;
  }

  /** A step goes on where it has led into code that nobody wrote, or back into the line that it began in. */
  async #stepsOn(calls: readonly Debugger.CallFrame[], frames: readonly Frame[]): Promise<boolean> {
    const { inspector, scripts } = this.#parts;
    const [top] = frames;
    if (top?.call !== calls[0]) {
      const isOurs = scripts.withId(calls[0]?.location.scriptId ?? "") !== undefined;
      await inspector().post(isOurs || frames.length > 0 ? "Debugger.stepOver" : "Debugger.resume", {});
      return true;
    }
    const [start] = this.#from;
    const isSameLine = top?.script.id === start?.script.id && top?.line === start?.line;
    const isBack = this.#step === "Debugger.stepInto" && frames.length === this.#from.length && isSameLine;
    if (!isBack || !start) return false;
    await inspector().post("Debugger.stepInto", { skipList: await this.#codeToSkip(start) });
    return true;
  }

  resumed(): void {
    if (!this.#frames) return;
    this.#frames = undefined;
    clearTimeout(this.#continuing);
    if (this.#step) this.#continuing = setTimeout(this.#parts.continued, stepMilliseconds);
    else this.#parts.continued();
  }

  async resume(): Promise<void> {
    this.#step = undefined;
    await this.#parts.inspector().post("Debugger.resume", {});
  }

  /** Ends paused code, as Stop does. */
  async terminate(): Promise<void> {
    this.#step = undefined;
    await this.#parts.inspector().post("Debugger.resume", { terminateOnResume: true });
  }

  /** Steps from line to line, not from one part of a line to the next. @throws {Error} if nothing is paused */
  async step(step: Step): Promise<void> {
    const [top] = this.#frames ?? [];
    if (!top) throw new Error("nothing is paused");
    this.#step = step;
    this.#from = this.#frames ?? [];
    const skipList = step === "Debugger.stepOut" ? [] : await this.#codeToSkip(top);
    await this.#parts.inspector().post(step, step === "Debugger.stepOut" ? {} : { skipList });
  }

  /** Forgets a step: a new cell begins. */
  forgetStep(): void {
    this.#step = undefined;
  }

  /** The rest of a frame's line, and what the compiler made up. */
  async #codeToSkip({ script, line }: Frame): Promise<LocationRange[]> {
    const table = await this.#parts.scripts.table(script);
    return table.codeToSkip(line).map(({ start, end }) => ({
      scriptId: script.id,
      start: { lineNumber: start.line, columnNumber: start.column },
      end: { lineNumber: end.line, columnNumber: end.column },
    }));
  }

  async #framesOf(calls: readonly Debugger.CallFrame[]): Promise<Frame[]> {
    const { scripts } = this.#parts;
    const frames: Frame[] = [];
    for (const call of calls) {
      const { scriptId, lineNumber, columnNumber = 0 } = call.location;
      const script = scripts.withId(scriptId);
      const place = script && (await scripts.table(script)).sourceOf(lineNumber, columnNumber);
      if (place) frames.push({ call, script, line: place.line, column: place.column });
    }
    return frames;
  }
}

function reasonOf(reason: string, isByStep: boolean, hitBreakpoints: readonly string[]): StopReason {
  if (reason === "exception" || reason === "promiseRejection") return "exception";
  if (isByStep) return "step";
  return hitBreakpoints.length > 0 ? "breakpoint" : "pause";
}
