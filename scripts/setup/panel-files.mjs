// What the panels' scripts were made of: by file, a fingerprint of its JavaScript as the kernel's compiler makes it. By
// these a notebook finds out which files were edited since, and has only then a panel's code travel with it.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { inProject, localFolder, root } from "../project.mjs";
import { writeWhole } from "./files.mjs";

const require = createRequire(import.meta.url);
const list = join(localFolder, "panel-files.json");

const typescriptFiles = [
  "jupyter/kernel/compiler/emitting/esbuild-emitter",
  "jupyter/kernel/compiler/files/project-files",
  "src/notebook/displays/code-fingerprint",
];

/** Whether there is a list of them. */
export const knowsPanelFiles = () => fs.existsSync(list);

/** Writes the list. @param {readonly string[]} panels  by name */
export async function writePanelFiles(panels) {
  const { EsbuildEmitter, ProjectFiles, codeFingerprint } = await typescriptParts();
  const files = new ProjectFiles([root], [], new EsbuildEmitter({ useDefineForClassFields: true }));
  const { reached } = files.refresh(panels.map((name) => inProject(`src/panels/page/${name}.ts`)));
  const emitted = await files.emitted(reached);
  const prints = emitted.map(({ path, code }) => [relative(root, path).replaceAll("\\", "/"), codeFingerprint(code)]);
  writeWhole(list, `${JSON.stringify(Object.fromEntries(prints.sort()), null, 1)}\n`);
}

/**
 * The part of the kernel's compiler that makes JavaScript of files, and what a notebook compares them by.
 *
 * @returns {Promise<typeof import("../../jupyter/kernel/compiler/files/project-files.ts") & typeof import("../../jupyter/kernel/compiler/emitting/esbuild-emitter.ts") & typeof import("../../src/notebook/displays/code-fingerprint.ts")>}
 */
async function typescriptParts() {
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    stdin: {
      contents: typescriptFiles.map((file) => `export * from "./${file}";`).join(""),
      resolveDir: root,
    },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["esbuild"],
    write: false,
    logLevel: "error",
  });
  const module = { exports: /** @type {any} */ ({}) };
  new Function("module", "require", outputFiles[0].text)(module, require);
  return module.exports;
}
