import { frozenText, type KnownNames, mentioned } from "../checking/cell-modules";
import type { Diagnostic } from "../checking/checker";
import { exportAssignments } from "../checking/explained-errors";
import type { NotebookProgram } from "../checking/notebook-program";
import { CellDeclarations } from "../rewriting/declarations";
import type { DeclaredName, GlobalBlock } from "../rewriting/declared-names";
import { rewriteCell } from "../rewriting/rewrite-cell";

/** A cell that has not run as it stands: its text, and what it would declare. */
export interface Draft {
  readonly text: string;
  readonly names: readonly DeclaredName[];
  readonly globals: readonly GlobalBlock[];
  /** See RewrittenCell. */
  readonly objectStart: number | undefined;
  /** Errors that are not about types. */
  readonly errors: readonly Diagnostic[];
  /** Whether the errors are those of syntax, beside which errors of types mean nothing. */
  readonly isBroken: boolean;
  /** The modules that the text names. */
  readonly mentions: readonly string[];
}

/** The meaning of names above a cell. */
export interface Above {
  readonly known: KnownNames;
  /** The module that declares each name of the global scope. */
  readonly globals: ReadonlyMap<string, string>;
}

/** Reads a text as far as it can be read: half a statement hides no name of the other statements. */
export function readDraft({ checker, values }: NotebookProgram, text: string): Draft {
  const { syntax } = checker;
  const { tree, errors } = checker.parse(text);
  const mentions = tree.imports.map((node) => (node as Partial<{ text: string }>).text ?? "");
  if (errors.length > 0) {
    const { names, globals } = new CellDeclarations(syntax, tree, [...tree.statements]);
    const written = names.filter(({ name }) => name !== "");
    return { text, names: written, globals, objectStart: undefined, errors, isBroken: true, mentions };
  }
  const { names, globals, objectStart } = rewriteCell(syntax, tree, text, values);
  return { text, names, globals, objectStart, errors: exportAssignments(syntax, tree), isBroken: false, mentions };
}

/** A module of a draft: its text, and behind it what it uses of the cells above, and what it exports. */
export function draftModule(
  program: NotebookProgram,
  { text, names, globals }: Draft,
  above: Above,
  exported: readonly DeclaredName[],
): string {
  const own = new Set(names.map(({ name }) => name));
  const used = mentioned(program.wordsOf(text), own, above.known);
  const ownGlobals = new Set(globals.flatMap(({ names }) => names));
  const seen = [...above.globals].filter(([name]) => !ownGlobals.has(name));
  const imports = new Set(seen.map(([, module]) => `import "./__${module}__";`));
  return [frozenText(text, exported, used, above.known), ...imports].join(" ");
}
