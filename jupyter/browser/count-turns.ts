// Makes every loop count its turns, so that Stop is heard: a busy worker receives no messages. Every few thousand turns
// a loop calls `__look`, which throws if the reader has pressed Stop; `catch` lets that through. See stop.ts.
import ts from "typescript6";
import { beginningWith, statementsOf } from "./statements-of";

/** The most turns between two looks. A turn that calls something weighs more, because that may take its time. */
const limit = 4096;
const weights = { plain: 4, calling: 64 };

/** What a file begins with that has loops or `catch` in it. Elsewhere than in this kernel nobody presses Stop. */
const prologue = "let __turns = 0; const { __look = () => 0, __uncaught = () => {} } = globalThis;";
/** What a function begins with, or a file, that has loops which call nothing: a number of its own costs them nearly nothing. */
const ofPlain = "let __plain = 0;";

/**
 * `for (…) body` becomes `for (…) { if ((__turns += 64) > 4096) __turns = __look(); body }`, with `__plain += 4` where the
 * body calls nothing, and `catch (error) { … }` becomes `catch (error) { __uncaught(error); … }`.
 */
export const countTurns: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  /** Whether the file has any of it, and whether the function that is visited has plain loops. */
  let [found, plain] = [false, false];
  const counted = (body: ts.Statement): ts.Block => {
    found = true;
    const isPlain = !calls(body);
    plain ||= isPlain;
    const [turns, weight] = isPlain ? ["__plain", weights.plain] : ["__turns", weights.calling];
    const check = statementsOf(`if ((${turns} += ${weight}) > ${limit}) ${turns} = __look();`);
    return factory.createBlock([...check, ...(ts.isBlock(body) ? body.statements : [body])], true);
  };
  const catchingLess = (clause: ts.CatchClause): ts.CatchClause => {
    const { variableDeclaration: declared, block } = clause;
    if (declared && !ts.isIdentifier(declared.name)) return clause;
    found = true;
    const error = declared ?? factory.createVariableDeclaration("__error");
    const check = `__uncaught(${(error.name as ts.Identifier).text});`;
    return factory.updateCatchClause(clause, error, beginningWith(check, block, context));
  };
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node)) {
      const outside = plain;
      plain = false;
      const seen = ts.visitEachChild(node, visit, context) as ts.FunctionLikeDeclaration;
      const made = plain ? beginningWith(ofPlain, seen, context) : seen;
      plain = outside;
      return made;
    }
    const isCounted = ts.isIterationStatement(node, false) && !isInnermost(node);
    const seen = ts.visitEachChild(node, visit, context);
    if (ts.isCatchClause(seen)) return catchingLess(seen);
    if (!isCounted) return seen;
    const body = counted((seen as ts.IterationStatement).statement);
    if (ts.isForStatement(seen))
      return factory.updateForStatement(seen, seen.initializer, seen.condition, seen.incrementor, body);
    if (ts.isForOfStatement(seen))
      return factory.updateForOfStatement(seen, seen.awaitModifier, seen.initializer, seen.expression, body);
    if (ts.isForInStatement(seen)) return factory.updateForInStatement(seen, seen.initializer, seen.expression, body);
    if (ts.isWhileStatement(seen)) return factory.updateWhileStatement(seen, seen.expression, body);
    return factory.updateDoStatement(seen as ts.DoStatement, body, (seen as ts.DoStatement).expression);
  };
  const visited = ts.visitEachChild(file, visit, context);
  const first = plain ? `${prologue} ${ofPlain}` : prologue;
  return found ? beginningWith(first, visited, context) : visited;
};

function calls(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, (child) => calls(child) || undefined) ?? false);
}

/** A loop of at most this many turns is a short one. */
const shortTurns = 16;

/**
 * Whether a loop is plain, inside another loop of its function: it counts up to something, calls nothing, and has no
 * loops in it but short ones. The turns of the loop around it are enough then, and counting these as well would make the
 * readable layers slower by half.
 */
function isInnermost(node: ts.IterationStatement): boolean {
  if (!countsUp(node) || loopsIn(node.statement).some((inner) => !isShort(inner))) return false;
  for (let outer: ts.Node = node.parent; outer && !ts.isFunctionLike(outer); outer = outer.parent)
    if (ts.isIterationStatement(outer, false)) return true;
  return false;
}

/** The outermost loops in a node. */
function loopsIn(node: ts.Node): ts.IterationStatement[] {
  if (ts.isIterationStatement(node, false)) return [node];
  const found: ts.IterationStatement[] = [];
  ts.forEachChild(node, (child) => void found.push(...loopsIn(child)));
  return found;
}

/** `for (let di = 0; di < 3; di++)`, with such loops at most in it. */
function isShort(node: ts.IterationStatement): boolean {
  if (!countsUp(node)) return false;
  const { right } = node.condition;
  return ts.isNumericLiteral(right) && Number(right.text) <= shortTurns && loopsIn(node.statement).every(isShort);
}

interface CountingUp extends ts.ForStatement {
  readonly condition: ts.BinaryExpression;
}

/** Whether a loop is `for (let k = 0; k < …; k++)`, calls nothing, and leaves `k` to its head. */
function countsUp(node: ts.IterationStatement): node is CountingUp {
  if (!ts.isForStatement(node) || calls(node)) return false;
  const { initializer, condition, incrementor, statement } = node;
  const first = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (!first || !ts.isIdentifier(first.name) || !condition || !incrementor) return false;
  const { text } = first.name;
  const named = (one: ts.Node) => ts.isIdentifier(one) && one.text === text;
  const goesUp =
    ts.isPostfixUnaryExpression(incrementor) &&
    incrementor.operator === ts.SyntaxKind.PlusPlusToken &&
    named(incrementor.operand);
  const isBelow =
    ts.isBinaryExpression(condition) &&
    condition.operatorToken.kind === ts.SyntaxKind.LessThanToken &&
    named(condition.left);
  return goesUp && isBelow && !changes(text, statement);
}

/** Whether code may give a variable another value. */
function changes(name: string, node: ts.Node): boolean {
  const target = ts.isBinaryExpression(node)
    ? isAssignment(node.operatorToken.kind) && node.left
    : (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && node.operand;
  if (target && mentions(name, target)) return true;
  return ts.forEachChild(node, (child) => changes(name, child) || undefined) ?? false;
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** `out[k] = 1` mentions `k` and leaves it as it is. */
const mentions = (name: string, target: ts.Node): boolean => {
  if (ts.isIdentifier(target)) return target.text === name;
  if (ts.isElementAccessExpression(target) || ts.isPropertyAccessExpression(target)) return false;
  return ts.forEachChild(target, (child) => mentions(name, child) || undefined) ?? false;
};
