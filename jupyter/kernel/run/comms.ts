// Comms: pairs of objects, one in the front end and one here, that send each other messages. Widgets are built on them.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
import { randomUUID } from "node:crypto";
import type { Sink } from "../context/cell";
import type { Extras, JsonObject } from "../protocol/messages";
import type { CommType } from "../protocol/requests";
import type { CommRequest } from "../requests/thread-messages";
import type { CommPublishing } from "../show/output";

/** What a handler gets. */
export interface Received {
  readonly data: JsonObject;
  readonly buffers: readonly Uint8Array[];
  /** The ids of the comms whose messages wait directly behind this one: what it says may soon be out of date. */
  readonly following: readonly string[];
}

/** Publishes a message for the code that runs. */
type Publish = (type: CommType, content: JsonObject, how?: CommPublishing) => void;

/** One side of a comm, as code of cells sees it. A handler may return a promise; it has ended when that is settled. */
export class Comm {
  readonly id: string;
  /** The cell that opened it, in the front end's words; when that cell runs again, the comm is closed. */
  readonly cellId: string | undefined;
  onMessage: (message: Received) => unknown = () => {};
  /** Called when the other side has closed the comm, or its cell runs again. */
  onClose: () => unknown = () => {};
  /** Where what its handlers show goes, errors too; left out, front ends get it as the answer to the message. */
  output: Sink | undefined;
  #isOpen = true;
  readonly #publish: Publish;
  readonly #forget: () => void;

  constructor(id: string, cellId: string | undefined, publish: Publish, forget: () => void) {
    this.id = id;
    this.cellId = cellId;
    this.#publish = publish;
    this.#forget = forget;
  }

  /** A closed comm sends nothing: code of a cell that has run again may still hold one. */
  send(data: JsonObject, extras: Extras = {}): void {
    if (this.#isOpen) this.#publish("comm_msg", { comm_id: this.id, data }, { extras });
  }

  /** The same for what soon changes again: within a tenth of a second, or until the handler's end, the last counts. */
  sendLatest(data: JsonObject): void {
    if (this.#isOpen) this.#publish("comm_msg", { comm_id: this.id, data }, { replaceable: this.id });
  }

  close(data: JsonObject = {}): void {
    if (!this.#isOpen) return;
    this.closed();
    this.#publish("comm_close", { comm_id: this.id, data });
  }

  /** The other side has closed it. */
  closed(): void {
    this.#isOpen = false;
    this.#forget();
  }
}

/** Called with a comm that a front end has opened. */
type Opened = (comm: Comm, message: Received) => unknown;

/** What is to be done for a message. */
interface Handler {
  readonly run: () => unknown;
  readonly comm: Comm | undefined;
}

/** All comms of the kernel, and what is done when a front end opens one. */
export class Comms {
  readonly #publish: Publish;
  readonly #cellId: () => string | undefined;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, Opened>();

  /** @param cellId  the cell whose code runs */
  constructor(publish: Publish, cellId: () => string | undefined) {
    this.#publish = publish;
    this.#cellId = cellId;
  }

  /** Front ends may open comms with this target from now on. A target that is registered again is replaced. */
  register(target: string, opened: Opened): void {
    this.#targets.set(target, opened);
  }

  open(target_name: string, data: JsonObject = {}, extras: Extras = {}): Comm {
    const comm = this.#made(randomUUID(), this.#cellId());
    this.#publish("comm_open", { comm_id: comm.id, target_name, data }, { extras });
    return comm;
  }

  /** Closes the comms that a cell has opened, which now runs again. @returns what their `onClose` threw */
  closeThoseOf(cellId: string): unknown[] {
    return [...this.#open.values()].flatMap((comm) => {
      if (comm.cellId !== cellId) return [];
      comm.close();
      try {
        comm.onClose();
        return [];
      } catch (error) {
        return [error];
      }
    });
  }

  handlerOf({ type, content, buffers, following }: CommRequest): Handler {
    const { comm_id: id, data } = content;
    const message = { data, buffers, following };
    if (type === "comm_open" && "target_name" in content) return this.#handlerOfOpen(content.target_name, id, message);
    const comm = this.#open.get(id);
    // The protocol asks to say by closing that there is no such comm; it may be one of an earlier kernel.
    if (!comm) return { comm, run: () => type === "comm_msg" && this.#refuse(id) };
    if (type === "comm_msg") return { comm, run: () => comm.onMessage(message) };
    comm.closed();
    return { comm, run: () => comm.onClose() };
  }

  #handlerOfOpen(target: string, id: string, message: Received): Handler {
    const opened = this.#targets.get(target);
    if (!opened) return { comm: undefined, run: () => this.#refuse(id) };
    const comm = this.#made(id, undefined);
    const failed = (error: unknown) => {
      comm.close();
      throw error;
    };
    const run = () => {
      try {
        const ended = opened(comm, message);
        return ended instanceof Promise ? ended.catch(failed) : ended;
      } catch (error) {
        return failed(error);
      }
    };
    return { comm, run };
  }

  #refuse(comm_id: string): void {
    this.#publish("comm_close", { comm_id, data: {} });
  }

  #made(id: string, cellId: string | undefined): Comm {
    const comm = new Comm(id, cellId, this.#publish, () => this.#open.delete(id));
    this.#open.set(id, comm);
    return comm;
  }
}
