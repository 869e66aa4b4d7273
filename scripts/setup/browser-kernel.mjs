// The browser edition's kernel: an extension of JupyterLite, and the two workers that it starts.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { inProject } from "../project.mjs";
import { bundledLicences } from "../site/bundled-licences.mjs";
import { compilerInNode, firstFiles, packageJson, panelFiles, sources, typed } from "./browser-files.mjs";

const name = "cnn-notebooks-kernel";
const browser = inProject("jupyter/browser");

/**
 * The files of the kernel that only Node can run, and what stands in their place in a page, below jupyter/browser.
 * Everything else of the kernel is the same.
 *
 * @type {Readonly<Record<string, string>>}
 */
const seams = {
  "compiler/checking/native-checker": "seams/typescript-checker",
  "compiler/checking/runtime-advice": "seams/runtime-advice",
  "compiler/emitting/esbuild-emitter": "seams/emitter",
  "compiler/lookup/notebook-server": "seams/notebook-server",
  "context/cell-context": "seams/cell-context",
  "debugging/debugger": "seams/left-out",
  "log/debug-log": "seams/left-out",
  "requests/checker-process": "seams/left-out",
  "requests/child-output-reader": "seams/left-out",
  "requests/interrupts": "seams/interrupts",
  "requests/kernel-info": "seams/kernel-info",
  "requests/reader-questions": "seams/left-out",
  "run/debug-view": "seams/left-out",
  "run/input": "seams/left-out",
  "run/npm-install": "seams/left-out",
  "run/packages": "seams/packages",
  "show/child-output": "seams/left-out",
  "show/script-places": "seams/script-places",
  "threads/backlog": "seams/backlog",
};

/**
 * What stands for Node's modules in a page, for the kernel's files and for the libraries below: a library, or a file in
 * jupyter/browser/node.
 *
 * @type {Readonly<Record<string, string>>}
 */
const ofNode = {
  buffer: "./buffer",
  crypto: "./crypto",
  events: "events/",
  fs: "./fs",
  module: "./module",
  path: "path-browserify",
  stream: "readable-stream",
  string_decoder: "string_decoder/",
  "timers/promises": "./timers-promises",
  url: "./url",
  util: "./util",
  vm: "./vm",
};

/** Parts of libraries that nothing asks for in a page: memfs's snapshots, and what browsers have; of tslib see below. */
const unused = /^(@jsonjoy\.com\/fs-(snapshot|print)|abort-controller|tslib)$/;

/**
 * What stands in the place of files of packages, where that is not nothing. Of tslab's package a page has what shows
 * content; of the files that this one loads it needs no more. The kernel tells it where to show, see output.ts.
 *
 * @type {Readonly<Record<string, string>>}
 */
const instead = {
  process: "module.exports = globalThis.process;",
  stream: "exports.Readable = exports.Writable = class {};",
  // All that memfs takes of it.
  tslib: "exports.__exportStar = (from, to) => { for (const name in from) name in to || (to[name] = from[name]); };",
  "tslab/dist/jupyter": "exports.lastWriteDisplayData = null;",
  "tslab/dist/util": `exports.getVersion = () => "${packageJson("tslab").version}";`,
  "tslab/dist/typescript-for-tslab": `exports.version = "${packageJson("@tslab/typescript-for-tslab").version}";`,
};

