import * as fs from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { FormatError } from "../errors";
import { canonicalText } from "./canonical-text";
import type { Outcome, SweepHeader } from "./messages";
import type { TrialResult } from "./run-trial";
import type { Rungs } from "./rungs";

/** A line of a file of results. */
export type Line = { readonly sweep: SweepHeader } | Outcome;

/**
 * The lines of a file of results. A last line that was cut off is left out.
 *
 * @throws {FormatError} if the file cannot be read, or another line is none
 */
export function readLines(file: string): Line[] {
  const texts = textOf(file).split("\n");
  texts.pop(); // "" after a whole last line
  return texts.flatMap((text, k) => {
    if (text === "") return [];
    const line = lineFrom(text);
    if (line) return [line];
    throw new FormatError(
      `${file}: expected an outcome of a trial as line ${k + 1}, found ${JSON.stringify(text.slice(0, 40))}: ` +
        "delete that line, and its trial runs again",
    );
  });
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new FormatError(`${file}: expected a file of results, found ${(error as Error).message}`);
  }
}

function lineFrom(text: string): Line | undefined {
  try {
    const line = JSON.parse(text);
    const isOutcome =
      typeof line?.id === "string" && typeof line.code === "string" && typeof line.settings === "object";
    return isOutcome || typeof line?.sweep === "object" ? line : undefined;
  } catch {
    return undefined;
  }
}

/** What the file knows of a trial. */
interface Known {
  readonly result: TrialResult;
  readonly rungs: Rungs | undefined;
}

/**
 * A sweep's results: one line of JSON for each trial that ended, so that whatever is killed leaves all but the last
 * line. One process at a time writes it.
 */
export class ResultsFile {
  private readonly known = new Map<string, Known>();
  private readonly descriptor: number;
  private readonly lock: string;
  private isClosed = false;

  /**
   * Opens a file to go on with, or a new one.
   *
   * @param code  results of other code stay in the file, and count for nothing
   * @throws {Error} if another process writes it @throws {FormatError} if it is not a file of results
   */
  constructor(
    readonly path: string,
    private readonly header: SweepHeader,
    private readonly code: string,
  ) {
    fs.mkdirSync(dirname(path), { recursive: true });
    this.lock = takeLock(path);
    try {
      const lastHeader = this.read();
      this.descriptor = fs.openSync(path, "a");
      if (canonicalText(lastHeader) !== canonicalText(header)) this.write({ sweep: header });
    } catch (error) {
      fs.rmSync(this.lock, { force: true });
      throw error;
    }
  }

  /** How many trials have a result of this code. */
  get count(): number {
    return this.known.size;
  }

  /** What this code gave for a trial before; undefined too where halving stopped it by other numbers. */
  resultOf(id: string): TrialResult | undefined {
    const found = this.known.get(id);
    if (!found?.result.stopped) return found?.result;
    return canonicalText(found.rungs) === canonicalText(this.header.rungs) ? found.result : undefined;
  }

  append(outcome: Outcome): void {
    this.write(outcome);
  }

  /** May be called again. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    fs.closeSync(this.descriptor);
    fs.rmSync(this.lock, { force: true });
  }

  private write(line: Line): void {
    fs.writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }

  /** Reads what is known, and cuts off what a killed process left of its last line. @returns the last header */
  private read(): SweepHeader | undefined {
    if (!fs.existsSync(this.path)) return undefined;
    let header: SweepHeader | undefined;
    for (const line of readLines(this.path)) {
      if ("sweep" in line) header = line.sweep;
      else if (line.code === this.code && line.result) {
        this.known.set(line.id, { result: line.result, rungs: line.rungs });
      }
    }
    const bytes = fs.readFileSync(this.path);
    fs.truncateSync(this.path, bytes.lastIndexOf("\n") + 1);
    return header;
  }
}

/**
 * A file beside the results tells who writes them. That of a process that is gone counts for nothing.
 *
 * @returns its path
 */
function takeLock(path: string): string {
  const lock = `${path}.lock`;
  for (let attempt = 0; ; attempt++) {
    try {
      fs.writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
      return lock;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = ownerOf(lock);
    const isGone = !owner || (owner.host === hostname() && !isAlive(owner.pid));
    if (isGone && attempt < 3) {
      fs.rmSync(lock, { force: true });
      continue;
    }
    const who = owner ? `process ${owner.pid} on ${owner.host}` : "another process";
    throw new Error(
      `sweep: ${path} must be written by one sweep at a time, got a second one: ${who} writes it. Stop that one, ` +
        `take another name, or, if it is gone, delete ${lock}`,
    );
  }
}

function ownerOf(lock: string): { pid: number; host: string } | undefined {
  try {
    return JSON.parse(fs.readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
