import type { Content } from "./link";

/** The inputs and results of this session, as a history_request asks for them. */
export class History {
  readonly #entries: { readonly line: number; readonly input: string; output: string | null }[] =
    [];

  add(line: number, input: string): void {
    this.#entries.push({ line, input, output: null });
  }

  setOutput(line: number, output: string): void {
    const entry = this.#entries.filter((known) => known.line === line).at(-1);
    if (entry) entry.output = output;
  }

  /** @returns the entries as [session, line, input] or [session, line, [input, output]]; there is only session 1 */
  find(request: Content): unknown[] {
    return this.#select(request).map(({ line, input, output }) => [
      1,
      line,
      request.output ? [input, output] : input,
    ]);
  }

  #select({ hist_access_type, n, session, start, stop, pattern, unique }: Content) {
    const all = this.#entries;
    if (hist_access_type === "tail") return n > 0 ? all.slice(-n) : [];
    if (hist_access_type === "range") {
      const ours = (session ?? 0) === 0 || session === 1;
      const end = stop ?? Number.POSITIVE_INFINITY;
      return ours ? all.filter(({ line }) => line >= (start ?? 0) && line < end) : [];
    }
    const glob = globPattern(pattern ?? "*");
    let found = all.filter(({ input }) => glob.test(input));
    if (unique) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
    return n > 0 ? found.slice(-n) : found;
  }
}

/** `*` is any text, `?` any character. */
function globPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
