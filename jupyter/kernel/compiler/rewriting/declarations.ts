import type { Binding, Declarations, DeclaredName, GlobalBlock, Import, NameKind } from "./declared-names";
import { boundNames, hasValues, varNames } from "./scopes";
import {
  type ExportDeclaration,
  hasModifier,
  type Identifier,
  type ImportDeclaration,
  isAmbient,
  type ModuleDeclaration,
  type Node,
  type SourceFile,
  type Statement,
  type Syntax,
  variableKeyword,
} from "./syntax";

/** Gathers the declarations of a cell's statements. */
export class CellDeclarations implements Declarations {
  readonly imports: Import[] = [];
  readonly functions = new Set<string>();
  readonly vars = new Set<string>();
  readonly globals: GlobalBlock[] = [];
  readonly #names = new Map<string, DeclaredName>();
  readonly #ts: Syntax;
  readonly #file: SourceFile;

  constructor(ts: Syntax, file: SourceFile, statements: readonly Statement[]) {
    this.#ts = ts;
    this.#file = file;
    for (const statement of statements) {
      varNames(ts, statement, this.vars);
      this.#addStatement(statement);
    }
    for (const name of this.vars) if (!this.#names.has(name)) this.#add(name, "let", true);
  }

  get names(): readonly DeclaredName[] {
    return [...this.#names.values()];
  }

  #add(name: string, kind: NameKind, hasValue: boolean, exported = false): void {
    const known = this.#names.get(name);
    // An interface and a class, a function and a namespace may share a name.
    this.#names.set(name, {
      name,
      kind: known?.hasValue ? known.kind : kind,
      hasValue: hasValue || known?.hasValue === true,
      isType: kind === "type" || known?.isType === true,
      exported: exported || known?.exported === true,
    });
  }

  #addStatement(statement: Statement): void {
    const ts = this.#ts;
    const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
    const exported = hasModifier(statement, ExportKeyword) && !hasModifier(statement, DefaultKeyword);
    const isReal = !isAmbient(ts, statement);
    if (ts.isVariableStatement(statement)) {
      const keyword = variableKeyword(ts, statement.declarationList);
      const kind = keyword === "let" || keyword === "var" ? "let" : "const";
      for (const { name } of statement.declarationList.declarations) {
        for (const bound of boundNames(ts, name)) this.#add(bound, kind, isReal, exported);
      }
    } else if (ts.isFunctionDeclaration(statement)) {
      if (!statement.name) return;
      const hasBody = isReal && statement.body !== undefined;
      if (hasBody) this.functions.add(statement.name.text);
      this.#add(statement.name.text, "function", hasBody, exported);
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name) this.#add(statement.name.text, "class", isReal, exported);
    } else if (ts.isEnumDeclaration(statement)) {
      this.#add(statement.name.text, "enum", isReal, exported);
    } else if (ts.isModuleDeclaration(statement)) {
      if (!ts.isIdentifier(statement.name) || statement.name.text === "global") {
        this.#addGlobals(statement);
        return;
      }
      const hasValue = isReal && hasValues(ts, statement);
      this.#add(statement.name.text, "namespace", hasValue, exported);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      this.#add(statement.name.text, "type", false, exported);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      this.#addImportEquals(statement.name.text, statement.isTypeOnly, statement);
    } else if (ts.isImportDeclaration(statement)) {
      this.#addImport(statement);
    } else if (ts.isExportDeclaration(statement)) {
      this.#addReexport(statement);
    }
  }

  #addGlobals(block: ModuleDeclaration): void {
    const ts = this.#ts;
    const { body } = block;
    if (!body || !ts.isModuleBlock(body)) return;
    const inside = new CellDeclarations(ts, this.#file, body.statements);
    const module = textOf(block.name);
    this.globals.push({
      start: block.getStart(this.#file),
      end: block.end,
      names: inside.names.map(({ name }) => `${module} ${name}`),
    });
  }

  /** `import fs = require("fs")` loads a module, `import Weights = Network.Weights` names a value. */
  #addImportEquals(local: string, isTypeOnly: boolean, statement: Statement): void {
    const ts = this.#ts;
    this.#add(local, isTypeOnly ? "type" : "import", !isTypeOnly);
    if (isTypeOnly) return;
    const { moduleReference } = statement as Statement & { moduleReference: Node };
    if (!ts.isExternalModuleReference(moduleReference)) return;
    const at = statement.getStart(this.#file);
    this.#load(statement, moduleReference.expression, [{ local, imported: "=", at }]);
  }

  #addImport(statement: ImportDeclaration): void {
    const ts = this.#ts;
    const { importClause: clause, moduleSpecifier } = statement;
    const onlyTypes =
      clause !== undefined &&
      // TypeScript 6 has `isTypeOnly`, TypeScript 7 has `phaseModifier`.
      ((clause as { isTypeOnly?: boolean }).isTypeOnly === true || clause.phaseModifier === ts.SyntaxKind.TypeKeyword);
    const bindings: Binding[] = [];
    let hasTypes = false;
    const bind = (name: Identifier, imported: string, isType = onlyTypes) => {
      this.#add(name.text, isType ? "type" : "import", !isType);
      if (isType) hasTypes = true;
      else bindings.push({ local: name.text, imported, at: name.getStart(this.#file) });
    };
    if (clause?.name) bind(clause.name, "default");
    const named = clause?.namedBindings;
    if (named && ts.isNamespaceImport(named)) bind(named.name, "*");
    if (named && ts.isNamedImports(named)) {
      for (const { name, propertyName, isTypeOnly } of named.elements) {
        bind(name, (propertyName ?? name).text, onlyTypes || isTypeOnly);
      }
    }
    // `import "x"` and `import {} from "x"` run x; an import of types alone loads nothing.
    if (bindings.length > 0 || (!onlyTypes && !hasTypes)) {
      this.#load(statement, moduleSpecifier, bindings, this.#attributes(statement));
    }
  }

  /** `export { join } from "node:path"` loads a module and declares nothing in the cell. */
  #addReexport({ moduleSpecifier, isTypeOnly }: ExportDeclaration): void {
    if (moduleSpecifier && !isTypeOnly) this.#load(moduleSpecifier.parent, moduleSpecifier, []);
  }

  #load(statement: Node, specifier: Node, bindings: readonly Binding[], attributes: Import["attributes"] = {}): void {
    this.imports.push({
      from: textOf(specifier),
      at: statement.getStart(this.#file),
      bindings,
      attributes,
    });
  }

  #attributes({ attributes }: ImportDeclaration): Import["attributes"] {
    // TypeScript 7 has a list `attributes`, TypeScript 6 has `elements`.
    const { attributes: list, elements = list } = (attributes ?? {}) as Partial<AttributeLists>;
    return Object.fromEntries((elements ?? []).map(({ name, value }) => [name, value].map(textOf)));
  }
}

type AttributeLists = Record<"attributes" | "elements", readonly { name: Node; value: Node }[]>;

/** The text of a literal or a name. */
const textOf = (node: Node): string => (node as Node & { text?: string }).text ?? "";
