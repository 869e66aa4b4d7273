import { isFunctionLike, type Node, type SourceFile, type Syntax } from "./syntax";

/** Whether an error that is thrown at a place of a text is caught in the same function: by a `catch` around it. */
export function isCaughtAt(ts: Syntax, file: SourceFile, at: number): boolean {
  let isCaught = false;
  const visit = (node: Node): void => {
    if (at < node.pos || at >= node.end) return;
    // A `catch` around a function does not catch what the function throws when it is called elsewhere.
    if (isFunctionLike(ts, node)) isCaught = false;
    if (ts.isTryStatement(node) && node.catchClause && at < node.tryBlock.end) isCaught = true;
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return isCaught;
}
