// What the panels' scripts were made of: by file, a fingerprint of its JavaScript as the kernel's compiler makes it. By
// these a notebook finds out which files were edited since, and has only then a panel's code travel with it.
import * as fs from "node:fs";
import { join, relative } from "node:path";
import { inProject, localFolder, root } from "../project.mjs";
import { writeWhole } from "./files.mjs";
import { typescriptParts } from "./typescript-parts.mjs";

const list = join(localFolder, "panel-files.json");

/** What makes JavaScript of files, and what a notebook compares them by. */
const typescriptFiles = [
  "jupyter/kernel/compiler/emitting/esbuild-emitter",
  "jupyter/kernel/compiler/files/project-files",
  "src/notebook/displays/code-fingerprint",
];

/** Whether there is a list of them. */
export const knowsPanelFiles = () => fs.existsSync(list);

/** Writes the list. @param {readonly string[]} panels  by name */
export async function writePanelFiles(panels) {
  /** @type {typeof import("../../jupyter/kernel/compiler/files/project-files.ts") & typeof import("../../jupyter/kernel/compiler/emitting/esbuild-emitter.ts") & typeof import("../../src/notebook/displays/code-fingerprint.ts")} */
  const { EsbuildEmitter, ProjectFiles, codeFingerprint } = await typescriptParts(typescriptFiles);
  const files = new ProjectFiles([root], [], new EsbuildEmitter({ useDefineForClassFields: true }));
  const { reached } = files.refresh(panels.map((name) => inProject(`src/panels/page/${name}.ts`)));
  const emitted = await files.emitted(reached);
  const prints = emitted.map(({ path, code }) => [relative(root, path).replaceAll("\\", "/"), codeFingerprint(code)]);
  writeWhole(list, `${JSON.stringify(Object.fromEntries(prints.sort()), null, 1)}\n`);
}
