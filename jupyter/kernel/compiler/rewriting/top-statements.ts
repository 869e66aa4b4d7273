// Rewrites the statements at the top of a cell: declarations, imports, exports, and the value of the last line.
import { aliased } from "./names-and-calls";
import { hasValues } from "./scopes";
import { hasModifier, type Identifier, isAmbient, type Node, type Statement, type Syntax } from "./syntax";
import { top, type Walk } from "./walk";

/** @returns where the last statement begins if, a block to TypeScript, it was rewritten as an object */
export function rewriteTopStatements(walk: Walk, statements: readonly Statement[], text: string): number | undefined {
  // The line `#!…` of a script may only stand at the start of a text, which the wrapper moves.
  const [shebang] = /^#!.*/.exec(text) ?? [];
  if (shebang) walk.edits.remove(0, shebang.length);
  const last = statements.filter((statement) => !walk.ts.isEmptyStatement(statement)).at(-1);
  let objectStart: number | undefined;
  for (const statement of statements) {
    if (statement === last && rewriteAsObject(walk, statement)) objectStart = walk.start(statement);
    else rewriteStatement(walk, statement, statement === last, text);
  }
  return objectStart;
}

function rewriteStatement(walk: Walk, statement: Statement, isLast: boolean, text: string): void {
  const { ts } = walk;
  const start = walk.start(statement);
  const result = isLast ? resultOf(walk) : ";";
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
    removeStatement(walk, statement, text);
  } else if (ts.isImportEqualsDeclaration(statement)) {
    importEquals(walk, statement, text);
  } else if (ts.isExportAssignment(statement)) {
    const { expression } = statement;
    // Without brackets, `{ a: 1 }` would be a block.
    walk.edits.replace(start, walk.start(expression), `${result}(`);
    walk.visit(expression, top);
    walk.edits.insert(expression.end, ")");
  } else if (ts.isExpressionStatement(statement) && isLast) {
    walk.edits.insert(start, result);
    walk.visit(statement.expression, top);
  } else {
    const isNameless = removeExport(walk, statement, result);
    if (isAmbient(ts, statement)) return;
    walk.visit(statement, { ...top, inList: true });
    if (isNameless) return;
    const made = nameBehind(walk, statement);
    if (made) walk.edits.insert(statement.end, `;${walk.made.scope}.${made} = ${made};`);
  }
}

/** The code that makes what stands behind it the cell's value. */
const resultOf = ({ made }: Walk): string => `;${made.result}.value = `;

/**
 * Rewrites `{ loss, accuracy }` or `{ loss: 1 }` as an object. TypeScript reads them as a block that does nothing, but
 * at the end of a cell the reader means an object.
 *
 * @returns whether the statement is such an object
 */
function rewriteAsObject(walk: Walk, statement: Statement): boolean {
  const { ts } = walk;
  if (!ts.isBlock(statement) || statement.statements.length !== 1) return false;
  const only = statement.statements[0] as Statement;
  const isLabeled = ts.isLabeledStatement(only);
  const inside = isLabeled ? only.statement : only;
  if (!ts.isExpressionStatement(inside) || inside.expression.end !== inside.end) return false;
  const names = isLabeled ? [] : namesInSequence(ts, inside.expression);
  if (!names) return false;
  walk.edits.insert(walk.start(statement), `${resultOf(walk)}(`);
  for (const name of names) walk.edits.insert(walk.start(name), `${name.text}: `);
  walk.visit(inside.expression, top);
  walk.edits.insert(statement.end, ")");
  return true;
}

/** The names in `a, b, c`; `undefined` if there is anything but names. */
function namesInSequence(ts: Syntax, node: Node): Identifier[] | undefined {
  if (ts.isIdentifier(node)) return [node];
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.CommaToken) return undefined;
  const [left, right] = [namesInSequence(ts, node.left), namesInSequence(ts, node.right)];
  return left && right && [...left, ...right];
}

/** The name of a class, enum or namespace, which is assigned to the variable behind the statement. */
function nameBehind(walk: Walk, statement: Statement): string | undefined {
  const { ts } = walk;
  const isMade =
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && hasValues(ts, statement));
  const { name } = statement as Statement & { name?: Node };
  return isMade && name && ts.isIdentifier(name) ? name.text : undefined;
}

/** Removes the word `export`. @returns whether this is a default export without a name, which becomes an expression */
function removeExport(walk: Walk, statement: Statement, result: string): boolean {
  const { SyntaxKind: kind } = walk.ts;
  const { modifiers = [], name } = statement as Statement & {
    modifiers?: readonly Node[];
    name?: Node;
  };
  if (!hasModifier(statement, kind.ExportKeyword)) return false;
  const isNameless = hasModifier(statement, kind.DefaultKeyword) && !name;
  const without: number[] = [kind.ExportKeyword, kind.DefaultKeyword];
  // A class without a name becomes an expression, and an expression cannot begin with `abstract`.
  if (isNameless) without.push(kind.AbstractKeyword);
  if (isNameless) walk.edits.insert(walk.start(statement), `${result}(`);
  for (const modifier of modifiers.filter((modifier) => without.includes(modifier.kind))) {
    walk.edits.remove(walk.start(modifier), modifier.end);
  }
  if (isNameless) walk.edits.insert(statement.end, ");");
  return isNameless;
}

function importEquals(walk: Walk, statement: Statement, text: string): void {
  const { name, moduleReference, isTypeOnly } = statement as Statement & {
    name: Node & { text: string };
    moduleReference: Node;
    isTypeOnly: boolean;
  };
  if (isTypeOnly || walk.ts.isExternalModuleReference(moduleReference)) {
    removeStatement(walk, statement, text);
    return;
  }
  const start = walk.start(statement);
  walk.edits.replace(start, walk.start(name), `;${walk.made.scope}.`);
  aliased(walk, moduleReference, top);
}

/** Removes a statement, but not its line breaks. */
function removeStatement(walk: Walk, statement: Statement, text: string): void {
  const start = walk.start(statement);
  const lines = text.slice(start, statement.end).replace(/[^\n]/g, "");
  walk.edits.replace(start, statement.end, `;${lines}`);
}
