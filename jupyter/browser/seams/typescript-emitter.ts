// TypeScript 6 makes JavaScript where there is no esbuild. It also has loops count their turns, for Stop, and code behind
// an `await` remember its cell.
import ts from "typescript6";
import { EmitError, type EmitOptions, type Emitted, type Emitter } from "../../kernel/compiler/emitting/emitter";
import { countTurns } from "../count-turns";
import { followAwaits } from "../follow-awaits";

const jsxModes: Readonly<Record<string, ts.JsxEmit>> = {
  react: ts.JsxEmit.React,
  "react-jsx": ts.JsxEmit.ReactJSX,
  "react-jsxdev": ts.JsxEmit.ReactJSXDev,
};

/** The emitter by TypeScript 6. */
export class TypeScript6Emitter implements Emitter {
  readonly #compilerOptions: Readonly<Record<string, unknown>>;

  /** @param compilerOptions  those of a tsconfig.json that change the code's meaning */
  constructor(compilerOptions: Readonly<Record<string, unknown>>) {
    this.#compilerOptions = compilerOptions;
  }

  async emit(text: string, options: EmitOptions): Promise<Emitted> {
    return this.emitAtOnce(text, options);
  }

  /** @throws {EmitError} as `emit` */
  emitAtOnce(text: string, options: EmitOptions): Emitted {
    const { form, importMeta, loaders } = options;
    const requests = new Set<string>();
    const before = [
      ...(form === "module" ? [refuseAwait()] : []),
      ...(importMeta ? [replaceImportMeta(importMeta)] : []),
      ...(loaders ? [replaceImportCall(loaders.dynamicImport)] : []),
      countTurns,
      followAwaits,
    ];
    const after = [
      ...(form === "cell" ? [withoutExports] : []),
      ...(loaders ? [replaceRequire(loaders.importFunction, requests)] : []),
    ];
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
      // Behind an ending such as .mts TypeScript would leave imports and exports as they are.
      fileName: `file${options.extension.replace(/[cm](?=[jt]s$)/, "")}`,
      compilerOptions: this.#options(options),
      reportDiagnostics: true,
      transformers: { before, after },
    });
    const [first] = diagnostics ?? [];
    if (first) {
      const message = ts.flattenDiagnosticMessageText(first.messageText, "\n");
      throw new EmitError(message, first.start ?? 0);
    }
    const code = outputText.slice(0, outputText.lastIndexOf("//# sourceMappingURL="));
    return { code, map: sourceMapText as string, ...(loaders ? { requests: [...requests] } : {}) };
  }

  #options({ form, loaders, jsxFactory, jsxFragment }: EmitOptions): ts.CompilerOptions {
    const { jsx, ...rest } = this.#compilerOptions;
    const mode = jsxModes[String(jsx)];
    return {
      ...rest,
      ...(mode === undefined ? {} : { jsx: mode }),
      ...(jsxFactory && jsxFragment ? { jsxFactory, jsxFragmentFactory: jsxFragment } : {}),
      // Node 20 has neither `using` nor decorators.
      target: ts.ScriptTarget.ES2022,
      module: form === "module" || loaders ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      esModuleInterop: true,
      sourceMap: true,
      // As esbuild does it: an edit of comments alone is none.
      removeComments: true,
    };
  }
}

type Transformer = ts.TransformerFactory<ts.SourceFile>;

/** CommonJS has no `await` at the top of a file. */
const refuseAwait = (): Transformer => () => (file) => {
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) return;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
      throw new EmitError("Top-level await is not available in CommonJS", node.getStart(file));
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return file;
};

const replaceImportMeta =
  (name: string): Transformer =>
  (context) =>
  (file) => {
    const visit = (node: ts.Node): ts.Node =>
      ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
        ? ts.setTextRange(context.factory.createIdentifier(name), node)
        : ts.visitEachChild(node, visit, context);
    return ts.visitEachChild(file, visit, context);
  };

/** A cell is a module to its parser, and the body of a function to Node. */
const withoutExports: Transformer = (context) => (file) =>
  context.factory.updateSourceFile(
    file,
    file.statements.filter((statement) => !ts.isExportDeclaration(statement)),
  );

/** `import(…)` becomes a call of the loader. */
const replaceImportCall =
  (loader: string): Transformer =>
  (context) =>
  (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(seen) || seen.expression.kind !== ts.SyntaxKind.ImportKeyword) return seen;
      const callee = ts.setTextRange(context.factory.createIdentifier(loader), seen.expression);
      return context.factory.updateCallExpression(seen, callee, undefined, seen.arguments);
    };
    return ts.visitEachChild(file, visit, context);
  };

/** The calls of `require` that stand for imports call the loader. The author's own have a place in the text, and stay. */
const replaceRequire =
  (loader: string, requests: Set<string>): Transformer =>
  (context) =>
  (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(seen) || !ts.isIdentifier(seen.expression)) return seen;
      const [from] = seen.arguments;
      const isImport = seen.expression.text === "require" && seen.expression.pos < 0;
      if (!isImport || !from || !ts.isStringLiteralLike(from)) return seen;
      requests.add(from.text);
      return context.factory.updateCallExpression(
        seen,
        context.factory.createIdentifier(loader),
        undefined,
        seen.arguments,
      );
    };
    return ts.visitEachChild(file, visit, context);
  };
