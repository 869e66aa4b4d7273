import type { Debugger } from "node:inspector";
import type { Inspector } from "./inspector";
import type { Script, Scripts } from "./scripts";
import type { CodePlace, SourceTable } from "./source-table";

interface Breakpoint {
  /** Where the reader wants it, a line of the source. */
  line: number;
  /** The text of that line, by which the breakpoint is found again after an edit of the file. */
  text: string | undefined;
  /** The line from there on where the code can pause, once that is known. */
  at?: number;
  /** V8's name of it, while it is set in some code. */
  id?: string | undefined;
}

/** Breakpoints belong to paths. They are set in the newest code of their path, whenever that comes. */
export class Breakpoints {
  readonly #scripts: Pick<Scripts, "newest" | "table">;
  readonly #inspector: () => Pick<Inspector, "post">;
  readonly #byPath = new Map<string, Breakpoint[]>();
  /** Changes follow one another: a front end's request can come while a cell that begins is given its breakpoints. */
  #changes: Promise<unknown> = Promise.resolve();

  constructor(scripts: Pick<Scripts, "newest" | "table">, inspector: () => Pick<Inspector, "post">) {
    this.#scripts = scripts;
    this.#inspector = inspector;
  }

  /** All of them, each at the line where the code can pause. */
  list(): { readonly source: string; readonly lines: readonly number[] }[] {
    return Array.from(this.#byPath, ([source, breakpoints]) => ({ source, lines: linesOf(breakpoints) }));
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Replaces the breakpoints of a source. @returns the lines at which they stand */
  set(path: string, lines: readonly number[]): Promise<readonly number[]> {
    return this.#afterOthers(async () => {
      const before = this.#byPath.get(path) ?? [];
      // JupyterLab sends the same again and again: taken away for a moment, they would let code pass that runs just then.
      const isSet = before.some(({ id }) => id !== undefined);
      if (isSet && linesOf(before).join() === sorted(lines).join()) return linesOf(before);
      await this.#unset(path);
      const text = this.#scripts.newest(path)?.text.split("\n");
      const breakpoints = lines.map((line) => ({ line, text: text?.[line - 1] }));
      if (lines.length === 0) this.#byPath.delete(path);
      else this.#byPath.set(path, breakpoints);
      await this.#setIn(path);
      return linesOf(this.#byPath.get(path) ?? []);
    });
  }

  /** Sets the breakpoints of a path in code that has just been parsed. */
  renew(path: string): Promise<void> {
    return this.#afterOthers(async () => {
      await this.#unset(path);
      const text = this.#scripts.newest(path)?.text.split("\n") ?? [];
      for (const breakpoint of this.#byPath.get(path) ?? []) follow(breakpoint, text);
      await this.#setIn(path);
    });
  }

  #afterOthers<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = this.#changes.then(change);
    this.#changes = changed.catch(() => {});
    return changed;
  }

  forget(path: string): void {
    this.#byPath.delete(path);
  }

  clear(): void {
    this.#byPath.clear();
  }

  async #setIn(path: string): Promise<void> {
    const script = this.#scripts.newest(path);
    if (!script) return;
    const taken = new Set<number>();
    for (const breakpoint of this.#byPath.get(path) ?? []) {
      const found = await this.#placeFor(script, breakpoint.line);
      if (!found) continue;
      breakpoint.at = found.line;
      if (taken.has(found.line)) continue;
      taken.add(found.line);
      const { location } = found;
      breakpoint.id = (await this.#inspector().post("Debugger.setBreakpoint", { location })).breakpointId;
    }
  }

  async #unset(path: string): Promise<void> {
    for (const breakpoint of this.#byPath.get(path) ?? []) {
      const { id } = breakpoint;
      breakpoint.id = undefined;
      if (id !== undefined) await this.#inspector().post("Debugger.removeBreakpoint", { breakpointId: id });
    }
  }

  /**
   * The first place from a line on where the code can pause: a breakpoint in a line without code moves down. V8 is asked
   * for one line of one function only: every function that it looks at runs slowly from then on, on Node 20 and 22.
   *
   * @returns undefined where there is none, and for code of which V8 knows nothing any more
   */
  async #placeFor(
    script: Script,
    wanted: number,
  ): Promise<{ readonly line: number; readonly location: Debugger.Location } | undefined> {
    const table = await this.#scripts.table(script);
    for (const line of table.linesWithCode()) {
      if (line < wanted) continue;
      for (const code of table.codeOf(line)) {
        const location = await this.#pauseIn(script, table, line, code);
        if (location) return { line, location };
      }
    }
    return undefined;
  }

  /** The first place in a line of the code, and of a line of the source, where V8 can pause. */
  async #pauseIn(
    { id: scriptId }: Script,
    table: SourceTable,
    sourceLine: number,
    { line, column }: CodePlace,
  ): Promise<Debugger.Location | undefined> {
    const { locations } = await this.#inspector().post("Debugger.getPossibleBreakpoints", {
      start: { scriptId, lineNumber: line, columnNumber: column },
      end: { scriptId, lineNumber: line + 1, columnNumber: 0 },
      restrictToFunction: true,
    });
    return locations.find(
      ({ lineNumber, columnNumber = 0 }) => table.sourceOf(lineNumber, columnNumber)?.line === sourceLine,
    );
  }
}

const sorted = (lines: readonly number[]): number[] => [...new Set(lines)].sort((a, b) => a - b);

const linesOf = (breakpoints: readonly Breakpoint[]): number[] => sorted(breakpoints.map(({ line, at = line }) => at));

/** Moves a breakpoint with its line: to the nearest line of the same text. Where the line is gone, it stays. */
function follow(breakpoint: Breakpoint, lines: readonly string[]): void {
  const { line, text } = breakpoint;
  if (text === undefined) breakpoint.text = lines[line - 1];
  else if (lines[line - 1] !== text) {
    const same = lines.flatMap((other, k) => (other === text ? k + 1 : []));
    const nearest = same.sort((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
    if (nearest !== undefined) breakpoint.line = nearest;
  }
  delete breakpoint.at;
}
