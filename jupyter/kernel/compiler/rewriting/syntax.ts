// TypeScript's syntax tree, as both version 7 (native) and version 6 (JavaScript) offer it. The numbers of kinds differ
// between the two, so code that reads a tree needs the version that made it.
import type * as ast from "typescript/unstable/ast";

export type {
  BindingName,
  CallExpression,
  ExportDeclaration,
  Expression,
  Identifier,
  ImportDeclaration,
  ModuleDeclaration,
  Node,
  SourceFile,
  Statement,
  VariableDeclarationList,
} from "typescript/unstable/ast";

/** The functions and enumerations that belong to a tree. */
export type Syntax = typeof ast;

type Node = ast.Node;

/** The words that declare a list of variables. */
export type VariableKeyword = "var" | "let" | "const" | "using" | "await using";

/** @returns the word that a declaration of variables begins with */
export function variableKeyword(ts: Syntax, list: Node): VariableKeyword {
  const { Let, Const, Using, AwaitUsing } = ts.NodeFlags;
  const flags = list.flags & AwaitUsing;
  if (flags === AwaitUsing) return "await using";
  if (flags === Using) return "using";
  if (flags === Const) return "const";
  return (list.flags & Let) !== 0 ? "let" : "var";
}

/** Whether a declaration has a word such as `export`, `async` or `declare` before it. */
export function hasModifier(node: Node, kind: ast.SyntaxKind): boolean {
  const { modifiers } = node as { modifiers?: readonly Node[] };
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Whether a node has the word `declare`: it only describes something that is made elsewhere. */
export const isAmbient = (ts: Syntax, node: Node): boolean => hasModifier(node, ts.SyntaxKind.DeclareKeyword);

/** The expression inside brackets and assertions about its type. */
export function bare(ts: Syntax, node: Node): Node {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertion(node)
  ) {
    return bare(ts, node.expression);
  }
  return node;
}

/** Whether a function or class takes its name from the variable that it is assigned to. */
export function isAnonymous(ts: Syntax, node: Node): boolean {
  const value = bare(ts, node);
  if (ts.isArrowFunction(value)) return true;
  return (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && !value.name;
}

/** Whether `var` and `await` inside a node belong to the node. */
export const isFunctionLike = (ts: Syntax, node: Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isGetAccessorDeclaration(node) ||
  ts.isSetAccessorDeclaration(node) ||
  ts.isClassStaticBlockDeclaration(node);
