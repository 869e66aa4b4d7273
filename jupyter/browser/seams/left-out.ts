// What a page has no use for: child processes, a debugger that pauses code, questions that code waits for.
import type { Project } from "../../kernel/run/project";
import { MissingInBrowser, missing } from "../node/missing";
import { runtimeAdvice } from "./runtime-advice";

/** In the place of show/child-output.ts. */
export class ChildOutput {
  mayHaveCome(): boolean {
    return false;
  }
}

/** In the place of requests/child-output-reader.ts. */
export class ChildOutputReader {
  beginCell(): void {}
  endCell(): void {}
  drain(): void {}
  open(): void {}
}

/** In the place of debugging/debugger.ts. */
export class Debugger {
  addCell(): void {}
  release(): void {}
  stopCell(): void {}
  async answer({ seq, command }: { readonly seq: number; readonly command: string }) {
    const { message } = missing("the debugger");
    return { type: "response", request_seq: seq, seq, command, success: false, message, body: {} };
  }
}

/** In the place of run/debug-view.ts. */
export class DebugView {}

/** In the place of requests/reader-questions.ts. */
export class ReaderQuestions {
  beginCell(): void {}
  endCell(): void {}
  ask(): void {}
}

/** In the place of requests/checker-process.ts. */
export const killChecker = (): void => {};
export const endLongCheck = async (): Promise<void> => {};

/** In the place of run/npm-install.ts. */
export const npmIn = (_project: Project) => async (): Promise<void> => {
  throw new MissingInBrowser(runtimeAdvice.install(""));
};

/** In the place of log/debug-log.ts. */
export const log = undefined;

/** In the place of run/input.ts. */
export type Answers = unknown;
export class InputError extends Error {
  override readonly name = "InputError";
}
export class Input {}
export function installInput(): void {
  const refuse = (what: string) => () => {
    throw new InputError(
      `${what} does not work in the browser edition: code cannot wait there; use an input of a control`,
    );
  };
  const alert = (message: unknown) => void process.stdout.write(`${message}\n`);
  Object.assign(globalThis, { prompt: refuse("prompt"), confirm: refuse("confirm"), alert });
}
