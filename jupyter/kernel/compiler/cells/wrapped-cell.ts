import type { ReadCell } from "../checking/notebook-program";
import type { Emitted } from "../emitting/emitter";

/**
 * Wraps a cell's JavaScript into the function that the main thread calls.
 *
 * @param typed  the text of the cell before `%npm` became a call
 */
export function wrapped(cell: ReadCell, { code: emitted, map }: Emitted, typed: string) {
  const { made, number, names, edited, text } = cell;
  const ofJsx: string[] = [];
  const code = emitted.replace(jsxRuntime, (_line, bindings: string, from: string) => {
    ofJsx.push(...bindings.split(",").map((binding) => binding.trim().replace(/^.* as /, "")));
    return `const {${bindings.replaceAll(" as ", ": ")}} = await ${made.importFunction}(${from});`;
  });
  const isAsync = cell.isAsync || code !== emitted;
  const parameters = [made.scope, made.importFunction, made.importMeta, made.result].join(", ");
  // The parameters belong to two functions, so that a cell's variable named `exports` or `require` clashes with
  // nothing.
  const open = `"use strict";(function (require, module, exports, __filename, __dirname) { return ${isAsync ? "async " : ""}function (${parameters}) {`;
  return {
    number,
    code: `${open}${code}\n}})`,
    indent: open.length,
    map: { map, rewritten: edited.text, pieces: edited.pieces, text, typed },
    names,
    isAsync,
    madeUpNames: [...Object.values(made), ...ofJsx, ...helperNames(code, text)],
  };
}

/** The line that esbuild adds for JSX where a project asks for "react-jsx". */
const jsxRuntime = /^import \{([^}]*)\} from ("[^"]*\/jsx-(?:dev-)?runtime");$/gm;

const underscored = /(?<![\p{ID_Continue}$.])_[\p{ID_Continue}$]*/gu;

/** The names that emitters add for decorators and `using`: `__using`, `_stack`. All of them begin with `_`. */
export function helperNames(code: string, text: string): string[] {
  const written = new Set(text.match(underscored));
  return [...new Set(code.match(underscored))].filter((name) => !written.has(name));
}
