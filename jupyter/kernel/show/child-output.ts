// Redirects the output of child processes that inherit the kernel's output, and writes to file descriptors 1 and 2.
// Both go into two named pipes, which are made when they are first needed and which the request thread reads. So the
// output appears while the main thread waits for the child, and a full pipe is always emptied again. The descriptors
// themselves stay as they are, because Node writes there why it died. Writes of native addons are therefore not seen.
import childProcess, { ChildProcess, execFileSync } from "node:child_process";
import fs, { constants } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OutputPipes } from "../requests/thread-messages";

type Anything = (...values: unknown[]) => unknown;

const runners = ["spawnSync", "execSync", "execFileSync"] as const;
const writers = [
  "write",
  "writeSync",
  "writev",
  "writevSync",
  "writeFile",
  "writeFileSync",
  "appendFile",
  "appendFileSync",
];

/** Leads what child processes print into pipes; see the head of this file. */
export class ChildOutput {
  readonly #open: (pipes: OutputPipes) => void;
  readonly #before: () => void;
  #pipes: OutputPipes | undefined;
  #cannot = false;
  #running = 0;
  #ended = false;

  /**
   * @param open    called once, with the ends of the pipes to read from
   * @param before  called before anything may be written: waits until earlier prints are on their way
   */
  constructor(open: (pipes: OutputPipes) => void, before: () => void) {
    this.#open = open;
    this.#before = before;
    this.#followProcesses();
    this.#followWrites();
    syncBuiltinESMExports();
  }

  /** Whether the pipes may hold output that comes before the next message. */
  mayHaveCome(): boolean {
    const may = this.#ended || this.#running > 0;
    this.#ended = false;
    return may;
  }

  #followProcesses(): void {
    const { spawn } = ChildProcess.prototype as unknown as { spawn: Anything };
    const start = (child: ChildProcess, values: unknown[]) => {
      const redirected = this.#redirect(values);
      if (redirected === values) return Reflect.apply(spawn, child, values);
      this.#running++;
      child.once("close", () => {
        this.#running--;
        this.#ended = true;
      });
      return Reflect.apply(spawn, child, redirected);
    };
    Object.assign(ChildProcess.prototype, {
      spawn(this: ChildProcess, ...values: unknown[]) {
        return start(this, values);
      },
    });
    for (const name of runners) {
      replace(childProcess, name, (original) => (...values) => {
        const redirected = this.#redirect(values);
        this.#ended ||= redirected !== values;
        return original(...redirected);
      });
    }
  }

  #followWrites(): void {
    for (const name of writers) {
      replace(fs, name, (original) => (first, ...rest) => {
        const name = first === 1 ? "stdout" : first === 2 ? "stderr" : undefined;
        const pipes = name && this.#ready();
        if (!name || !pipes) return original(first, ...rest);
        this.#ended = true;
        return original(pipes[name], ...rest);
      });
    }
  }

  /** Returns arguments whose option `stdio` leads into the pipes, or `values` itself if nothing is inherited. */
  #redirect(values: unknown[]): unknown[] {
    const at = values.findIndex((value) => typeof value === "object" && value !== null && "stdio" in value);
    const options = values[at] as { stdio: unknown } | undefined;
    const { stdio } = options ?? {};
    const list = stdio === "inherit" ? ["inherit", "inherit", "inherit"] : stdio;
    if (!Array.isArray(list) || !list.some(isInherited)) return values;
    const pipes = this.#ready();
    if (!pipes) return values;
    const led = list.map((one, k) => {
      const name = inherits(one, k);
      return name ? pipes[name] : one;
    });
    return values.map((value, k) => (k === at ? { ...options, stdio: led } : value));
  }

  #ready(): OutputPipes | undefined {
    this.#before();
    if (!this.#pipes && !this.#cannot) {
      try {
        this.#pipes = this.#make();
      } catch {
        this.#cannot = true; // there is no folder for temporary files, or no mkfifo
      }
    }
    return this.#pipes;
  }

  #make(): OutputPipes {
    const folder = fs.mkdtempSync(join(tmpdir(), "kernel-output-"));
    try {
      const paths = [join(folder, "1"), join(folder, "2")] as const;
      execFileSync("mkfifo", paths, { stdio: "ignore" });
      // The ends for reading are opened first, because opening for writing waits for a reader.
      const [forReading, forWriting] = [constants.O_RDONLY | constants.O_NONBLOCK, "w"].map((how) => ({
        stdout: fs.openSync(paths[0], how),
        stderr: fs.openSync(paths[1], how),
      })) as [OutputPipes, OutputPipes];
      this.#open(forReading);
      return forWriting;
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
}

function inherits(stdio: unknown, k: number): keyof OutputPipes | undefined {
  if (stdio === 1 || stdio === process.stdout || (stdio === "inherit" && k === 1)) return "stdout";
  if (stdio === 2 || stdio === process.stderr || (stdio === "inherit" && k === 2)) return "stderr";
  return undefined;
}

const isInherited = (stdio: unknown, k: number) => inherits(stdio, k) !== undefined;

function replace(module: object, name: string, by: (original: Anything) => Anything): void {
  const original: Anything = Reflect.get(module, name);
  const replaced = by(original);
  // util.promisify looks for its own version among these properties.
  Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(original));
  Reflect.set(module, name, replaced);
}
