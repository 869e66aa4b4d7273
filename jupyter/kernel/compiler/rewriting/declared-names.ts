// The names that a cell declares at its top, and its imports.

/** The kind of declaration that a name comes from; `var` counts as "let". */
export type NameKind = "let" | "const" | "function" | "class" | "enum" | "namespace" | "import" | "type";

/** A name that a cell declares at its top. */
export interface DeclaredName {
  readonly name: string;
  readonly kind: NameKind;
  /** Whether the name exists at run time. Names of interfaces, and names declared with `declare`, do not. */
  readonly hasValue: boolean;
  /** Whether the name is that of an interface or a type, perhaps among others. */
  readonly isType: boolean;
  /** Whether the cell itself exports the name. */
  readonly exported: boolean;
}

/** A name that an import gives to the cell. */
export interface Binding {
  readonly local: string;
  /** A name of the module; "*" means the whole module, and "=" what `require` returns. */
  readonly imported: string;
  /** The position of the local name. */
  readonly at: number;
}

/** An import statement of a cell. */
export interface Import {
  /** The module as the cell names it: "./src/index", "node:fs". */
  readonly from: string;
  /** The position of the statement. */
  readonly at: number;
  readonly bindings: readonly Binding[];
  /** The attributes of the import, such as { type: "json" }. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** `declare global { … }` or `declare module "x" { … }`. */
export interface GlobalBlock {
  readonly start: number;
  readonly end: number;
  /** The names that the block declares, each with the module's name before it. */
  readonly names: readonly string[];
}

/** All that a cell declares at its top. */
export interface Declarations {
  readonly names: readonly DeclaredName[];
  readonly imports: readonly Import[];
  /** Functions, which can be called before their line is reached. */
  readonly functions: ReadonlySet<string>;
  /** Variables declared with `var`, in blocks too. */
  readonly vars: ReadonlySet<string>;
  readonly globals: readonly GlobalBlock[];
}
