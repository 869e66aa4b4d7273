// One file of the project, from its text to the JavaScript that the main thread runs.
import { dirname, extname } from "node:path";
import { EmitError, type EmitOptions, type Emitted, type Emitter } from "../emitting/emitter";
import { type Alias, isOurs, resolveFile } from "./file-paths";
import { asAwaitingFunction, moduleLoaders, requestsIn, requestsInEsm, withOwnImports } from "./module-code";

/** A file that the main thread can run. */
export interface EmittedFile {
  readonly path: string;
  /** Each text that a file had gets its own version. */
  readonly version: number;
  /** The body of a function with the parameters `moduleParameters`. */
  readonly code: string;
  /** Whether the file awaits something at its top; the function then returns a promise. */
  readonly isAwaiting: boolean;
  readonly map: string;
  /** The files that this one loads, by the name in its import. */
  readonly files: ReadonlyMap<string, string>;
  /** What else the file loads: packages and Node's own modules. */
  readonly packages: readonly string[];
}

type FileToEmit = Pick<EmittedFile, "path" | "version"> & { readonly text: string };

/** What an emitter is asked for a file, and how its answer becomes the file's JavaScript; then, if need be, once more. */
type Step = { readonly text: string; readonly options: EmitOptions };

/** Makes the JavaScript of a file. @throws {FileEmitError} if it has none */
export async function emitFile(file: FileToEmit, emitter: Emitter, aliases: readonly Alias[]): Promise<EmittedFile> {
  const steps = emitSteps(file, aliases);
  let step = steps.next();
  while (!step.done) {
    const { text, options } = step.value;
    step = await emitter.emit(text, options).then(
      (emitted) => steps.next(emitted),
      (error) => steps.throw(error),
    );
  }
  return step.value;
}

/** The same with an emitter that answers at once. */
export function emitFileAtOnce(
  file: FileToEmit,
  emit: (text: string, options: EmitOptions) => Emitted,
  aliases: readonly Alias[],
): EmittedFile {
  const steps = emitSteps(file, aliases);
  let step = steps.next();
  while (!step.done) {
    let emitted: Emitted;
    try {
      emitted = emit(step.value.text, step.value.options);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(emitted);
  }
  return step.value;
}

function* emitSteps(
  { path, version, text }: FileToEmit,
  aliases: readonly Alias[],
): Generator<Step, EmittedFile, Emitted> {
  const file = {
    path,
    version,
    isAwaiting: false,
    files: new Map<string, string>(),
    packages: [],
  };
  if (path.endsWith(".json")) return { ...file, code: jsonModule(path, text), map: "" };
  const options = { extension: extname(path), ...moduleLoaders };
  try {
    const { code, map, requests } = yield { text, options: { ...options, form: "module" } };
    return {
      ...file,
      ...sortedRequests(path, aliases, requests ?? requestsIn(code)),
      code: requests ? code : withOwnImports(code),
      map,
    };
  } catch (error) {
    if (!(error instanceof EmitError)) throw error;
    if (!/^Top-level await/.test(error.message)) throw new FileEmitError(path, error);
  }
  const { code, map, requests } = yield { text, options: { ...options, form: "awaiting module" } };
  const found = sortedRequests(path, aliases, requests ?? requestsInEsm(code));
  const awaiting = requests ? `return (async () => {${code}\n})();` : asAwaitingFunction(code);
  return { ...file, ...found, isAwaiting: true, code: awaiting, map };
}

/** Sorts the names that a file imports into files of the project and packages. */
function sortedRequests(
  path: string,
  aliases: readonly Alias[],
  names: readonly string[],
): Pick<EmittedFile, "files" | "packages"> {
  const folders = [dirname(path)];
  const files = new Map<string, string>();
  const packages: string[] = [];
  for (const name of names) {
    const found = resolveFile(name, folders, aliases);
    if (found && isOurs(found)) files.set(name, found);
    else packages.push(name);
  }
  return { files, packages };
}

/** A file of the project that has no JavaScript. */
export class FileEmitError extends Error {
  override readonly name = "FileEmitError";
  readonly path: string;
  readonly start: number;

  constructor(path: string, { message, start }: EmitError) {
    super(message);
    this.path = path;
    this.start = start;
  }
}

function jsonModule(path: string, text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const start = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    throw new FileEmitError(path, new EmitError((error as Error).message, start));
  }
  return `module.exports = ${text};`;
}
