// TypeScript 6 as the one that makes JavaScript: what an edition without native processes will use. Here it shows that
// `Emitter` asks for nothing that only esbuild has.
import ts from "typescript6";
import {
  EmitError,
  type EmitOptions,
  type Emitted,
  type Emitter,
} from "../../../jupyter/kernel/compiler/emitting/emitter";

const jsxModes: Readonly<Record<string, ts.JsxEmit>> = {
  react: ts.JsxEmit.React,
  "react-jsx": ts.JsxEmit.ReactJSX,
  "react-jsxdev": ts.JsxEmit.ReactJSXDev,
};

export class TypeScript6Emitter implements Emitter {
  readonly #compilerOptions: Readonly<Record<string, unknown>>;

  /** @param compilerOptions  those of a tsconfig.json that change the code's meaning */
  constructor(compilerOptions: Readonly<Record<string, unknown>>) {
    this.#compilerOptions = compilerOptions;
  }

  async emit(text: string, options: EmitOptions): Promise<Emitted> {
    const { form, importMeta } = options;
    const before = [
      ...(form === "module" ? [refuseAwait()] : []),
      ...(importMeta ? [replaceImportMeta(importMeta)] : []),
    ];
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
      fileName: `file${options.extension}`,
      compilerOptions: this.#options(options),
      reportDiagnostics: true,
      transformers: { before, after: form === "cell" ? [withoutExports] : [] },
    });
    const [first] = diagnostics ?? [];
    if (first) {
      const message = ts.flattenDiagnosticMessageText(first.messageText, "\n");
      throw new EmitError(message, first.start ?? 0);
    }
    const code = outputText.slice(0, outputText.lastIndexOf("//# sourceMappingURL="));
    return { code, map: sourceMapText as string };
  }

  #options({ form, jsxFactory, jsxFragment }: EmitOptions): ts.CompilerOptions {
    const { jsx, ...rest } = this.#compilerOptions;
    const mode = jsxModes[String(jsx)];
    return {
      ...rest,
      ...(mode === undefined ? {} : { jsx: mode }),
      ...(jsxFactory && jsxFragment ? { jsxFactory, jsxFragmentFactory: jsxFragment } : {}),
      // Node 20 has neither `using` nor decorators.
      target: ts.ScriptTarget.ES2022,
      module: form === "module" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      esModuleInterop: true,
      sourceMap: true,
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
