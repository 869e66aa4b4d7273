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

/** A function, or a file, with these statements before its own. */
export function beginningWith<T extends ts.FunctionLikeDeclaration | ts.SourceFile>(
  text: string,
  node: T,
  context: ts.TransformationContext,
): ts.Node {
  const { factory } = context;
  if (ts.isSourceFile(node)) return factory.updateSourceFile(node, [...statementsOf(text), ...node.statements]);
  const { body } = node as { readonly body?: ts.ConciseBody };
  if (!body) return node;
  const block = ts.isBlock(body) ? body : factory.createBlock([factory.createReturnStatement(body)], true);
  const begun = factory.updateBlock(block, [...statementsOf(text), ...block.statements]);
  return ts.visitEachChild(node, (child) => (child === body ? begun : child), context);
}
