import type { InputChannel, Question, ReadersAnswer } from "../protocol/input-channel";
import type { Header, Message } from "../protocol/messages";
import type { ExecuteRequest } from "../protocol/requests";
import type { Port } from "../threads/port";
import { Shared } from "../threads/shared-numbers";
import type { ChildOutputReader } from "./child-output-reader";
import type { IoPub } from "./iopub";

interface Parts {
  /** The port on which the main thread waits for answers. */
  readonly answers: Port;
  readonly childOutput: ChildOutputReader;
  readonly input: InputChannel;
  readonly iopub: IoPub;
  readonly shared: Int32Array;
}

interface RunningCell {
  readonly message: Message;
  readonly request: ExecuteRequest;
}

/** The questions that running code asks the reader: `prompt`, `confirm`, `alert`. */
export class ReaderQuestions {
  readonly #parts: Parts;
  #cell: RunningCell | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** This cell's code may ask from now on. */
  beginCell(cell: RunningCell): void {
    this.#cell = cell;
  }

  endCell(): void {
    this.#cell = undefined;
    this.#parts.input.drop();
  }

  /** Asks a question, behind all that was printed before it. @param parent  the request of the cell that asks */
  async ask(question: Question, parent: Header | undefined): Promise<void> {
    const { childOutput, input, iopub } = this.#parts;
    childOutput.drain();
    iopub.flush();
    const cell = this.#cell;
    await iopub.sent;
    const answer = (answer: ReadersAnswer) => this.#answer(answer);
    if (cell && cell === this.#cell && parent?.msg_id === cell.message.header.msg_id) {
      input.ask(question, cell.message, cell.request.allow_stdin, answer);
    } else answer({ number: question.number, failure: "code of a cell that has ended cannot ask for input" });
  }

  #answer(answer: ReadersAnswer): void {
    const { answers, shared } = this.#parts;
    answers.postMessage(answer);
    Atomics.store(shared, Shared.QuestionsAnswered, answer.number);
    Atomics.notify(shared, Shared.QuestionsAnswered);
  }
}
