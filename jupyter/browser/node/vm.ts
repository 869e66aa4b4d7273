// Code under a name of its own, so that errors tell where they come from.

/** What has to be added to a column in the first line of a script, by the script's name. */
const offsets = new Map<string, number>();

interface Options {
  readonly filename?: string;
  readonly columnOffset?: number;
}

/** The name that an engine knows a script under has no blanks in it. */
const toUrl = (name: string) => encodeURI(name);

function evaluate(code: string, filename: string, columnOffset: number): unknown {
  offsets.set(toUrl(filename), columnOffset);
  // biome-ignore lint/security/noGlobalEval: this is what a kernel is for; called so, it runs in the global scope
  const global = globalThis.eval;
  return global(`${code}\n//# sourceURL=${toUrl(filename)}`);
}

export class Script {
  readonly #run: () => unknown;

  constructor(code: string, { filename = "script", columnOffset = 0 }: Options = {}) {
    this.#run = () => evaluate(code, filename, columnOffset);
  }

  runInThisContext(): unknown {
    return this.#run();
  }
}

export function compileFunction(code: string, parameters: readonly string[], options: Options = {}): unknown {
  const { filename = "script", columnOffset = 0 } = options;
  const open = `(function (${parameters.join(", ")}) {`;
  return evaluate(`${open}${code}\n})`, filename, columnOffset - open.length);
}

/** @param url  the name of a script as an engine tells it, which may stand behind the page's address */
export function placeInScript(url: string, line: number, column: number) {
  const known = offsets.has(url) ? url : [...offsets.keys()].find((name) => url.endsWith(`/${name}`));
  if (known === undefined) return { script: undefined, line, column };
  return { script: decodeURI(known), line, column: line === 1 ? column + (offsets.get(known) as number) : column };
}
