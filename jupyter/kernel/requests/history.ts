import type { HistoryEntry, HistoryRequest } from "../protocol/requests";

/** The inputs and results of this session, as a history_request asks for them. */
export class History {
  readonly #entries: { readonly line: number; readonly input: string; output: string | null }[] = [];

  add(line: number, input: string): void {
    this.#entries.push({ line, input, output: null });
  }

  setOutput(line: number, output: string): void {
    const entry = this.#entries.filter((known) => known.line === line).at(-1);
    if (entry) entry.output = output;
  }

  /** @returns the entries asked for; there is only session 1 */
  find(request: HistoryRequest): HistoryEntry[] {
    return this.#select(request).map(({ line, input, output }) => [1, line, request.output ? [input, output] : input]);
  }

  #select({ hist_access_type, n = 0, session, start, stop = Infinity, pattern, unique }: HistoryRequest) {
    const all = this.#entries;
    if (hist_access_type === "tail") return n > 0 ? all.slice(-n) : [];
    if (hist_access_type === "range") {
      const isOurs = session === 0 || session === 1;
      return isOurs ? all.filter(({ line }) => line >= start && line < stop) : [];
    }
    let found = all.filter(({ input }) => matches(pattern, input));
    if (unique) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
    return n > 0 ? found.slice(-n) : found;
  }
}

/**
 * Whether a text fits a pattern, in which `*` stands for any text and `?` for any character.
 *
 * A regular expression would try without end at patterns like `*a*a*a*b`. This loop goes back to the last star only,
 * and lets that star take one more character: going back to an earlier star cannot help.
 */
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let afterStar = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      afterStar = ++p;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (afterStar >= 0) {
      p = afterStar;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
