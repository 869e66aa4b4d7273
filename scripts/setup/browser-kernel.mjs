// The browser edition's kernel: an extension of JupyterLite, and the two workers that it starts.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { inProject, localFolder, root, SetupError } from "../project.mjs";
import { bundledLicences } from "../site/bundled-licences.mjs";

const name = "cnn-notebooks-kernel";
const browser = inProject("jupyter/browser");

/**
 * The files of the kernel that only Node can run, and what stands in their place in a page, below jupyter/browser.
 * Everything else of the kernel is the same.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const seams = {
  "compiler/checking/native-checker": "seams/typescript-checker",
  "compiler/emitting/esbuild-emitter": "seams/emitter",
  "compiler/errors/runtime-advice": "seams/runtime-advice",
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

/** Parts of libraries that nothing asks for in a page: memfs's snapshots, and what browsers have. */
const unused = /^(@jsonjoy\.com\/fs-(snapshot|print)|abort-controller)$/;

/**
 * What stands in the place of files of packages, where that is not nothing. Of tslab's package a page has what shows
 * content; of the files that this one loads it needs no more. The kernel tells it where to show, see output.ts.
 *
 * @type {Readonly<Record<string, string>>}
 */
const instead = {
  process: "module.exports = globalThis.process;",
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
      const found = ofNode[bare];
      if (found) return { path: found.startsWith(".") ? join(browser, "node", `${found}.ts`) : resolve(found) };
      return path.startsWith("node:") ? { errors: [{ text: `no ${path} in a page` }] } : undefined;
    });
    build.onResolve({ filter: unused }, ({ path }) => empty(path));
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
  "assert buffer crypto events fs fs/promises os path perf_hooks process stream url util util/types worker_threads zlib";

/** The names of their functions; whose process it is, libraries ask only where it can be asked. */
function functionsOfNode() {
  const require = createRequire(import.meta.url);
  const isMeant = (/** @type {string} */ name) => !/^(_|gete?[ug]id$)/.test(name);
  const functions = (/** @type {any} */ its) => Object.keys(its).filter((name) => typeof its[name] === "function");
  return Object.fromEntries(
    inPart.split(" ").map((name) => [name, functions(require(`node:${name}`)).filter(isMeant)]),
  );
}

/** The modules of Node's that a page has, whose documentation Shift-Tab shows. */
const documented =
  /\/@types\/node\/(buffer|console|events|fs|globals|os|path|perf_hooks|process|timers|url|util)[.\w]*$/;

/** Whose types cells and src/ may need. */
const typed = ["@types/node", "undici-types", "plotly.js-dist", "tslab", "valibot"];

/** @returns {Record<string, string>} the types of JavaScript's library and of Node, and the project's settings, by path */
function firstFiles() {
  const library = join(root, "node_modules/typescript6/lib");
  const ofLibrary = fs.readdirSync(library).filter((file) => /^lib\.(es|decorators)(?!.*\.full\.)/.test(file));
  const files = ofLibrary.map((file) => [`/typescript/${file}`, join(library, file)]);
  for (const name of typed) {
    const folder = join(root, "node_modules", name);
    // Neither what a package has for older compilers, nor what is installed below it.
    for (const file of filesBelow(folder, /(\.d\.m?ts|^package\.json)$/))
      if (!/^(ts5\.|node_modules\/)/.test(file))
        files.push([`/project/node_modules/${name}/${file}`, join(folder, file)]);
  }
  files.push(["/project/tsconfig.json", join(root, "tsconfig.json")]);
  const texts = Object.fromEntries(files.map(([path = "", from = ""]) => [path, textOf(path, from)]));
  const { version } = packageJson("typescript6");
  const { notebooks } = packageJson(".");
  return {
    ...texts,
    "/project/node_modules/typescript/package.json": JSON.stringify({ version }),
    "/project/package.json": JSON.stringify({ notebooks }),
  };
}

/**
 * A file's text, without the documentation of what a page does not have: that is two thirds of Node's types.
 *
 * @param {string} path
 * @param {string} from
 */
function textOf(path, from) {
  const text = fs.readFileSync(from, "utf8");
  const isDocumented = !path.includes("/node_modules/") || documented.test(path);
  return isDocumented ? text : text.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm, "");
}

