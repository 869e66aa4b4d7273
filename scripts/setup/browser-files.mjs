// What the browser edition's kernel begins with: types, the project's sources with their JavaScript, and what tells whether
// a panel's files were edited.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join, relative } from "node:path";
import { inProject, localFolder, root, SetupError } from "../project.mjs";
import { typescriptParts } from "./typescript-parts.mjs";

/** The modules of Node's that a page has, whose documentation Shift-Tab shows. */
const documented =
  /\/@types\/node\/(buffer|console|events|fs|globals|os|path|perf_hooks|process|timers|url|util)[.\w]*$/;

/** Whose types cells and src/ may need. */
export const typed = ["@types/node", "undici-types", "plotly.js-dist", "tslab", "valibot"];

/** @returns {Record<string, string>} the types of JavaScript's library and of Node, and the project's settings, by path */
export function firstFiles() {
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
export function sources({ TypeScript6Emitter, moduleLoaders }) {
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
 * The list, by file, of what tells whether it was edited since, as scripts/setup/panel-files.mjs writes it for Node's
 * compiler.
 *
 * @param {Awaited<ReturnType<typeof compilerInNode>>} compiler
 */
export function panelFiles({ FilesAtOnce, codeFingerprint }) {
  const paths = Object.keys(JSON.parse(fs.readFileSync(join(localFolder, "panel-files.json"), "utf8")));
  const { files } = new FilesAtOnce([root]).load(
    paths.map((path) => inProject(path)),
    () => undefined,
  );
  const prints = files.map(({ path, code }) => [relative(root, path), codeFingerprint(code)]);
  return { ".local/panel-files.json": JSON.stringify(Object.fromEntries(prints)) };
}

/**
 * What the page compiles with.
 *
 * @returns {Promise<typeof import("../../jupyter/browser/files-at-once.ts") & typeof import("../../jupyter/browser/seams/typescript-emitter.ts") & typeof import("../../jupyter/kernel/compiler/files/module-code.ts") & typeof import("../../src/notebook/displays/code-fingerprint.ts")>}
 */
export const compilerInNode = () =>
  typescriptParts([
    "jupyter/browser/files-at-once",
    "jupyter/browser/seams/typescript-emitter",
    "jupyter/kernel/compiler/files/module-code",
    "src/notebook/displays/code-fingerprint",
  ]);

/**
 * @param {string} folder
 * @param {RegExp} wanted
 * @returns {string[]} paths from the folder
 */
const filesBelow = (folder, wanted) =>
  fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => wanted.test(file));

/** @param {string} name of a package; "." is the project itself */
export function packageJson(name) {
  const path = name === "." ? "package.json" : join("node_modules", name, "package.json");
  return JSON.parse(fs.readFileSync(join(root, path), "utf8"));
}
