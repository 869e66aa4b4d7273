// Rewrites names of the notebook where they are read or called.
import type { Call, JsxElement, Named, Tagged, Wrapping } from "./node-shapes";
import { bare, type Expression, type Node } from "./syntax";
import type { Place, Walk } from "./walk";

/** Rewrites `rate` into `$.rate`, where it is the notebook's. */
export function reference(walk: Walk, node: Named, place: Place): void {
  if (!walk.isOfNotebook(node.text, place)) return;
  walk.edits.insert(walk.start(node), `${walk.made.scope}.`);
}

/** Visits a call; `import(…)` becomes a call of the function that the kernel gives to the cell. */
export function callExpression(walk: Walk, node: Call, place: Place): void {
  const { expression } = node;
  if (expression.kind === walk.ts.SyntaxKind.ImportKeyword) {
    walk.edits.replace(walk.start(expression), expression.end, walk.made.importFunction);
  } else callee(walk, expression, place);
  walk.visitAll(node.arguments, place);
}

/** Has a function of the notebook called without `this`: `(0, $.step)()`. */
function callee(walk: Walk, node: Expression, place: Place): void {
  const called = bare(walk.ts, node);
  if (!walk.ts.isIdentifier(called) || !walk.isOfNotebook(called.text, place)) {
    walk.visit(node, place);
    return;
  }
  const at = walk.start(node);
  walk.edits.insert(at, at === walk.statementStart ? ";(0, " : "(0, ");
  walk.visit(node, place);
  walk.edits.insert(node.end, ")");
}

/** Visits a template with a tag, which is a call of the tag. */
export function taggedTemplate(walk: Walk, { tag, template }: Tagged, place: Place): void {
  callee(walk, tag, place);
  walk.visit(template, place);
}

/** Rewrites `import.meta`; `new.target` stays. */
export function metaProperty(walk: Walk, node: Node): void {
  const { keywordToken } = node as Node & { keywordToken: number };
  if (keywordToken !== walk.ts.SyntaxKind.ImportKeyword) return;
  walk.edits.replace(walk.start(node), node.end, walk.made.importMeta);
}

/** Puts brackets around a decorator that is a call: `@((0, $.logged)())`. */
export function decorator(walk: Walk, { expression }: Wrapping, place: Place): void {
  const isCall = walk.ts.isCallExpression(bare(walk.ts, expression));
  if (isCall) walk.edits.insert(walk.start(expression), "(");
  walk.visit(expression, place);
  if (isCall) walk.edits.insert(expression.end, ")");
}

/**
 * Visits an expression that is a statement, and notes where the statement begins: `({ a } = b)` needs brackets there.
 */
export function expressionStatement(walk: Walk, { expression }: Wrapping, place: Place): void {
  const before = walk.statementStart;
  walk.statementStart = place.inList ? walk.start(expression) : -1;
  walk.visit(expression, { ...place, inList: false });
  walk.statementStart = before;
}

/** Visits `<Name …>`. Names of HTML's elements are no variables. */
export function jsxElement(walk: Walk, node: JsxElement, place: Place): void {
  const { ts } = walk;
  const { tagName, attributes } = node;
  const isHtml = ts.isJsxNamespacedName(tagName) || (ts.isIdentifier(tagName) && /^[a-z]/.test(tagName.text));
  if (!isHtml) walk.visit(tagName, place);
  if (attributes) walk.visit(attributes, place);
}

/** Rewrites the first name in `Network.Layers.Weights`. */
export function aliased(walk: Walk, node: Node, place: Place): void {
  if (walk.ts.isQualifiedName(node)) aliased(walk, node.left, place);
  else if (walk.ts.isIdentifier(node)) reference(walk, node, place);
}
