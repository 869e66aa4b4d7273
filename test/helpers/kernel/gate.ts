import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../temporary-folder";
import { inBrowser } from "./client";

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
    loop: `while (!${isThere(file)});`,
    shell: `while [ ! -e '${file}' ]; do sleep 0.05; done`,
    open: () => writeFileSync(file, ""),
  };
}

/** An expression that tells whether a file is there. A page's cells do not see this machine's disk; their worker does. */
function isThere(file: string): string {
  if (!inBrowser) return `require("node:fs").existsSync(${JSON.stringify(file)})`;
  return `(() => {
    const request = new (globalThis as any).XMLHttpRequest();
    request.open("GET", ${JSON.stringify(pathToFileURL(file).href)}, false);
    try { request.send(); return true; } catch { return false; }
  })()`;
}
