// TypeScript files of this project, for the scripts of set-up, which Node runs as they are.
import { createRequire } from "node:module";
import { inProject, root } from "../project.mjs";

/**
 * What these files export. It is put together when it is asked for: before set-up there is no esbuild.
 *
 * @param {readonly string[]} files  paths from the project's root, without their ending
 * @returns {Promise<any>}
 */
export async function typescriptParts(files) {
  const require = createRequire(inProject("package.json"));
  const { outputFiles } = await require("esbuild").build({
    stdin: { contents: files.map((file) => `export * from "./${file}";`).join(""), resolveDir: root },
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["esbuild", "typescript6"],
    write: false,
    logLevel: "error",
  });
  const module = { exports: {} };
  new Function("module", "require", outputFiles[0].text)(module, require);
  return module.exports;
}
