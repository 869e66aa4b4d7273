// What the page and its two workers say to each other, beside what Node's threads say.

import type { Emitted } from "../kernel/compiler/emitting/emitter";
import type { ToMainThread, ToRequestThread } from "../kernel/requests/thread-messages";

/** A file as it comes from the page: its content, or where to fetch it. */
export interface PlacedFile {
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly url?: string;
  readonly size?: number;
}

/** Files by their paths from the project's root; `null` for one that is no more. */
export type Files = Readonly<Record<string, PlacedFile | null>>;

/** @param texts  by path, as the build writes them */
export const placedTexts = (texts: Readonly<Record<string, string>>): Files =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, { text }]));

/** A file of the project as it was when the site was built, with its JavaScript. */
export interface BuiltSource extends Emitted {
  readonly text: string;
}

/** By the paths from the project's root. */
export type BuiltSources = Readonly<Record<string, BuiltSource>>;

/** What a thread of the engine's begins with: JavaScript, and what Node calls its `workerData`. */
export interface ThreadStart {
  readonly source: string;
  readonly workerData: unknown;
}

/** What both workers are told. */
export type ToEither =
  | { readonly files: Files }
  /** All files that the kernel begins with are there. */
  | { readonly open: { readonly folder: string } };

export type ToWorker =
  | ToEither
  | {
      readonly main: ToMainThread;
      /** The request whose code runs, or is to run. */
      readonly running: string | undefined;
      /** The address of a blob, which is revoked to stop that code. */
      readonly signal?: string;
    };

/** What both workers say first: they are there, and have opened. */
export interface Opened {
  readonly opened: true;
}

export type FromWorker =
  | { readonly main: ToRequestThread }
  /** The address of a blob to revoke: the page has taken what came before, and the worker may go on. */
  | { readonly taken: string }
  /** A thread is to be started, or, without `start`, to be ended. */
  | { readonly thread: number; readonly start?: ThreadStart }
  /** A file that a cell has written, or removed. */
  | { readonly written: string; readonly bytes: Uint8Array<ArrayBuffer> | undefined };
