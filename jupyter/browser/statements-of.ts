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
