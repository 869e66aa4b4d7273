/** A cell that plain tslab cannot run, and the least change with which it can. */
export interface UnrunCell {
  readonly notebook: string;
  /** Code that only this cell of the notebook has, and that plain tslab stumbles over. */
  readonly code: string;
  /** The same for plain tslab. */
  readonly instead: string;
  /** What it says. */
  readonly error: string;
  readonly reason: string;
}

/** Found by running. None may come to this list: see plain-tslab.test.ts. */
export const unrunCells: readonly UnrunCell[] = [];
