import type { Cell } from "./cell";

/** The error that a stopped cell or handler ends with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(kind: Cell["kind"]) {
    super(`${kind === "handler" ? "the handler" : "the cell"} was stopped`);
  }
}
