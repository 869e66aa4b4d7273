import { join, relative } from "node:path";
import { attempt } from "./displays/attempt";
import { type EmittedFile, offeredKernel } from "./notebook-kernel";

const root = join(__dirname, "../..");
const fromRoot = (file: string) => relative(root, file).replaceAll("\\", "/");

/**
 * The JavaScript of a file and of all that it imports, by their paths from the project's root, in alphabetical order;
 * none where no kernel has them, or one of them cannot be compiled because somebody is in the middle of an edit.
 *
 * @param path  from the project's root
 */
export function emittedFiles(path: string): EmittedFile[] {
  const files = attempt(() => offeredKernel()?.emittedFiles?.(join(root, path))) ?? [];
  return files
    .map((file) => ({
      ...file,
      path: fromRoot(file.path),
      files: new Map(Array.from(file.files, ([name, target]) => [name, fromRoot(target)] as const)),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
