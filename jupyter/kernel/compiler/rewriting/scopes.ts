// Finds the names that a piece of code declares, to tell names of the notebook from local ones.
import {
  type BindingName,
  isAmbient,
  isFunctionLike,
  type ModuleDeclaration,
  type Node,
  type Statement,
  type Syntax,
  variableKeyword,
} from "./syntax";

/** The names that are local to some code, innermost first. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/** Whether a scope, or one around it, declares the name. */
export function isLocal(scope: Scope | undefined, name: string): boolean {
  for (let inner = scope; inner; inner = inner.outer) if (inner.names.has(name)) return true;
  return false;
}

/** The names that a pattern binds: a and c in `{ a, b: [c] }`. */
export function boundNames(ts: Syntax, name: BindingName, into = new Set<string>()): Set<string> {
  if (ts.isIdentifier(name)) into.add(name.text);
  else {
    for (const element of name.elements) {
      if (ts.isBindingElement(element) && element.name) boundNames(ts, element.name, into);
    }
  }
  return into;
}

/** The names that these statements themselves declare with let, const, class, function, enum, namespace or import. */
export function lexicalNames(ts: Syntax, statements: readonly Statement[], into = new Set<string>()): Set<string> {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      const { declarationList } = statement;
      if (variableKeyword(ts, declarationList) === "var") continue;
      for (const { name } of declarationList.declarations) boundNames(ts, name, into);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      if (statement.name && ts.isIdentifier(statement.name)) into.add(statement.name.text);
    }
  }
  return into;
}

/** The names declared with `var` in this node, at any depth but not in functions below it. */
export function varNames(ts: Syntax, node: Node, into = new Set<string>()): Set<string> {
  const hasOwnScope =
    isFunctionLike(ts, node) ||
    ts.isClassDeclaration(node) ||
    ts.isClassExpression(node) ||
    ts.isModuleDeclaration(node);
  if (hasOwnScope || ts.isTypeNode(node) || isAmbient(ts, node)) return into;
  if (ts.isVariableDeclarationList(node) && variableKeyword(ts, node) === "var") {
    for (const { name } of node.declarations) boundNames(ts, name, into);
  }
  node.forEachChild((child) => void varNames(ts, child, into));
  return into;
}

/** Whether a namespace exists at run time; a namespace of types alone does not. */
export function hasValues(ts: Syntax, { body }: ModuleDeclaration): boolean {
  if (!body) return false;
  if (ts.isModuleDeclaration(body)) return hasValues(ts, body);
  if (!ts.isModuleBlock(body)) return false;
  return body.statements.some((statement) => {
    if (isAmbient(ts, statement)) return false;
    if (ts.isModuleDeclaration(statement)) return hasValues(ts, statement);
    return !(
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    );
  });
}
