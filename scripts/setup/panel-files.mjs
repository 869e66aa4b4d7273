// What the panels' scripts were made of: by file, a fingerprint of its JavaScript as the kernel's compiler makes it. By
// these a notebook finds out which files were edited since, and has only then a panel's code travel with it.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { inProject, localFolder, root } from "../project.mjs";
import { writeWhole } from "./files.mjs";

const require = createRequire(import.meta.url);
const list = join(localFolder, "panel-files.json");

/** Whether there is a list of them. */
export const knowsPanelFiles = () => fs.existsSync(list);

/** Writes the list. @param {readonly string[]} panels  by name */
export async function writePanelFiles(panels) {
  const { EsbuildEmitter, ProjectFiles } = await kernelCompiler();
  const files = new ProjectFiles([root], [], new EsbuildEmitter({ useDefineForClassFields: true }));
  const { reached } = files.refresh(panels.map((name) => inProject(`src/panels/page/${name}.ts`)));
  const emitted = await files.emitted(reached);
  const prints = emitted.map(({ path, code }) => [relative(root, path).replaceAll("\\", "/"), fingerprint(code)]);
  writeWhole(list, `${JSON.stringify(Object.fromEntries(prints.sort()), null, 1)}\n`);
}

/** @param {string} text */
const fingerprint = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * The part of the kernel's compiler that makes JavaScript of files.
 *
 * @returns {Promise<typeof import("../../jupyter/kernel/compiler/files/project-files.ts") & typeof import("../../jupyter/kernel/compiler/emitting/esbuild-emitter.ts")>}
 */
async function kernelCompiler() {
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    stdin: {
      contents: 'export * from "./emitting/esbuild-emitter"; export * from "./files/project-files";',
      resolveDir: inProject("jupyter/kernel/compiler"),
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
