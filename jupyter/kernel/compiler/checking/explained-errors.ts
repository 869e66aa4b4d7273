// Puts TypeScript's errors in a cell into the reader's terms. What is not changed here stands in TypeScript's words,
// such as the suggestion for a misspelt import. errors/advice.ts adds sentences of ours.
import { editDistance } from "../../text/edit-distance";
import type { NameKind } from "../rewriting/declared-names";
import type { SourceFile, Syntax } from "../rewriting/syntax";
import type { KnownNames } from "./cell-modules";
import type { Diagnostic } from "./checker";
import { runtimeAdvice } from "./runtime-advice";

const cannotAssignToImport = 2632;
/** TypeScript's own words for an assignment to each kind of name, if that was declared in the same file. */
const assignments: { readonly [kind in NameKind]?: readonly [code: number, what: string] } = {
  const: [2588, "a constant"],
  function: [2630, "a function"],
  class: [2629, "a class"],
  enum: [2628, "an enum"],
  namespace: [2631, "a namespace"],
};

/** "Left side of comma operator is unused and has no side effects." */
const uselessInSequence = 2695;

/** TypeScript sees only the names of the notebook that the cell uses, so that it cannot suggest another one. */
const cannotFindName = 2304;
const didYouMean = 2552;
const shortestLikeName = 4;

/** The name of the notebook that is most like the typed one. */
function likelyName(typed: string, known: KnownNames): string | undefined {
  // A reader is not likely to mean a name if the typed one is short, or differs only in a number.
  if (typed.length < shortestLikeName) return undefined;
  const withoutDigits = (name: string) => name.replace(/\d/g, "");
  const distances = [...known.keys()]
    .filter((name) => Math.abs(name.length - typed.length) <= 2)
    .filter((name) => withoutDigits(name) !== withoutDigits(typed))
    .map((name) => ({ name, distance: editDistance(name, typed) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(typed.length * 0.34)));
  return distances.sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** An error in the reader's terms. Errors in code behind the cell's text are reported at its end. */
export function explained(error: Diagnostic, text: string, known: KnownNames): Diagnostic {
  const start = Math.min(error.start, text.length);
  const length = Math.min(error.length, text.length - start);
  const message = runtimeAdvice.feasible(
    error.message.replace(/import\("[^"]*__(?:(?:cell|draft)\d*|notebook)__"\)\./g, ""),
  );
  const meant = error.code === cannotFindName && likelyName(text.slice(start, start + length), known);
  if (meant) {
    const suggestion = `${message.replace(/\.$/, "")}. Did you mean '${meant}'?`;
    return { ...error, start, length, code: didYouMean, message: suggestion };
  }
  const assigned = error.code === cannotAssignToImport && text.slice(start, start + length);
  const kind = assigned ? known.get(assigned)?.kind : undefined;
  const [code, what] = (kind && assignments[kind]) || [];
  if (!code) return { ...error, start, length, message };
  return {
    ...error,
    start,
    length,
    code,
    message: `Cannot assign to '${assigned}' because it is ${what}.`,
  };
}

/** Errors for `export = x`, which belongs to CommonJS, while a cell is a module. */
export function exportAssignments(ts: Syntax, tree: SourceFile): Diagnostic[] {
  const found = tree.statements.filter((statement) => ts.isExportAssignment(statement) && statement.isExportEquals);
  return found.map((statement) => ({
    path: undefined,
    start: statement.getStart(tree),
    length: statement.end - statement.getStart(tree),
    code: 1203,
    message: "Export assignment cannot be used in a cell. Consider using 'export default'.",
  }));
}

/**
 * The errors of a cell's types in the reader's terms, without those that the reader's code does not have.
 *
 * @param known  the names of the cells before it
 */
export function meant(
  errors: readonly Diagnostic[],
  { text, objectStart = Number.POSITIVE_INFINITY }: { readonly text: string; readonly objectStart: number | undefined },
  known: KnownNames,
): Diagnostic[] {
  const real = errors.filter(({ code, start }) => code !== uselessInSequence || start < objectStart);
  return real.map((error) => inCell(explained(error, text, known)));
}

/** The error, placed in the cell at hand. */
export const inCell = (error: Diagnostic): Diagnostic => ({ ...error, path: undefined });
