// Panels compute in the page with the layers as they were when set-up built the panels' scripts. Where a file that a
// panel is made of has been edited since, that panel's code travels with it, in an output of its own, which front ends
// run only where they trust the notebook.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadModules } from "../../panels/load-modules";
import type { EditedFiles } from "../../panels/panel";
import { emittedFiles } from "../emitted-files";
import type { EmittedFile } from "../notebook-kernel";
import { codeFingerprint } from "./code-fingerprint";

/** A panel's code with the files that were edited. */
export interface EditedCode {
  /** What the panel's data say of it. */
  readonly edited: EditedFiles;
  /** JavaScript by which a page has it. */
  readonly script: string;
}

const root = join(__dirname, "../../..");
/** By file: the fingerprint of its JavaScript in the panels' scripts, as set-up leaves it. */
const shippedFile = join(root, ".local/panel-files.json");

/** The code of a panel of that name; undefined where none of its files was edited, and where no kernel can tell. */
export function editedCode(panel: string): EditedCode | undefined {
  const path = `src/panels/page/${panel}.ts`;
  const shipped = shippedFiles();
  if (!shipped || !Object.hasOwn(shipped, path)) return undefined;
  const files = emittedFiles(path);
  const edited = files.filter(({ path, code }) => shipped[path] !== codeFingerprint(code)).map(({ path }) => path);
  if (edited.length === 0) return undefined;
  const modules = files.map(moduleText).join(",\n");
  const code = codeFingerprint(modules);
  return { edited: { code, files: edited }, script: scriptOf(panel, { code, modules, path, edited }) };
}

function shippedFiles(): Readonly<Record<string, string>> | undefined {
  try {
    return JSON.parse(readFileSync(shippedFile, "utf8"));
  } catch {
    return undefined; // nothing was set up here, such as where the project is a package of another
  }
}

/** A module as the text of a `TravellingModule`. */
function moduleText({ path, code, files, isAwaiting }: EmittedFile): string {
  const refusal = `throw new Error(${JSON.stringify(`${path} awaits something at its top, which a panel cannot`)});`;
  const body = isAwaiting ? refusal : code;
  return `${JSON.stringify(path)}: {
imports: ${JSON.stringify(Object.fromEntries(files))},
run(exports, require, module, __filename, __dirname, __import_meta, __import, __dynamic_import) {
"use strict";
${body}
} }`;
}

interface ScriptParts {
  readonly code: string;
  readonly modules: string;
  /** Of the panel's own file. */
  readonly path: string;
  readonly edited: readonly string[];
}

function scriptOf(panel: string, { code, modules, path, edited }: ScriptParts): string {
  const script = `// The panel "${panel}" with what was edited: ${edited.join(", ")}
(globalThis.cnnEditedPanels ??= {})["${code}"] ??= () => (${loadModules})({
${modules}
}, "${path}");
globalThis.dispatchEvent(new Event("cnn-edited-panel"));
//# sourceURL=cnn-edited-panel-${code}.js
`;
  // In an exported page it stands in a script element, which these would end, or keep from ending.
  return script.replace(/<(?=\/script|!--)/gi, "\\x3c");
}
