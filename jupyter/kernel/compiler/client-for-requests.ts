import type { Port } from "../threads/port";
import type { Asked, CompilerAnswer } from "./thread-messages";

/** The compiler, as the request thread sees it. */
export class CompilerClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, (answer: CompilerAnswer) => void>();
  #count = 0;

  constructor(port: Port) {
    this.#port = port;
    port.on("message", (answer: CompilerAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** @throws {Error} if the compiler cannot answer */
  ask<What extends keyof Asked>(what: What, asked: Asked[What][0]): Promise<Asked[What][1]> {
    const id = ++this.#count;
    this.#port.postMessage({ id, what, asked });
    return new Promise((done, failed) => {
      this.#waiting.set(id, (answer) => {
        if ("failure" in answer) failed(new Error(answer.failure));
        else done(answer.answer as Asked[What][1]);
      });
    });
  }
}
