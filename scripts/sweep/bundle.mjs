// What computes a sweep's trials, as one file: its SHA-256 is "the code". Results of the same code can be compared;
// comments and folders do not count.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** @typedef {{ code: string, file: string }} Bundle  code: 12 hex digits; file: an absolute path */

/** What reaches a Redis: loaded when it is needed, from node_modules. */
export const redisPackages = ["bullmq", "ioredis"];

/**
 * Bundles the process that runs trials, with the engine where there is one. The file is named by its hash, so that an
 * edit of `src/` while a sweep runs leaves that sweep's code as it is.
 *
 * @param {string} root  the project's folder
 * @returns {Bundle}
 */
export function bundleRunner(root) {
  const engine = "src/engine/engine-runner.ts";
  const inject = fs.existsSync(join(root, engine)) ? [`./${engine}`] : [];
  const text = bundled(root, "src/sweep/runner.ts", { inject, minifyWhitespace: true, minifySyntax: true });
  return kept(root, "runner", text);
}

/**
 * Bundles a program of `src/sweep/` that starts runners: the coordinator.
 *
 * @param {string} root
 * @param {string} entry  a path from there
 * @param {string} name
 * @param {string[]} [external]  packages that are loaded when they are needed
 * @returns {Bundle}
 */
export function bundleProgram(root, entry, name, external = []) {
  return kept(root, name, bundled(root, entry, { external }));
}

/**
 * In one call that blocks: esbuild's other way leaves a process behind.
 *
 * @param {string} root
 * @param {string} entry
 * @param {import("esbuild").BuildOptions} options
 */
function bundled(root, entry, options) {
  /** @type {typeof import("esbuild")} */
  const { buildSync } = createRequire(import.meta.url)("esbuild");
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [`./${entry}`],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    legalComments: "none",
    // The house's settings for the editor do not change what is computed.
    tsconfigRaw: { compilerOptions: { target: "ES2022" } },
    logLevel: "error",
    ...options,
  });
  return /** @type {[import("esbuild").OutputFile]} */ (outputFiles)[0].text;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} text
 * @returns {Bundle}
 */
function kept(root, name, text) {
  const code = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const folder = join(root, ".local", "sweep");
  const file = join(folder, `${name}-${code}.cjs`);
  fs.mkdirSync(folder, { recursive: true });
  if (!fs.existsSync(file)) {
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, text);
    fs.renameSync(partial, file);
  }
  return { code, file };
}
