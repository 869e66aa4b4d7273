// Turns a cell into the body of a function. The names that it declares at its top become properties of one object, so
// that every function, callback, timer and loop sees the values that later cells give them. The result is still
// TypeScript, for any emitter.
//
//   let rate = 0.1;                           ;$.rate = 0.1;
//   function step() { return rate }           function step() { return $.rate }
//   step()                                    ;$result.value = (0, $.step)()
import { CellDeclarations } from "./declarations";
import type { Declarations } from "./declared-names";
import { type EditedText, Edits } from "./edits";
import { rewriter } from "./rewriter";
import type { Scope } from "./scopes";
import type { SourceFile, Syntax } from "./syntax";
import { rewriteTopStatements } from "./top-statements";
import { type MadeUpNames, top } from "./walk";

/** A cell after rewriting, with all that is needed to check and emit it. */
export interface RewrittenCell extends Declarations {
  readonly edited: EditedText;
  /** Whether the cell has to run in an async function. */
  readonly isAsync: boolean;
  readonly made: MadeUpNames;
  /**
   * The start of `{ loss, accuracy }`, if the cell ends in such names in braces: they count as an object. TypeScript
   * takes them for a block with a sequence of useless names.
   */
  readonly objectStart: number | undefined;
}

/** @param text  the cell; statements of the tree that stand behind it are not the cell's */
export function rewriteCell(ts: Syntax, file: SourceFile, text: string, earlier: ReadonlySet<string>): RewrittenCell {
  const statements = file.statements.filter((statement) => statement.getStart(file) < text.length);
  const declarations = new CellDeclarations(ts, file, statements);
  const made = madeUpNames(text);
  const edits = new Edits();
  const own = declarations.names.filter(({ hasValue }) => hasValue).map(({ name }) => name);
  const types = new Set(declarations.names.filter(({ hasValue }) => !hasValue).map(({ name }) => name));
  // A type hides an earlier value of its name.
  const names = new Set([...[...earlier].filter((name) => !types.has(name)), ...own]);
  const walk = rewriter({ ts, file, edits, made, names });
  const objectStart = rewriteTopStatements(walk, statements, text);
  const edited = edits.apply(text, hoisted(declarations, made));
  const { imports, functions, vars, globals } = declarations;
  return {
    edited,
    names: declarations.names,
    imports,
    functions,
    vars,
    globals,
    isAsync: walk.isAsync,
    made,
    objectStart,
  };
}

/**
 * Rewrites an expression in which some names are local, such as one that was typed into a debugger.
 *
 * @param scope  the name of the notebook's scope where the expression runs
 */
export function rewriteExpression(
  ts: Syntax,
  file: SourceFile,
  text: string,
  names: ReadonlySet<string>,
  locals: Scope,
  scope: string,
): { edited: EditedText; isAsync: boolean } {
  const made = { ...madeUpNames(text), scope };
  const edits = new Edits();
  const walk = rewriter({ ts, file, edits, made, names });
  walk.visitAll(file.statements, { ...top, scope: locals });
  return { edited: edits.apply(text, ""), isAsync: walk.isAsync };
}

function madeUpNames(text: string): MadeUpNames {
  const fresh = (name: string): string => (text.includes(name) ? fresh(`${name}_`) : name);
  return {
    scope: fresh("$"),
    importFunction: fresh("$import"),
    importMeta: fresh("$meta"),
    result: fresh("$result"),
  };
}

/** The code that runs before the first line: it assigns functions, and creates variables declared with `var`. */
function hoisted({ functions, vars }: Declarations, { scope }: MadeUpNames): string {
  const ofFunctions = Array.from(functions, (name) => `${scope}.${name} = ${name};`);
  const ofVars = [...vars]
    .filter((name) => !functions.has(name))
    .map((name) => `"${name}" in ${scope} || (${scope}.${name} = void 0);`);
  return [...ofFunctions, ...ofVars].join("");
}
