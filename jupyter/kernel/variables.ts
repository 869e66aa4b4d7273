import type { CompiledCell, Compiler } from "./compiler";

/** The notebook's variables: their values, and their declarations for the compiler. */
export class Variables {
  /** The cells' common `exports`. */
  readonly values: Record<string, unknown> = {};
  declarations = "";
  readonly #compiler: Compiler;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  /** To be called before a cell runs. @returns what to call when it has ended */
  begin({ names, declarations, result }: CompiledCell): { commit(): unknown; rollBack(): void } {
    const before = new Map(
      names
        .filter((name) => Object.hasOwn(this.values, name))
        .map((name) => [name, this.values[name]]),
    );
    return {
      /** Makes the cell's declarations known. @returns the value of its last line */
      commit: () => {
        this.declarations = declarations;
        if (result === undefined) return undefined;
        const value = this.values[result];
        delete this.values[result];
        return value;
      },
      /** After an error: keeps what the cell assigned until then; what it did not reach stays as it was. */
      rollBack: () => {
        const missed = new Set(names.filter((name) => this.values[name] === undefined));
        for (const name of missed) {
          delete this.values[name];
          if (before.has(name)) this.values[name] = before.get(name);
        }
        if (result) delete this.values[result];
        const assigned = this.#pick(declarations, (name) => !missed.has(name));
        const kept = this.#pick(this.declarations, (name) => missed.has(name));
        this.declarations = assigned + kept;
      },
    };
  }

  /** The declarations of the names that `wanted` accepts. */
  #pick(declarations: string, wanted: (name: string) => boolean): string {
    const ts = this.#compiler.typescript;
    const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.Latest);
    const printer = ts.createPrinter();
    // biome-ignore lint/suspicious/noExplicitAny: a node of tslab's own TypeScript
    const pick = (statement: any) => {
      if (!ts.isVariableStatement(statement)) {
        return wanted(statement.name?.text ?? "") ? statement : undefined;
      }
      const { declarations, flags } = statement.declarationList;
      const kept = declarations.filter(({ name }: { name: { text: string } }) => wanted(name.text));
      const list = ts.factory.createVariableDeclarationList(kept, flags);
      return kept.length > 0
        ? ts.factory.createVariableStatement(statement.modifiers, list)
        : undefined;
    };
    return file.statements
      .flatMap((statement: unknown) => pick(statement) ?? [])
      .map((node: unknown) => `${printer.printNode(ts.EmitHint.Unspecified, node, file)}\n`)
      .join("");
  }
}
