import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

// A notebook's imports are compiled by tslab's own, older TypeScript with its own options (tslab/dist/converter.js).
const ts = require("@tslab/typescript-for-tslab");

function errorsOf(files: string[], sources: Record<string, string> = {}): string[] {
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    declaration: true,
    experimentalDecorators: true,
    resolveJsonModule: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path: string) => sources[path] ?? readFile.call(host, path);
  host.fileExists = (path: string) => path in sources || fileExists.call(host, path);
  const program = ts.createProgram(files, options, host);
  const diagnostics: { messageText: unknown; file?: { fileName: string } }[] = ts.getPreEmitDiagnostics(program);
  return diagnostics.map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

// It checks all of src in JavaScript: slow beside other work.
describe("tslab's compiler, TypeScript 5.0", { timeout: 120_000 }, () => {
  test("compiles src without an error", () => {
    expect(ts.version).toMatch(/^5\.0\./);
    expect(errorsOf([resolve("src/index.ts")])).toEqual([]);
  });

  test("would refuse what it does not know", () => {
    const file = resolve("src/planted.ts");
    const errors = errorsOf([file], {
      [file]: "export const bytes: Uint8Array<ArrayBuffer> = null;",
    });
    expect(errors.join()).toContain("Type 'Uint8Array' is not generic");
  });
});
