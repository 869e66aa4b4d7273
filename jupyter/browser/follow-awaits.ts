// Has code behind an `await` remember whose it is: a page has no hooks of promises. What is shown there goes below its own
// cell then, and none of it runs on when that cell was stopped. `then` is followed by seams/cell-context.ts.
import ts from "typescript6";
import { beginningWith } from "./statements-of";

/** What a file begins with that awaits something. Elsewhere than in this kernel there are no cells. */
const prologue = "const { __cell = () => undefined, __resumed = (_, value) => value, __back = () => {} } = globalThis;";
const [remember, back] = ["const __here = __cell();", "__back(__here);"];

/**
 * `await made` becomes `__resumed(__here, await made)`, where the function's first line is `const __here = __cell();`.
 * A `catch`, a `finally` and each turn of `for await` begin with `__back(__here);`.
 */
export const followAwaits: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const goingBack = (block: ts.Block) => beginningWith(back, block, context);

  /** Whether the function that is visited awaits something, and whether any of the file's does. */
  let [awaits, found] = [false, false];
  const within = <T>(work: () => T): { readonly made: T; readonly awaits: boolean } => {
    const before = awaits;
    awaits = false;
    const found = { made: work(), awaits };
    awaits = before;
    return found;
  };

  const children = (node: ts.Node): ts.Node => ts.visitEachChild(node, visit, context);
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node)) {
      const { made, awaits } = within(() => children(node));
      found ||= awaits;
      return awaits ? beginningWith(remember, made as ts.FunctionLikeDeclaration, context) : made;
    }
    if (ts.isAwaitExpression(node)) {
      awaits = true;
      const values = [factory.createIdentifier("__here"), children(node) as ts.AwaitExpression];
      return factory.createCallExpression(factory.createIdentifier("__resumed"), undefined, values);
    }
    if (ts.isForOfStatement(node) && node.awaitModifier) {
      awaits = true;
      const { initializer, expression, statement } = children(node) as ts.ForOfStatement;
      const body = ts.isBlock(statement) ? statement : factory.createBlock([statement]);
      return factory.updateForOfStatement(node, node.awaitModifier, initializer, expression, goingBack(body));
    }
    if (!ts.isTryStatement(node)) return children(node);
    const { made, awaits: isFollowed } = within(() => children(node) as ts.TryStatement);
    awaits ||= isFollowed;
    if (!isFollowed) return made;
    const { tryBlock, catchClause, finallyBlock } = made;
    const catching =
      catchClause &&
      factory.updateCatchClause(catchClause, catchClause.variableDeclaration, goingBack(catchClause.block));
    return factory.updateTryStatement(made, tryBlock, catching, finallyBlock && goingBack(finallyBlock));
  };

  const { made, awaits: isFollowed } = within(() => children(file) as ts.SourceFile);
  if (!isFollowed && !found) return made;
  return beginningWith(isFollowed ? `${prologue} ${remember}` : prologue, made, context);
};
