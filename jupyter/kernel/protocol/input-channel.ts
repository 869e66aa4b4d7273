// The channel on which a front end asks the reader for input. At most one question is open at a time, because running
// code waits for its answer. An answer that nobody asked for, or that comes from another front end, is ignored.
import { setTimeout as sleep } from "node:timers/promises";
import type { Header, Message } from "./messages";
import type { SignedFrames } from "./signed-frames";

/** What running code asks the reader. */
export interface Question {
  /** Questions are numbered. */
  readonly number: number;
  /** The text before the place to type. */
  readonly prompt: string;
  /** Whether the typed text is hidden. */
  readonly password: boolean;
}

/** The text is null if the reader ended the input, with Ctrl-D in a terminal. */
export type ReadersAnswer = { readonly number: number } & (
  | { readonly text: string | null }
  | { readonly failure: string }
);

interface Open {
  readonly question: Question;
  /** The request of the cell that asks. */
  readonly of: Message;
  /** The header of the message that asks the reader. */
  readonly header: Header;
  readonly answered: (answer: ReadersAnswer) => void;
}

/** Front ends send this for Ctrl-D, as terminals do. */
const endOfInput = "\u0004";
/** A front end that has just connected may connect its socket for input a little later. */
const patienceMilliseconds = 3000;

/** Errors for the cell that asked, if the front end cannot be asked. */
const cannotAsk =
  "this front end cannot ask for input (nbconvert, nbclient and papermill cannot): assign the value to a variable instead";
const noSocket = "this front end allows questions but has no channel for them: assign the value to a variable instead";

/**
 * Asks the reader questions, on the stdin channel of the front end that sent the cell. One question is open at a time.
 */
export class InputChannel {
  readonly #signedFrames: SignedFrames;
  readonly #send: (frames: Buffer[]) => Promise<void>;
  #open: Open | undefined;

  /** @param send  must fail with EHOSTUNREACH if nobody of that identity is connected */
  constructor(signedFrames: SignedFrames, send: (frames: Buffer[]) => Promise<void>) {
    this.#signedFrames = signedFrames;
    this.#send = send;
  }

  /**
   * Asks the front end that sent a cell.
   *
   * @param of          the cell's request
   * @param allowStdin  whether the front end can be asked
   * @param answered    called once, unless the question is dropped before
   */
  ask(question: Question, of: Message, allowStdin: boolean, answered: (answer: ReadersAnswer) => void): void {
    this.#open = { question, of, header: this.#signedFrames.header("input_request"), answered };
    if (allowStdin) void this.#deliver(this.#open);
    else this.#fail(this.#open, cannotAsk);
  }

  /** Forgets the question, because nobody waits for the answer any more. */
  drop(): void {
    this.#open = undefined;
  }

  async #deliver(open: Open): Promise<void> {
    const { question, of, header } = open;
    const content = { prompt: question.prompt, password: question.password };
    const frames = [...of.identities, ...this.#signedFrames.signed([header, of.header, {}, content])];
    for (const end = performance.now() + patienceMilliseconds; this.#open === open; await sleep(50)) {
      try {
        return await this.#send(frames);
      } catch (error) {
        const isGone = (error as NodeJS.ErrnoException).code === "EHOSTUNREACH";
        if (!isGone) return this.#fail(open, String(error));
        if (performance.now() > end) return this.#fail(open, noSocket);
      }
    }
  }

  /** @throws {Error} if the frames are no message or not signed with our key */
  receive(frames: readonly Buffer[]): void {
    const message = this.#signedFrames.decode(frames);
    const open = this.#open;
    if (!open || message.header.msg_type !== "input_reply" || !isAnswerTo(open, message)) return;
    const { value } = message.content;
    if (typeof value === "string") this.#answer(open, { text: value === endOfInput ? null : value });
    else this.#fail(open, `the front end's answer must be a text, got ${JSON.stringify(value)}`);
  }

  #fail(open: Open, failure: string): void {
    this.#answer(open, { failure });
  }

  #answer(open: Open, answer: { text: string | null } | { failure: string }): void {
    if (this.#open !== open) return;
    this.#open = undefined;
    open.answered({ number: open.question.number, ...answer });
  }
}

/** Whether the message answers the question. Not all front ends say which question they answer. */
function isAnswerTo({ of, header }: Open, { identities, parent }: Message): boolean {
  const isSender =
    identities.length === of.identities.length &&
    identities.every((identity, k) => identity.equals(of.identities[k] as Buffer));
  return isSender && (parent.msg_type !== "input_request" || parent.msg_id === header.msg_id);
}
