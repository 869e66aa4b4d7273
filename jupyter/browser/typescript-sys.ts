// What TypeScript wants of an operating system, from the files in memory.
import ts from "typescript6";
import { existsSync, isFile, isFolder, readdirSync, root, textAt } from "./node/fs";

interface Entry {
  readonly name: string;
  isDirectory(): boolean;
}

/** What TypeScript has and does not declare. */
interface Undeclared {
  setSys(sys: ts.System): void;
  matchFiles(...values: unknown[]): string[];
}

const entriesOf = (path: string) => (existsSync(path) ? (readdirSync(path, { withFileTypes: true }) as Entry[]) : []);
const names = (path: string, folders: boolean) =>
  entriesOf(path)
    .filter((entry) => entry.isDirectory() === folders)
    .map(({ name }) => name);

/** Gives TypeScript the files in memory; to be called before anything else of it. */
export function openSys(): void {
  const { setSys, matchFiles } = ts as unknown as Undeclared;
  const entries = (path: string) => ({ files: names(path, false), directories: names(path, true) });
  setSys({
    args: [],
    newLine: "\n",
    useCaseSensitiveFileNames: true,
    write: () => {},
    readFile: (path) => (isFile(path) ? textAt(path) : undefined),
    writeFile: () => {},
    fileExists: isFile,
    directoryExists: isFolder,
    createDirectory: () => {},
    resolvePath: (path) => path,
    realpath: (path) => path,
    getExecutingFilePath: () => "/typescript/typescript.js",
    getCurrentDirectory: () => root,
    getDirectories: (path) => names(path, true),
    readDirectory: (path, extensions, excludes, includes, depth) =>
      matchFiles(path, extensions, excludes, includes, true, root, depth, entries, (path: string) => path),
    exit: () => {},
  });
}
