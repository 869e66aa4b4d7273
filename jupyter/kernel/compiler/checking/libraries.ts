// The parts of TypeScript's standard library that the running Node has, so that whatever passes the checker exists.

const has = (object: object | undefined, ...names: string[]): boolean =>
  object !== undefined && names.every((name) => name in object);

/** What newer versions of JavaScript added is asked for by name. */
const world = globalThis as unknown as Readonly<Record<string, { readonly prototype: object }>>;

/** For each library, whether Node has all that it describes. Node 20 has everything up to ES2023. */
const additions: Readonly<Record<string, () => boolean>> = {
  "es2024.arraybuffer": () => has(ArrayBuffer.prototype, "resizable", "transfer"),
  "es2024.collection": () => has(Map, "groupBy"),
  "es2024.object": () => has(Object, "groupBy"),
  "es2024.promise": () => has(Promise, "withResolvers"),
  "es2024.regexp": () => has(RegExp.prototype, "unicodeSets"),
  "es2024.sharedmemory": () => has(Atomics, "waitAsync") && has(world.SharedArrayBuffer?.prototype, "grow"),
  "es2024.string": () => has(String.prototype, "isWellFormed", "toWellFormed"),
  "es2025.collection": () => has(Set.prototype, "union", "isSubsetOf"),
  "es2025.float16": () => has(world, "Float16Array") && has(Math, "f16round"),
  "es2025.intl": () => has(Intl, "DurationFormat"),
  "es2025.iterator": () => has(world, "Iterator") && has(world.Iterator?.prototype, "map"),
  "es2025.promise": () => has(Promise, "try"),
  "es2025.regexp": () => has(RegExp, "escape"),
  "esnext.array": () => has(Array, "fromAsync"),
  "esnext.collection": () => has(Map.prototype, "getOrInsert"),
  "esnext.date": () => has(Date.prototype, "toTemporalInstant"),
  // TypeScript and esbuild compile decorators and `using`, so that Node need not have them.
  "esnext.decorators": () => true,
  "esnext.disposable": () => has(world, "DisposableStack", "SuppressedError"),
  "esnext.error": () => has(Error, "isError"),
  "esnext.sharedmemory": () => has(Atomics, "pause"),
  "esnext.temporal": () => has(world, "Temporal"),
  "esnext.typedarrays": () => has(Uint8Array, "fromBase64"),
};

/** @param wanted  libraries that a project asks for; only those of other environments count, such as "dom" */
export function libraries(wanted: readonly string[] = []): string[] {
  const present = Object.entries(additions)
    .filter(([, isPresent]) => isPresent())
    .map(([name]) => name);
  const foreign = wanted
    .map((name) => name.replace(/^lib\.|\.d\.ts$/g, ""))
    .filter((name) => /^(dom|webworker|scripthost)\b/.test(name));
  return ["es2023", ...present, ...foreign];
}

/**
 * The types of WebAssembly, which Node has but does not describe. A project that asks for "dom" gets them from there.
 *
 * @see https://webassembly.github.io/spec/js-api/
 */
export const webAssembly = `
declare namespace WebAssembly {
  type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "externref" | "anyfunc";
  type ImportExportKind = "function" | "global" | "memory" | "table";
  type BufferSource = ArrayBufferView | ArrayBuffer;
  type Exports = Record<string, any>;
  type Imports = Record<string, Record<string, any>>;
  interface MemoryDescriptor { initial: number; maximum?: number; shared?: boolean }
  interface TableDescriptor { element: "anyfunc" | "externref"; initial: number; maximum?: number }
  interface GlobalDescriptor { mutable?: boolean; value: ValueType }
  interface ModuleExportDescriptor { kind: ImportExportKind; name: string }
  interface ModuleImportDescriptor { kind: ImportExportKind; module: string; name: string }
  interface WebAssemblyInstantiatedSource { instance: Instance; module: Module }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer;
    grow(delta: number): number;
  }
  class Table {
    constructor(descriptor: TableDescriptor, value?: any);
    readonly length: number;
    get(index: number): any;
    grow(delta: number, value?: any): number;
    set(index: number, value?: any): void;
  }
  class Global {
    constructor(descriptor: GlobalDescriptor, value?: any);
    value: any;
    valueOf(): any;
  }
  class Module {
    constructor(bytes: BufferSource);
    static customSections(module: Module, name: string): ArrayBuffer[];
    static exports(module: Module): ModuleExportDescriptor[];
    static imports(module: Module): ModuleImportDescriptor[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}
  function compile(bytes: BufferSource): Promise<Module>;
  function instantiate(bytes: BufferSource, imports?: Imports): Promise<WebAssemblyInstantiatedSource>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function validate(bytes: BufferSource): boolean;
}
`;

/** The types of the functions in run/input.ts. */
export const dialogs = `
/**
 * Asks the reader of the notebook, and waits for what they type.
 *
 * @param message  stands before the place to type
 * @param preset   what an empty answer means
 * @param options  { password: true } does not show what is typed
 * @returns what was typed; null where the input was ended (Ctrl-D in a terminal)
 * @throws {InputError} where nobody can be asked: in nbconvert and papermill, and in code that goes on after its cell
 */
declare function prompt(message?: string, preset?: string, options?: { readonly password?: boolean }): string | null;
/** Asks the reader of the notebook, and waits. @returns whether the answer is y or yes */
declare function confirm(message?: string): boolean;
/** Tells the reader of the notebook something, and waits for Enter; where nobody can be asked it prints. */
declare function alert(message?: string): void;
`;
