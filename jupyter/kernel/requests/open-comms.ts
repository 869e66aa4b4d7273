import type { CommInfoReply } from "../protocol/requests";

/** The comms that are open, as this thread sees them pass: front ends ask for them also while a cell runs. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  opened(id: string, target: string): void {
    this.#targets.set(id, target);
  }

  closed(id: string): void {
    this.#targets.delete(id);
  }

  /** Looks at a message that the kernel publishes. @param json  its content */
  follow(type: string, json: string): void {
    if (type !== "comm_open" && type !== "comm_close") return;
    const { comm_id, target_name } = JSON.parse(json);
    if (type === "comm_open") this.opened(comm_id, target_name);
    else this.closed(comm_id);
  }

  /** @param target  left out, all comms are meant */
  list(target?: string): CommInfoReply["comms"] {
    const found = Array.from(this.#targets).filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(found.map(([id, target_name]) => [id, { target_name }]));
  }
}
