// The settings of a program of cells. Settings that change what code means are the project's; all others are the
// kernel's.
import { join, resolve } from "node:path";
import type { Alias } from "../files/file-paths";
import type { LanguageOptions } from "./checker";
import { libraries } from "./libraries";

/** The folders and files that a program of cells depends on. */
export interface ProgramSettings {
  /** The kernel's own packages, used where the notebook's project lacks one. */
  readonly ownPackages: string;
  /** The notebook's folder; TypeScript takes cells for files in it. */
  readonly folder: string;
  /** The project's folder. */
  readonly root: string;
  /** The file of the project's settings. Without one, cells are checked as tslab does it, not strictly. */
  readonly tsconfig: string | undefined;
  /** Whether the project's own TypeScript is strict where its tsconfig.json does not say. */
  readonly strictByDefault: boolean;
  /** Folders with type definitions; the first one that has a package's types counts. */
  readonly typeRoots: readonly string[];
}

/** The contents of a project's tsconfig.json. */
export interface AskedOptions {
  readonly options: Readonly<Record<string, unknown>>;
  /** The project's files that declare types for all others. */
  readonly ambient: readonly string[];
}

/** Writes a tsconfig.json. @param roots  the files that the program starts from */
export function cellConfig(
  { tsconfig, strictByDefault, folder, root, typeRoots, ownPackages }: ProgramSettings,
  { options, ambient }: AskedOptions,
  roots: readonly string[],
): string {
  const types = [...new Set(["node", ...((options.types as string[] | undefined) ?? [])])];
  return JSON.stringify({
    ...(tsconfig ? { extends: tsconfig } : {}),
    compilerOptions: {
      ...(tsconfig && (strictByDefault || options.strict !== undefined) ? {} : { strict: false }),
      target: "esnext",
      // This kind of module allows both `import` and `import x = require()`.
      module: "preserve",
      moduleResolution: "bundler",
      moduleDetection: "force",
      lib: libraries(options.lib as string[] | undefined),
      types,
      typeRoots,
      // A cell may say "./src/index" for a file at the project's root, or "../src/index", as an editor resolves it.
      rootDirs: [...new Set([folder, root])],
      paths: {
        // Every notebook can import tslab: where its project has none, it gets the kernel's.
        tslab: [join(root, "node_modules/tslab"), join(ownPackages, "tslab")],
        ...Object.fromEntries(aliasesIn(options).map(({ pattern, targets }) => [pattern, targets])),
      },
      noEmit: true,
      // Cells, and the files that they import, may lie in any folder.
      rootDir: "/",
      noLib: false,
      noResolve: false,
      allowImportingTsExtensions: true,
      allowJs: true,
      esModuleInterop: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      composite: false,
      incremental: false,
      declaration: false,
      isolatedDeclarations: false,
      // A name that one cell does not use may be used by the next, and types may be imported without the word `type`.
      isolatedModules: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      verbatimModuleSyntax: false,
      erasableSyntaxOnly: false,
    },
    include: [],
    files: [...roots, ...ambient],
  });
}

/**
 * TypeScript's modes of JSX, by their numbers. "preserve", number 1, counts as "react-jsx": JSX must become JavaScript.
 */
const jsxModes = [undefined, "react-jsx", "react", "react", "react-jsx", "react-jsxdev"];
const es2022 = 9;

/** @returns those options of a tsconfig.json that change what code means, not how it is checked */
export function languageOptions({ options }: AskedOptions): LanguageOptions {
  const meaningful = [
    "experimentalDecorators",
    "emitDecoratorMetadata",
    "jsxFactory",
    "jsxFragmentFactory",
    "jsxImportSource",
  ];
  const compilerOptions: Record<string, unknown> = Object.fromEntries(
    meaningful.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
  const jsx = jsxModes[Number(options.jsx ?? 0)];
  if (jsx) compilerOptions.jsx = jsx;
  const target = Number(options.target ?? es2022);
  compilerOptions.useDefineForClassFields = options.useDefineForClassFields ?? target >= es2022;
  const { jsxFactory = "React", jsxFragmentFactory = "React" } = compilerOptions;
  const factories = jsx === "react" ? [jsxFactory, jsxFragmentFactory] : [];
  const jsxFactories = factories.map((path) => String(path).split(".")[0] ?? "");
  return { jsx: jsx !== undefined, jsxFactories, aliases: aliasesIn(options), compilerOptions };
}

function aliasesIn({ paths = {}, pathsBasePath = "/" }: AskedOptions["options"]): Alias[] {
  return Object.entries(paths as Record<string, string[]>).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => resolve(String(pathsBasePath), target)),
  }));
}
