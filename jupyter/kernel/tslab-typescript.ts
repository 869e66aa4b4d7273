// tslab's own build of TypeScript, opened where the kernel needs more than tslab's converter hands out. The converter
// finds this copy in the module cache; it must be loaded after `openTypeScript`.
import type { ProjectFiles } from "./project-files";
import { settlePropertyNames } from "./property-names";

// biome-ignore lint/suspicious/noExplicitAny: the compiler's internals that tslab uses have no types
type TypeScript = any;

/** What the converter keeps to itself. */
export interface Insight {
  readonly typescript: TypeScript;
  /** The diagnostics of the last conversion, with their files. */
  diagnostics: readonly Diagnostic[];
  /** By compiled code: the source maps to tslab's intermediate module, and from there to TypeScript. */
  readonly sourceMaps: Map<string, SourceMaps>;
}

export interface Diagnostic {
  readonly file?: {
    readonly fileName: string;
    readonly text: string;
    getLineAndCharacterOfPosition(position: number): { line: number; character: number };
  };
  readonly start: number;
  readonly length: number;
  readonly code: number;
  readonly messageText: string | { readonly messageText: string; readonly code: number };
}

export interface SourceMaps {
  readonly toModule: string;
  readonly toTypeScript: string;
}

export function openTypeScript(files: ProjectFiles): Insight {
  const id = require.resolve("@tslab/typescript-for-tslab");
  const original: TypeScript = require(id);
  const mapOf = new Map<string, string>();
  const insight: Insight = { typescript: original, diagnostics: [], sourceMaps: new Map() };
  // A file's new content is looked at when an import cell is run, not whenever the disk reports it.
  const sys = Object.assign(Object.create(original.sys), {
    watchFile: (path: string, changed: (path: string, kind: number) => void) =>
      files.watchFile(path, changed),
    watchDirectory: (path: string, changed: (path: string) => void) =>
      files.watchFolder(path, changed),
  });
  const opened: TypeScript = {
    ...original,
    sys,
    createWatchCompilerHost: (roots: unknown, options: object, ...more: unknown[]) => {
      const mapped = { ...options, sourceMap: true };
      return withoutSecondTimer(original.createWatchCompilerHost(roots, mapped, ...more));
    },
    createWatchProgram: (host: TypeScript) => {
      const { afterProgramCreate } = host;
      host.afterProgramCreate = (builder: TypeScript) =>
        afterProgramCreate(withPropertyNames(original, keepMaps(builder, mapOf)));
      return original.createWatchProgram(host);
    },
    getPreEmitDiagnosticsOfFiles: (...program: unknown[]) => {
      insight.diagnostics = original.getPreEmitDiagnosticsOfFiles(...program);
      return insight.diagnostics;
    },
    transpileModule: (module: string, options: TypeScript) => {
      const compilerOptions = { ...options.compilerOptions, sourceMap: true };
      const { outputText, sourceMapText } = original.transpileModule(module, {
        ...options,
        compilerOptions,
      });
      insight.sourceMaps.set(outputText, {
        toModule: sourceMapText,
        toTypeScript: mapOf.get(module) ?? "",
      });
      mapOf.delete(module);
      return { outputText };
    },
  };
  (require.cache[id] as NodeJS.Module).exports = opened;
  return insight;
}

/** tslab can only wait for one timer, the one that rebuilds; a look for files that were missing is taken at once. */
function withoutSecondTimer(host: TypeScript): TypeScript {
  const { setTimeout } = host;
  host.setTimeout = (callback: () => void, ...rest: unknown[]) =>
    callback.name === "invalidateResolutionsOfFailedLookup"
      ? callback()
      : setTimeout(callback, ...rest);
  return host;
}

/** Remembers the source map that the compiler writes just before each file of code. */
function keepMaps(builder: TypeScript, mapOf: Map<string, string>): TypeScript {
  const { emit } = builder;
  let lastMap = "";
  builder.emit = (file: unknown, write: (...written: unknown[]) => void, ...more: unknown[]) =>
    emit(
      file,
      (name: string, data: string, ...rest: unknown[]) => {
        if (name.endsWith(".map")) lastMap = data;
        if (name.endsWith(".js")) mapOf.set(data, lastMap);
        if (!name.endsWith(".map")) write(name, data, ...rest);
      },
      ...more,
    );
  return builder;
}

/** Adds a transformer of ours before tslab's. */
function withPropertyNames(typescript: TypeScript, builder: TypeScript): TypeScript {
  const { emit } = builder;
  builder.emit = (
    file: unknown,
    write: unknown,
    cancel: unknown,
    declarationsOnly: unknown,
    transformers: { before?: unknown[] } = {},
  ) => {
    const ours = settlePropertyNames(typescript, builder.getProgram().getTypeChecker());
    const before = [ours, ...(transformers.before ?? [])];
    return emit(file, write, cancel, declarationsOnly, { ...transformers, before });
  };
  return builder;
}
