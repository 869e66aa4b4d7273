import { type Loader, type Message, stop, type TransformFailure, type TransformOptions, transform } from "esbuild";
import { EmitError, type EmitOptions, type Emitted, type Emitter } from "./emitter";

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
};

const attempts = 3;
const serviceEnded = /^The service (was stopped|is no longer running)/;

/** Starts esbuild's process early, because that takes some ten milliseconds. */
export const startEsbuild = (): Promise<unknown> => transform("").catch(() => {});

/** The emitter by esbuild, a process of its own. If that process is ended from outside, it is started again. */
export class EsbuildEmitter implements Emitter {
  readonly #compilerOptions: Readonly<Record<string, unknown>>;
  /** The number of times that esbuild's process was started again. */
  #started = 0;
  readonly #target = `node${process.versions.node}`;

  /** @param compilerOptions  the options of a tsconfig.json that change the code's meaning */
  constructor(compilerOptions: Readonly<Record<string, unknown>>) {
    this.#compilerOptions = compilerOptions;
  }

  async emit(text: string, options: EmitOptions): Promise<Emitted> {
    const asked = this.#options(options);
    for (let attempt = 0; ; attempt++) {
      const started = this.#started;
      try {
        return await transform(text, asked);
      } catch (error) {
        const [first] = (error as Partial<TransformFailure>).errors ?? [];
        if (first && !serviceEnded.test(first.text)) throw emitError(text, first);
        if (attempt === attempts) throw error;
        await this.#startAgain(started);
      }
    }
  }

  /** Starts esbuild's process again after it was ended from outside; only the first of several callers does so. */
  async #startAgain(started: number): Promise<void> {
    if (started !== this.#started) return;
    this.#started++;
    await stop();
  }

  #options({ form, extension, importMeta, jsxFactory, jsxFragment }: EmitOptions) {
    const jsx = jsxFactory && jsxFragment ? { jsxFactory, jsxFragmentFactory: jsxFragment } : {};
    return {
      loader: loaders[extension] ?? "js",
      target: this.#target,
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
      // `f.toString()` shows this text, so letters must not be escaped.
      charset: "utf8",
      tsconfigRaw: { compilerOptions: { ...this.#compilerOptions, ...jsx } },
      ...(form === "module" ? { format: "cjs", supported: { "dynamic-import": false } } : {}),
      ...(form === "awaiting module" ? { format: "esm" } : {}),
      ...(importMeta ? { define: { "import.meta": importMeta } } : {}),
    } as const satisfies TransformOptions;
  }
}

const emitError = (text: string, { text: message, location }: Message): EmitError =>
  new EmitError(message, location ? offset(text, location) : 0);

/** esbuild counts lines from 1, and columns in bytes. */
function offset(text: string, { line, column }: { line: number; column: number }): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const bytes = Buffer.from(lines[line - 1] ?? "").subarray(0, column);
  return before + bytes.toString().length;
}
