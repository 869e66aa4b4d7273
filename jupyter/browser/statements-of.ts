import ts from "typescript6";

/** Statements that stand nowhere in a reader's text, so that a source map has no place for them. */
export function statementsOf(text: string): ts.Statement[] {
  const nowhere = { pos: -1, end: -1 };
  const place = (node: ts.Node): void => {
    ts.setTextRange(node, nowhere);
    Object.assign(node, { flags: node.flags | ts.NodeFlags.Synthesized });
    ts.forEachChild(node, place, (nodes) => {
      ts.setTextRange(nodes, nowhere);
      nodes.forEach(place);
    });
  };
  const { statements } = ts.createSourceFile("", text, ts.ScriptTarget.ES2022);
  statements.forEach(place);
  return [...statements];
}

/** A block, a function or a file with these statements before its own. */
export function beginningWith<T extends ts.Block | ts.FunctionLikeDeclaration | ts.SourceFile>(
  text: string,
  node: T,
  context: ts.TransformationContext,
): T {
  const { factory } = context;
  const begun = (part: ts.Node): ts.Node => {
    if (ts.isSourceFile(part)) return factory.updateSourceFile(part, [...statementsOf(text), ...part.statements]);
    if (ts.isBlock(part)) return factory.updateBlock(part, [...statementsOf(text), ...part.statements]);
    const { body } = part as { readonly body?: ts.ConciseBody };
    if (!body) return part;
    const block = ts.isBlock(body) ? body : factory.createBlock([factory.createReturnStatement(body)], true);
    return ts.visitEachChild(part, (child) => (child === body ? begun(block) : child), context);
  };
  return begun(node) as T;
}
