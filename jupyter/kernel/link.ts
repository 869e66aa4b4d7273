// What the two threads say to each other.
import type { Header } from "./wire";

/** A JSON object, as it travels in a Jupyter message. */
// biome-ignore lint/suspicious/noExplicitAny: what others send is checked where it is used
export type Content = Record<string, any>;

/** A request that needs the compiler or runs code, from the front desk to the kernel. */
export interface Request {
  readonly type: string;
  readonly content: Content;
  /** The header of the message that asked; every message about it carries it as its parent. */
  readonly parent: Header;
  /** The execution count, for cells. */
  readonly count: number;
}

export type ToKernel =
  | { readonly request: Request }
  /** The how-manieth interrupt this is. */
  | { readonly interrupt: number }
  | { readonly shutdown: true };

export type ToFrontDesk =
  | { readonly ready: true }
  | {
      readonly stream: "stdout" | "stderr";
      readonly text: string;
      readonly parent: Header | undefined;
    }
  | {
      readonly publish: string;
      /** The content, ready to be sent. */
      readonly json: string;
      readonly parent: Header | undefined;
      /** A cell's result, for the history. */
      readonly output: { readonly line: number; readonly text: string } | undefined;
    }
  | { readonly reply: Content; readonly parent: Header };

/** Numbers in memory that both threads see, because a busy main thread receives no messages. */
export enum Shared {
  /** 1 while the main thread must not be terminated: a compiler cut off half-way does not recover. */
  Compiling,
  /** How many interrupts were requested, and how many of them the kernel has seen. */
  InterruptsRequested,
  InterruptsSeen,
  /** Messages published and not yet handled by the front desk. */
  Backlog,
  /** 1 when the main thread has ended its business. */
  Closed,
}

export const sharedBytes = 4 * 5;

/** What the front desk's thread is started with. */
export interface FrontDeskData {
  readonly connectionFile: string;
  readonly shared: Int32Array;
}

/** A loop that prints without end waits for the front desk here, instead of filling the memory. */
const backlogLimit = 500;

/** Counts a published message in, and waits while too many are under way. */
export function countIn(shared: Int32Array): void {
  Atomics.add(shared, Shared.Backlog, 1);
  for (;;) {
    const backlog = Atomics.load(shared, Shared.Backlog);
    if (backlog < backlogLimit) return;
    Atomics.wait(shared, Shared.Backlog, backlog, 100);
  }
}

export function countOut(shared: Int32Array): void {
  const backlog = Atomics.sub(shared, Shared.Backlog, 1);
  if (backlog >= backlogLimit / 2) Atomics.notify(shared, Shared.Backlog);
}
