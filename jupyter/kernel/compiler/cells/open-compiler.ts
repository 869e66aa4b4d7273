import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ProgramSettings } from "../checking/cell-config";
import type { FileNews } from "../checking/checker";
import { NativeChecker } from "../checking/native-checker";
import { NotebookProgram } from "../checking/notebook-program";
import { strictByDefault } from "../checking/strictness";
import { EsbuildEmitter } from "../emitting/esbuild-emitter";
import { nearest } from "../files/nearest-file";
import { ProjectFiles } from "../files/project-files";
import { CellCompiler } from "./cell-compiler";

/** The folders of a notebook and of its project. */
export interface Places {
  readonly folder: string;
  readonly root: string;
  /** Texts of files, by path, that were found right together before this kernel began. */
  readonly checked?: ReadonlyMap<string, string> | undefined;
}

/** What compiles the cells of one notebook. */
export interface OpenedCompiler {
  readonly compiler: CellCompiler;
  readonly program: NotebookProgram;
  readonly settings: ProgramSettings;
  /** The project's files once more, without their JavaScript, as the cells see them that have not run. */
  readonly draftFiles: ProjectFiles;
}

/**
 * Opens the compiler of a notebook, with native TypeScript and esbuild.
 *
 * @param noticed  called with what happened to the project's files
 */
export function openCompiler(
  { root, folder, checked }: Places,
  noticed: (news: FileNews) => void = () => {},
): OpenedCompiler {
  const ownPackages = dirname(dirname(createRequire(__filename).resolve("typescript/package.json")));
  const settings: ProgramSettings = {
    folder,
    root,
    tsconfig: nearest(folder, "tsconfig.json"),
    strictByDefault: strictByDefault(folder),
    typeRoots: [join(root, "node_modules/@types"), join(ownPackages, "@types")],
    ownPackages,
  };
  const program = new NotebookProgram(() => new NativeChecker(settings), folder);
  const { aliases, compilerOptions } = program.checker.options;
  const emitter = new EsbuildEmitter(compilerOptions);
  const folders = [...new Set([folder, root])];
  const files = new ProjectFiles(folders, aliases, emitter);
  const compiler = new CellCompiler({ program, files, emitter, noticed, checked });
  return { compiler, program, settings, draftFiles: new ProjectFiles(folders, aliases) };
}
