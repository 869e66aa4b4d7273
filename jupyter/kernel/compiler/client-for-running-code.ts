import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Shared } from "../threads/shared-numbers";
import type { ModuleNews } from "./cells/compiled-cell";
import type { FileAnswer, FileRequest } from "./thread-messages";

/** The compiler, as running code sees it: asking for a file blocks the thread, because `require` has to wait. */
export class FileCompiler {
  readonly #port: MessagePort;
  readonly #shared: Int32Array;
  #count = 0;

  constructor(port: MessagePort, shared: Int32Array) {
    this.#port = port;
    this.#shared = shared;
  }

  /** Loads a file as it is on disk now. @throws {Error} if the file, or one that it imports, has no JavaScript */
  load(path: string): ModuleNews {
    return this.#ask([path], false);
  }

  /** Asks for files that were sent before: Stop may have ended the main thread's work before it took them in. */
  resend(paths: readonly string[]): ModuleNews {
    return this.#ask(paths, true);
  }

  #ask(paths: readonly string[], isLost: boolean): ModuleNews {
    const id = ++this.#count;
    this.#port.postMessage({ id, paths, isLost } satisfies FileRequest);
    for (;;) {
      const answered = Atomics.load(this.#shared, Shared.FilesAnswered);
      const answer = receiveMessageOnPort(this.#port)?.message as FileAnswer | undefined;
      // This is the answer to an earlier question, which Stop kept from being read.
      if (answer && answer.id !== id) continue;
      if (answer && "failure" in answer) throw new Error(answer.failure);
      if (answer) return answer.modules;
      Atomics.wait(this.#shared, Shared.FilesAnswered, answered);
    }
  }
}