/** @type {import("esbuild").Plugin} */
const inThePlaceOfNode = {
  name: "in-the-place-of-node",
  setup(build) {
    const kernel = inProject("jupyter/kernel");
    const { resolve } = createRequire(import.meta.url);
    // It reads whole files.
    const isCompiler = String(build.initialOptions.entryPoints).endsWith("compiler.ts");
    build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const full = join(resolveDir, path);
      const seam = full.startsWith(`${kernel}/`) && seams[full.slice(kernel.length + 1)];
      return seam ? { path: join(browser, `${seam}.ts`) } : undefined;
    });
    build.onResolve({ filter: /^(node:)?[a-z_]+(\/promises)?\/?$/ }, ({ path, importer }) => {
      if (/^process\/?$/.test(path)) return empty("process");
      // A library with the name of a module of Node's is meant where a slash follows.
      if (path.endsWith("/")) return { path: resolve(path) };
      const bare = path.replace("node:", "");
      const isOfTypeScript = importer.includes("/typescript6/");
      if (isOfTypeScript) return /^(fs|path|os|inspector|perf_hooks|crypto)$/.test(bare) ? empty(bare) : undefined;
      if (bare === "stream" && isCompiler) return empty("stream");
      const found = ofNode[bare];
      if (found) return { path: found.startsWith(".") ? join(browser, "node", `${found}.ts`) : resolve(found) };
      return path.startsWith("node:") ? { errors: [{ text: `no ${path} in a page` }] } : undefined;
    });
    build.onResolve({ filter: unused }, ({ path }) => empty(path));
    build.onResolve({ filter: /^\.\/(cp|glob)$/ }, ({ path, importer }) =>
      isCompiler && importer.includes("/fs-node/") ? empty(path) : undefined,
    );
    build.onResolve({ filter: /^(\.\/|@?tslab\/)/ }, ({ path, importer }) =>
      path.startsWith("tslab/") || importer.includes("/tslab/dist/")
        ? empty(join("tslab/dist", basename(path)))
        : undefined,
    );
    const empty = (/** @type {string} */ path) => ({ path, namespace: "empty" });
    build.onLoad({ filter: /./, namespace: "empty" }, ({ path }) => ({ contents: instead[path] ?? "", loader: "js" }));
  },
};

/**
 * Builds the extension.
 *
 * @param {string} folder  where it goes: package.json, and static/ with the scripts, the types that the compiler knows,
 *   and the project's sources with their JavaScript
 */
export async function buildBrowserKernel(folder) {
  const statics = join(folder, "static");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(statics, { recursive: true });
  const bundles = [];
  for (const entry of ["extension", "worker", "compiler", "thread"]) {
    const options = { entryPoints: [join(browser, `${entry}.ts`)], outfile: join(statics, `${entry}.js`) };
    bundles.push((await bundle({ ...options, metafile: true })).metafile);
  }
  fs.writeFileSync(join(statics, "third-party-licenses.json"), bundledLicences(bundles, typed));
  fs.writeFileSync(join(statics, "types.json"), JSON.stringify(firstFiles()));
  const compiler = await compilerInNode();
  fs.writeFileSync(join(statics, "sources.json"), JSON.stringify(sources(compiler)));
  fs.writeFileSync(join(statics, "panel-files.json"), JSON.stringify(panelFiles(compiler)));
  const { version, license } = packageJson(".");
  const jupyterlab = { extension: true, _build: { load: "static/extension.js", extension: "./extension" } };
  const described = { name, version, license, jupyterlab };
  fs.writeFileSync(join(folder, "package.json"), `${JSON.stringify(described, null, 2)}\n`);
}

/**
 * Bundles a script for a page.
 *
 * @param {import("esbuild").BuildOptions} options
 */
export async function bundle(options) {
  const { build } = createRequire(import.meta.url)("esbuild");
  return build({
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    platform: "browser",
    logLevel: "warning",
    plugins: [inThePlaceOfNode],
    define: {
      __filename: JSON.stringify("/project/kernel.js"),
      __dirname: JSON.stringify("/project"),
      extensionName: JSON.stringify(name),
      functionsOfNode: JSON.stringify(functionsOfNode()),
      typescriptVersion: JSON.stringify(packageJson("typescript6").version),
    },
    ...options,
  });
}

/** Modules of Node's that a page has in part. */
const inPart =
  "buffer crypto events fs fs/promises os path perf_hooks process stream url util util/types worker_threads zlib";

/** The names of their functions; whose process it is, libraries ask only where it can be asked. */
function functionsOfNode() {
  const require = createRequire(import.meta.url);
  const isMeant = (/** @type {string} */ name) => !/^(_|gete?[ug]id$)/.test(name);
  const functions = (/** @type {any} */ its) => Object.keys(its).filter((name) => typeof its[name] === "function");
  return Object.fromEntries(
    inPart.split(" ").map((name) => [name, functions(require(`node:${name}`)).filter(isMeant)]),
  );
}
