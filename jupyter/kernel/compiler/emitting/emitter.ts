// The interface to whatever makes JavaScript of TypeScript. In Node that is esbuild, a native process; in a page it
// will be TypeScript 6.

/** What kind of text is to be emitted. */
export interface EmitOptions {
  /**
   * "cell" is the body of a function, which may await at its top. "module" is a file, which becomes CommonJS. "awaiting
   * module" is a file that awaits at its top, and stays ESM.
   */
  readonly form: "cell" | "module" | "awaiting module";
  /** The ending of the file: ".ts", ".tsx", ".mjs". */
  readonly extension: string;
  /** The function that makes the elements of JSX, if the project names one: `$.h`. */
  readonly jsxFactory?: string;
  readonly jsxFragment?: string;
  /** The name to use in place of `import.meta` in a module. */
  readonly importMeta?: string;
  /** The functions that load what a module imports, for an emitter that can use them: see Emitted. */
  readonly loaders?: { readonly importFunction: string; readonly dynamicImport: string };
}

/** JavaScript, and the way back to the text that it was made of. */
export interface Emitted {
  readonly code: string;
  /** A source map, version 3, without the sources' text. */
  readonly map: string;
  /**
   * The modules that a module loads before it runs. Given, its code calls the `loaders` of the options for them, and is
   * CommonJS also where it awaits at its top. Left out, they are found in the code, as esbuild prints it.
   */
  readonly requests?: readonly string[];
}

/** Makes JavaScript of TypeScript, one text at a time and without looking at types. */
export interface Emitter {
  /**
   * @throws {EmitError} if the text cannot be read, or cannot have this form. The message for `await` at the top of a
   *   "module" begins with "Top-level await"
   */
  emit(text: string, options: EmitOptions): Promise<Emitted>;
}

/** Tells why a text has no JavaScript, and where: `start` counts from the beginning of the text. */
export class EmitError extends Error {
  override readonly name = "EmitError";
  readonly start: number;

  constructor(message: string, start: number) {
    super(message);
    this.start = start;
  }
}
