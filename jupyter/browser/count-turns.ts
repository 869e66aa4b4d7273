// Makes every loop count its turns, so that Stop is heard: a busy worker receives no messages. Every few thousand turns
// a loop calls `__look`, which throws if the reader has pressed Stop; `catch` lets that through. See stop.ts.
import ts from "typescript6";

/** The most turns between two looks. A turn that calls something weighs more, because that may take its time. */
const limit = 4096;
const weights = { plain: 4, calling: 64 };

/** `for (…) body` becomes `for (…) { if ((__turns += 4) > 4096) __turns = __look(); body }`. */
export const countTurns: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  let found = false;
  const name = (text: string) => factory.createIdentifier(text);
  const counted = (body: ts.Statement): ts.Block => {
    found = true;
    const weight = factory.createNumericLiteral(calls(body) ? weights.calling : weights.plain);
    const turns = factory.createParenthesizedExpression(
      factory.createBinaryExpression(name("__turns"), ts.SyntaxKind.PlusEqualsToken, weight),
    );
    const look = factory.createCallExpression(name("__look"), undefined, []);
    const check = factory.createIfStatement(
      factory.createBinaryExpression(turns, ts.SyntaxKind.GreaterThanToken, factory.createNumericLiteral(limit)),
      factory.createExpressionStatement(factory.createAssignment(name("__turns"), look)),
    );
    return factory.createBlock([check, ...(ts.isBlock(body) ? body.statements : [body])], true);
  };
  /** `catch (error) { … }` becomes `catch (error) { __uncaught(error); … }`. */
  const catchingLess = (clause: ts.CatchClause): ts.CatchClause => {
    const { variableDeclaration: declared, block } = clause;
    if (declared && !ts.isIdentifier(declared.name)) return clause;
    const error = declared ?? factory.createVariableDeclaration("__error");
    const call = factory.createCallExpression(name("__uncaught"), undefined, [error.name as ts.Identifier]);
    const statements = [factory.createExpressionStatement(call), ...block.statements];
    return factory.updateCatchClause(clause, error, factory.updateBlock(block, statements));
  };
  const visit = (node: ts.Node): ts.Node => {
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
  if (!found) return visited;
  const zero = factory.createVariableDeclaration("__turns", undefined, undefined, factory.createNumericLiteral(0));
  const list = factory.createVariableDeclarationList([zero], ts.NodeFlags.Let);
  return factory.updateSourceFile(visited, [factory.createVariableStatement(undefined, list), ...visited.statements]);
};

function calls(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, (child) => calls(child) || undefined) ?? false);
}

const loops = (node: ts.Node): boolean =>
  ts.isIterationStatement(node, false) || (ts.forEachChild(node, (child) => loops(child) || undefined) ?? false);

/**
 * Whether a loop is a plain counting one without calls and loops, inside another loop of its function: the turns of that
 * one are enough, and counting these would make the readable layers slower by half.
 */
function isInnermost(node: ts.IterationStatement): boolean {
  if (!ts.isForStatement(node) || !node.condition || !node.incrementor || loops(node.statement) || calls(node))
    return false;
  for (let outer: ts.Node = node.parent; outer && !ts.isFunctionLike(outer); outer = outer.parent)
    if (ts.isIterationStatement(outer, false)) return true;
  return false;
}
