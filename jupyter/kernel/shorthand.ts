import ts from "@tslab/typescript-for-tslab";

/**
 * tslab rewrites every name of an earlier cell to a property of its exports, except in `{ seed }`, which then fails with
 * "seed is not defined". Written out, `{ seed: seed }`, it works. Lines stay as they are.
 */
export function expandShorthand(source: string): string {
  const names: ts.ShorthandPropertyAssignment[] = [];
  const collect = (node: ts.Node) => {
    if (ts.isShorthandPropertyAssignment(node)) names.push(node);
    ts.forEachChild(node, collect);
  };
  collect(ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest));
  return names.reduceRight((text, { name }) => {
    return `${text.slice(0, name.end)}: ${name.text}${text.slice(name.end)}`;
  }, source);
}
