// `prompt`, `confirm` and `alert`, as a browser has them: running code waits for the reader. The request thread asks
// meanwhile, so that Stop, a restart and a shutdown are heard. Stop ends the waiting as it ends any other code.
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Question, ReadersAnswer } from "../protocol/input-channel";
import { Shared } from "../threads/shared-numbers";

/** A question has no answer, because nobody can be asked. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Where answers come. */
export type Answers = MessagePort;

/** Asks the reader, and lets the cell's code wait for the answer. */
export class Input {
  readonly #send: (question: Question) => void;
  readonly #answers: MessagePort;
  readonly #shared: Int32Array;
  #count = 0;

  /** @param send  hands a question to the request thread, in order with what was printed before */
  constructor(send: (question: Question) => void, answers: MessagePort, shared: Int32Array) {
    this.#send = send;
    this.#answers = answers;
    this.#shared = shared;
  }

  /**
   * @returns what the reader typed, null where the reader ended the input
   * @throws {InputError} if nobody can be asked
   */
  ask(prompt: string, password = false): string | null {
    const number = ++this.#count;
    this.#send({ number, prompt, password });
    for (;;) {
      const answered = Atomics.load(this.#shared, Shared.QuestionsAnswered);
      const answer = receiveMessageOnPort(this.#answers)?.message as ReadersAnswer | undefined;
      // This is the answer to an earlier question, which Stop kept from being read.
      if (answer && answer.number !== number) continue;
      if (answer && "failure" in answer) throw new InputError(answer.failure);
      if (answer) return answer.text;
      Atomics.wait(this.#shared, Shared.QuestionsAnswered, answered);
    }
  }
}

interface PromptOptions {
  readonly password?: boolean;
}

/** A question as one line, behind which the reader types. */
const line = (message: unknown, hint = ""): string => {
  const parts = [message === undefined ? "" : String(message), hint].filter(Boolean);
  return parts.map((part) => `${part} `).join("");
};

/** Makes the functions global, for cells and the files that they import. */
export function installInput(input: Input): void {
  const prompt = (message?: unknown, preset?: unknown, { password = false }: PromptOptions = {}): string | null => {
    const hint = preset === undefined ? "" : String(preset);
    const typed = input.ask(line(message, hint && `[${hint}]`), password);
    return typed === "" ? hint : typed;
  };
  const confirm = (message?: unknown): boolean => {
    const typed = input.ask(line(message, "[y/N]"));
    return /^\s*y(es)?\s*$/i.test(typed ?? "");
  };
  const alert = (message?: unknown): void => {
    try {
      input.ask(line(message, "[Enter]"));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // An alert only tells something, which the reader can read later.
      process.stdout.write(`${line(message)}\n`);
    }
  };
  Object.assign(globalThis, { prompt, confirm, alert });
}
