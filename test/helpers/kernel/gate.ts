import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder";

/** What a cell waits at until its test has seen what it wants to see: no sleep is long enough on every machine. */
export interface Gate {
  /** A cell's statement that computes until the gate is open, without yielding. */
  readonly loop: string;
  /** The same for a shell. */
  readonly shell: string;
  open(): void;
}

/** A gate for the running test. */
export function gate(): Gate {
  const file = join(temporaryFolder(), "open");
  return {
    loop: `while (!require("node:fs").existsSync(${JSON.stringify(file)}));`,
    shell: `while [ ! -e '${file}' ]; do sleep 0.05; done`,
    open: () => writeFileSync(file, ""),
  };
}
