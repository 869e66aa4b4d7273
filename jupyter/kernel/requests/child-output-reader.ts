import { readSync } from "node:fs";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import type { Header } from "../protocol/messages";
import type { Printer } from "./printed-text";
import type { OutputPipes } from "./thread-messages";

/** A pipe holds less than `mostChunks` times `chunkBytes`. */
const chunkBytes = 1 << 16;
const mostChunks = 16;
/** With more bytes than these waiting to be sent, the pipe is not read, and whoever writes to it waits. */
const mostUnsent = 4 << 20;

interface Pipe {
  readonly fd: number;
  readonly take: (bytes: Buffer) => void;
  /** Prints half a character, if what was taken ends with one. */
  readonly end: () => void;
}

/** Reads what child processes print, while the main thread may be waiting for them: see show/child-output.ts. */
export class ChildOutputReader {
  readonly #print: (printer: Printer, text: string) => void;
  readonly #unsent: () => number;
  readonly #pipes: Pipe[] = [];
  readonly #chunk = Buffer.alloc(chunkBytes);
  /** The request of the last cell that began, which all output is taken for: a pipe does not tell who wrote. */
  #parent: Header | undefined;
  #isSilent = false;

  /** @param unsent  how many bytes wait to be sent */
  constructor(print: (printer: Printer, text: string) => void, unsent: () => number) {
    this.#print = print;
    this.#unsent = unsent;
  }

  open(pipes: OutputPipes): void {
    for (const name of ["stdout", "stderr"] as const) this.#open(name, pipes[name]);
  }

  #open(name: keyof OutputPipes, fd: number): void {
    const decoder = new StringDecoder();
    const print = (text: string) => {
      if (!this.#isSilent) this.#print({ name, parent: this.#parent }, text);
    };
    const take = (bytes: Buffer) => print(decoder.write(bytes));
    const end = () => print(decoder.end());
    const socket = new Socket({ fd, readable: true, writable: false });
    const resumeLater = (): void => {
      setTimeout(() => {
        if (this.#unsent() > mostUnsent) resumeLater();
        else socket.resume();
      }, 10);
    };
    socket.on("data", (bytes) => {
      take(bytes);
      if (this.#unsent() <= mostUnsent) return;
      socket.pause();
      resumeLater();
    });
    socket.on("error", () => {});
    this.#pipes.push({ fd, take, end });
  }

  /** What child processes print from now on belongs to this cell. */
  beginCell(parent: Header, isSilent: boolean): void {
    this.#parent = parent;
    this.#isSilent = isSilent;
  }

  /** Takes what the pipes hold right now, so that what is said next comes after it. */
  drain(): void {
    for (const { fd, take } of this.#pipes) {
      for (let k = 0; k < mostChunks; k++) {
        const length = this.#read(fd);
        if (length === 0) break;
        take(this.#chunk.subarray(0, length));
      }
    }
  }

  endCell(): void {
    this.drain();
    for (const { end } of this.#pipes) end();
  }

  #read(fd: number): number {
    try {
      return readSync(fd, this.#chunk);
    } catch {
      return 0; // EAGAIN: the pipe is empty
    }
  }
}