/**
 * The sources that src/index needs, each with its JavaScript, so that a page need not fetch them one by one, nor compile
 * those that nobody has edited.
 *
 * @param {Awaited<ReturnType<typeof compilerInNode>>} compiler
 */
function sources({ TypeScript6Emitter, moduleLoaders }) {
  checkTypes();
  const emit = new TypeScript6Emitter({ useDefineForClassFields: true });
  /** @type {Record<string, object>} */
  const found = {};
  // The loop also visits what is added to the set meanwhile.
  const waiting = new Set(["src/index.ts"]);
  for (const file of waiting) {
    const text = fs.readFileSync(join(root, file), "utf8");
    for (const [, from = ""] of text.matchAll(/\b(?:from|import\(?)\s*"(\.[^"]+)"/g)) {
      const path = join(dirname(file), from);
      const source = [`${path}.ts`, join(path, "index.ts")].find((one) => fs.existsSync(join(root, one)));
      if (source) waiting.add(source);
    }
    found[file] = { text, ...emit.emitAtOnce(text, { form: "module", extension: ".ts", ...moduleLoaders }) };
  }
  return found;
}

/** A page does not check the types of sources that nobody has edited: they are right. @throws {SetupError} if not */
function checkTypes() {
  const config = join(localFolder, `sources.${process.pid}.tsconfig.json`);
  const settings = { extends: inProject("tsconfig.json"), files: [inProject("src/index.ts")], include: [] };
  fs.mkdirSync(localFolder, { recursive: true });
  fs.writeFileSync(config, JSON.stringify(settings));
  const tsc = inProject("node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", config], { encoding: "utf8" });
  fs.rmSync(config);
  if (status !== 0)
    throw new SetupError(
      `src/ has errors, so the kernel of the browser edition is not built:\n${stdout.slice(0, 2000)}`,
    );
}

/**
 * By file, what tells whether it was edited since, as scripts/setup/panel-files.mjs has it for Node's compiler.
 *
 * @param {Awaited<ReturnType<typeof compilerInNode>>} compiler
 */
function panelFiles({ FilesAtOnce, codeFingerprint }) {
  const paths = Object.keys(JSON.parse(fs.readFileSync(join(localFolder, "panel-files.json"), "utf8")));
  const { files } = new FilesAtOnce([root]).load(
    paths.map((path) => inProject(path)),
    () => undefined,
  );
  return Object.fromEntries(files.map(({ path, code }) => [relative(root, path), codeFingerprint(code)]));
}

/**
 * What the page compiles with, bundled for Node.
 *
 * @returns {Promise<typeof import("../../jupyter/browser/files-at-once.ts") & typeof import("../../jupyter/browser/seams/typescript-emitter.ts") & typeof import("../../jupyter/kernel/compiler/files/module-code.ts") & typeof import("../../src/notebook/displays/code-fingerprint.ts")>}
 */
async function compilerInNode() {
  const files = [
    "jupyter/browser/files-at-once",
    "jupyter/browser/seams/typescript-emitter",
    "jupyter/kernel/compiler/files/module-code",
    "src/notebook/displays/code-fingerprint",
  ];
  const { outputFiles } = await bundle({
    stdin: { contents: files.map((file) => `export * from "./${file}";`).join(""), resolveDir: root, loader: "ts" },
    write: false,
    minify: false,
    format: "cjs",
    platform: "node",
    external: ["typescript6", "esbuild"],
    plugins: [],
  });
  const module = { exports: /** @type {any} */ ({}) };
  new Function("require", "module", "exports", outputFiles?.[0]?.text ?? "")(
    createRequire(inProject("package.json")),
    module,
    module.exports,
  );
  return module.exports;
}

/**
 * @param {string} folder
 * @param {RegExp} wanted
 * @returns {string[]} paths from the folder
 */
const filesBelow = (folder, wanted) =>
  fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => wanted.test(file));

/** @param {string} name of a package; "." is the project itself */
function packageJson(name) {
  const path = name === "." ? "package.json" : join("node_modules", name, "package.json");
  return JSON.parse(fs.readFileSync(join(root, path), "utf8"));
}
