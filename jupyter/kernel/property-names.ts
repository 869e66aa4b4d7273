// biome-ignore lint/suspicious/noExplicitAny: the compiler's internals that tslab uses have no types
type TypeScript = any;

/** The file in which tslab declares what earlier cells left behind. */
const earlierCells = /__prev__\.d\.ts$/;

/**
 * tslab turns every name of an earlier cell's variable into a property of its exports, and is mistaken twice where that
 * name is a property's: `{ seed }` stays, and fails with "seed is not defined"; `const { seed: s } = options` becomes
 * no JavaScript at all. A transformer that runs before tslab's and leaves it no choice: `{ "seed": exports.seed }`,
 * `const { "seed": s } = exports.options`.
 */
export function settlePropertyNames(typescript: TypeScript, checker: TypeScript) {
  const { factory } = typescript;
  const isOfEarlierCell = (symbol: TypeScript) =>
    symbol?.declarations?.some((made: TypeScript) =>
      earlierCells.test(made.getSourceFile().fileName),
    );
  const isMistaken = (name: TypeScript) =>
    name && typescript.isIdentifier(name) && isOfEarlierCell(checker.getSymbolAtLocation(name));
  const quoted = (name: TypeScript) => factory.createStringLiteral(name.text);

  return (context: TypeScript) => (source: TypeScript) => {
    const visit = (node: TypeScript): TypeScript => {
      if (typescript.isShorthandPropertyAssignment(node)) {
        const symbol = checker.getShorthandAssignmentValueSymbol(node);
        if (!isOfEarlierCell(symbol)) return node;
        const variable = factory.createPropertyAccessExpression(
          factory.createIdentifier("exports"),
          node.name.text,
        );
        const fallback = node.objectAssignmentInitializer; // ({ seed = 1 } = options)
        const value = fallback
          ? factory.createAssignment(variable, typescript.visitNode(fallback, visit))
          : variable;
        return typescript.setTextRange(
          factory.createPropertyAssignment(quoted(node.name), value),
          node,
        );
      }
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isPropertyAssignment(node) && isMistaken(node.name)) {
        return factory.updatePropertyAssignment(visited, quoted(node.name), visited.initializer);
      }
      if (typescript.isBindingElement(node) && isMistaken(node.propertyName)) {
        const { dotDotDotToken, name, initializer } = visited;
        const propertyName = quoted(node.propertyName);
        return factory.updateBindingElement(
          visited,
          dotDotDotToken,
          propertyName,
          name,
          initializer,
        );
      }
      return visited;
    };
    return typescript.visitNode(source, visit);
  };
}
