// The line `%npm install name`, the only one in a cell that is not TypeScript, becomes a call in the same line.

/** The property under which the kernel offers the function behind `%npm`. */
export const npmSymbol = Symbol.for("jupyter.kernel.npm");

const npmLine = /^[ \t]*%npm[ \t]+(.+)$/gm;

/** Rewrites lines such as `%npm install d3` into calls of the kernel. No other line moves. */
export const withoutNpmLines = (text: string): string =>
  text.replace(
    npmLine,
    (_line, words: string) =>
      `await (globalThis as any)[Symbol.for("jupyter.kernel")][Symbol.for("jupyter.kernel.npm")](${JSON.stringify(words.trim())});`,
  );
