// What every `Checker` must answer, whichever TypeScript stands behind it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ProgramSettings } from "../../../jupyter/kernel/compiler/checking/cell-config";
import {
  type Checker,
  type Diagnostic,
  errorsOf,
  type ImportKind,
} from "../../../jupyter/kernel/compiler/checking/checker";
import { root } from "../../../scripts/project.mjs";
import { marked } from "../../helpers/compiler/marked";
import { type SmallProject, smallProject, strict } from "../../helpers/compiler/small-project";

// Other work on the machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A text with the place of its one error, and what TypeScript says of it. */
interface Mistake {
  readonly source: string;
  readonly code: number;
  readonly message: string;
}

// biome-ignore format: a table
export const wrongTypes: readonly Mistake[] = [
  { source: 'let «n»: number = "a";', code: 2322, message: "Type 'string' is not assignable to type 'number'." },
  { source: 'Math.abs(«"a"»);', code: 2345, message: "Argument of type 'string' is not assignable to parameter of type 'number'." },
  { source: "«nowhere»;", code: 2304, message: "Cannot find name 'nowhere'." },
  { source: "[1].«lenght»;", code: 2551, message: "Property 'lenght' does not exist on type 'number[]'. Did you mean 'length'?" },
  { source: "({ a: 1 }).«b»;", code: 2339, message: "Property 'b' does not exist on type '{ a: number; }'." },
  { source: "const c = 1;\n«c» = 2;", code: 2588, message: "Cannot assign to 'c' because it is a constant." },
  { source: "((a: number) => a)(1, «2»);", code: 2554, message: "Expected 1 arguments, but got 2." },
  { source: "«[1].find(Boolean)».toFixed();", code: 2532, message: "Object is possibly 'undefined'." },
  { source: "let s: string | null = null as string | null;\n«s».length;", code: 18047, message: "'s' is possibly 'null'." },
  { source: "((«x») => x);", code: 7006, message: "Parameter 'x' implicitly has an 'any' type." },
  { source: 'import { a } from «"./nowhere"»; a;', code: 2307, message: "Cannot find module './nowhere' or its corresponding type declarations." },
  { source: 'import { «joyn» } from "node:path"; joyn;', code: 2305, message: "Module '\"node:path\"' has no exported member 'joyn'." },
  { source: "class A { #a = 1; get() { return this.#a } }\nnew A().«#a»;", code: 18013, message: "Property '#a' is not accessible outside class 'A' because it has a private identifier." },
  { source: "const x: { a: { b: number } } = { a: { «b»: true } };", code: 2322, message: "Type 'boolean' is not assignable to type 'number'." },
  { source: "const from = { a: { b: true } };\nconst «to»: { a: { b: number } } = from;", code: 2322,
    message: "Type '{ a: { b: boolean; }; }' is not assignable to type '{ a: { b: number; }; }'.\n  The types of 'a.b' are incompatible between these types.\n    Type 'boolean' is not assignable to type 'number'." },
  { source: "abstract class A {}\n«new A()»;", code: 2511, message: "Cannot create an instance of an abstract class." },
  { source: "enum E { A }\nE.«B»;", code: 2339, message: "Property 'B' does not exist on type 'typeof E'." },
  { source: "const f = () => { «await» Promise.resolve() };", code: 1308, message: "'await' expressions are only allowed within async functions and at the top levels of modules." },
  { source: "type T = { a: 1 };\n«T»;", code: 2693, message: "'T' only refers to a type, but is being used as a value here." },
];

// biome-ignore format: a table
const wrongSyntax: readonly Mistake[] = [
  { source: "let a = «;»", code: 1109, message: "Expression expected." },
  { source: "f(1, 2«»", code: 1005, message: "')' expected." },
  { source: "let t = `open«»", code: 1160, message: "Unterminated template literal." },
  { source: "/* open«»", code: 1010, message: "'*/' expected." },
  { source: "if (a) { b()«»", code: 1005, message: "'}' expected." },
  { source: "'open«»", code: 1002, message: "Unterminated string literal." },
  { source: "class A {\n  method( { }\n«»", code: 1005, message: "')' expected." },
  { source: "let a = 1 «let» b = 2", code: 1005, message: "',' expected." },
  { source: "for (let i = 0; i < 3; i++«»", code: 1005, message: "')' expected." },
  { source: "a = 1«)»", code: 1005, message: "';' expected." },
  { source: "{ a }\n«}»", code: 1128, message: "Declaration or statement expected." },
];

export interface CheckerContract {
  readonly name: string;
  readonly open: (settings: ProgramSettings) => Checker;
  /** Claims that do not hold, by title, each with the reason. */
  readonly exceptions: Readonly<Record<string, string>>;
}

export function checkerContract({ name, open, exceptions }: CheckerContract): void {
  const used = new Set<string>();
  const claim = (title: string, test: () => void) => {
    const reason = exceptions[title];
    used.add(title);
    if (reason) it.fails(`NOT: ${title} (${reason})`, test);
    else it(title, test);
  };
  const close: (() => void)[] = [];
  afterAll(() => {
    for (const end of close.splice(0)) end();
  });

  function opened(
    project: SmallProject,
    texts: Readonly<Record<string, string>>,
  ): { checker: Checker; write: (texts: Readonly<Record<string, string>>) => void } {
    const checker = open(project.settings());
    close.push(
      () => checker.close(),
      () => project.close(),
    );
    const byPath = (texts: Readonly<Record<string, string>>) =>
      new Map(Object.entries(texts).map(([name, text]) => [project.path(name), text]));
    const ofProgram = byPath(texts);
    checker.open([...ofProgram.keys()], ofProgram);
    return { checker, write: (texts) => checker.update({ texts: byPath(texts) }) };
  }

  describe(`${name}: errors`, () => {
    // Positions count UTF-16 units, of which an emoji has two, and four bytes.
    const prefixes = { "": "", ", behind emoji": 'void "😀🧠é";\n/* 😀 */ ' };
    const mistakes = Object.entries(prefixes).flatMap(([where, prefix]) =>
      wrongTypes.map(({ source, code, message }, k) => ({
        title: `TS${code} is told at ${source.replaceAll("\n", " ")}${where}`,
        file: `case${k}${where ? "emoji" : ""}.ts`,
        ...marked(prefix + source),
        code,
        message,
      })),
    );
    let checker: Checker;
    let project: SmallProject;
    beforeAll(() => {
      project = smallProject({});
      const texts = mistakes.map(({ file, text }) => [file, `${text}\nexport {};`]);
      ({ checker } = opened(project, Object.fromEntries(texts)));
    });
    for (const { title, file, start, length, code, message } of mistakes)
      claim(title, () => {
        const path = project.path(file);
        expect(checker.syntaxErrors(path)).toEqual([]);
        expect(errorsOf(checker, path)).toEqual([{ path, start, length, code, message }]);
      });
  });

  describe(`${name}: a text by itself`, () => {
    let checker: Checker;
    let project: SmallProject;
    beforeAll(() => {
      project = smallProject({});
      ({ checker } = opened(project, { "cell.ts": "const own: string = 1;" }));
    });
    for (const { source, code, message } of wrongSyntax)
      for (const prefix of ["", 'void "😀";\n'])
        claim(`TS${code} is told at ${JSON.stringify(prefix + source)}`, () => {
          const { text, start, length } = marked(prefix + source);
          const { errors } = checker.parse(text);
          expect(errors.map(withoutPath)[0]).toEqual({ start, length, code, message });
        });

    claim("no names are resolved, and no types are checked", () => {
      expect(checker.parse('const n: number = "a"; nowhere(n)').errors).toEqual([]);
    });
    claim("await is an operator at the top, also before brackets", () => {
      const { tree, errors } = checker.parse("await (1)");
      const [statement] = tree.statements;
      const { expression } = statement as unknown as { expression: { kind: number } };
      expect(errors).toEqual([]);
      expect(expression.kind).toBe(checker.syntax.SyntaxKind.AwaitExpression);
    });
    claim("a broken text has a tree all the same, with the statements before and behind", () => {
      const { tree } = checker.parse("let a = 1;\nlet b = ;\nlet c = 3;");
      expect(tree.statements.map((statement) => statement.getStart(tree))).toEqual([0, 11, 21]);
    });
    claim("a byte-order mark counts, as every other sign", () => {
      const { tree, errors } = checker.parse("\uFEFFlet a = ;");
      expect(tree.statements.map((statement) => statement.getStart(tree))).toEqual([1]);
      expect(errors.map(({ start }) => start)).toEqual([9]);
    });
    claim("an empty text has no statements and no errors", () => {
      const { tree, errors } = checker.parse("");
      expect(tree.statements.length).toBe(0);
      expect(errors).toEqual([]);
    });
    claim("the program knows nothing of it", () => {
      const path = project.path("cell.ts");
      checker.parse("let a = ;");
      expect(errorsOf(checker, path).map(({ code }) => code)).toEqual([2322]);
      expect(checker.tree(path).text).toBe("const own: string = 1;");
    });
  });

  describe(`${name}: what has happened to files`, () => {
    let checker: Checker;
    let project: SmallProject;
    let write: (texts: Readonly<Record<string, string>>) => void;
    const codes = (file = "cell.ts") => errorsOf(checker, project.path(file)).map(({ code, start }) => [code, start]);
    beforeAll(() => {
      project = smallProject({
        "shape.ts": "export const sides = 3;",
        "user.ts": 'import { sides } from "./shape"; export const twice: number = sides * 2;',
      });
      ({ checker, write } = opened(project, { "cell.ts": "export {};" }));
    });

    claim("a new text is read", () => {
      write({ "cell.ts": "const a: string = 1;" });
      expect(codes()).toEqual([[2322, 6]]);
      expect(checker.tree(project.path("cell.ts")).text).toBe("const a: string = 1;");
      write({ "cell.ts": "const a: string = '1';" });
      expect(codes()).toEqual([]);
    });
    claim("wrong syntax hides the types", () => {
      write({ "cell.ts": "const a: string = 1; let b = ;" });
      expect(codes()).toEqual([[1109, 29]]);
    });
    claim("a text that did not exist before is found by an import", () => {
      write({ "cell.ts": 'import { made } from "./made"; const a: string = made;' });
      expect(codes()).toEqual([[2307, 21]]);
      write({
        "made.ts": "export const made = 1;",
        "cell.ts": 'import { made } from "./made"; const b: string = made;',
      });
      expect(codes()).toEqual([[2322, 37]]);
    });
    claim("a text on no disk is found by a text that has not changed", () => {
      write({ "cell.ts": 'import { late } from "./late"; const a: string = late;' });
      expect(codes()).toEqual([[2307, 21]]);
      write({ "late.ts": "export const late = '1';" });
      expect(codes()).toEqual([]);
    });
    claim("a file on disk is read by an import, and has errors of its own", () => {
      write({ "cell.ts": 'import { twice } from "./user"; const a: string = twice;' });
      expect(codes()).toEqual([[2322, 38]]);
      expect(codes("user.ts")).toEqual([]);
    });
    claim("an edited file has its new meaning, for those that import it too", () => {
      project.write("shape.ts", "export const sides = 'three';");
      checker.update({ changed: [project.path("shape.ts")] });
      expect(codes("user.ts")).toEqual([[2362, 62]]);
      project.write("shape.ts", "export const sides = 4;");
      checker.update({ changed: [project.path("shape.ts")] });
      expect(codes("user.ts")).toEqual([]);
    });
    claim("what is not told has not happened", () => {
      project.write("shape.ts", "export const sides = 'five';");
      write({ "cell.ts": 'import { twice } from "./user"; const b: number = twice;' });
      expect(codes("user.ts")).toEqual([]);
      project.write("shape.ts", "export const sides = 4;");
    });
    claim("a deleted file is gone, and found again when it is there", () => {
      project.remove("shape.ts");
      checker.update({ deleted: [project.path("shape.ts")] });
      expect(codes("user.ts")).toEqual([[2307, 22]]);
      expect(() => checker.tree(project.path("shape.ts"))).toThrow(/has no file .*shape\.ts/);
      project.write("shape.ts", "export const sides = 4;");
      checker.update({ everything: true });
      expect(codes("user.ts")).toEqual([]);
    });
    claim("a package that was installed is found after a look at everything", () => {
      write({ "cell.ts": 'import { one } from "late-package"; const a: string = one;' });
      expect(codes()).toEqual([[2307, 20]]);
      project.write("node_modules/late-package/package.json", '{ "types": "index.d.ts" }');
      project.write("node_modules/late-package/index.d.ts", "export const one: 1;");
      checker.update({ everything: true });
      expect(codes()).toEqual([[2322, 42]]);
    });
    claim("texts stay what they are after a look at everything", () => {
      write({ "cell.ts": "const kept: string = 1;" });
      checker.update({ everything: true });
      expect(codes()).toEqual([[2322, 6]]);
    });
    claim("without news everything is as before", () => {
      checker.update({});
      expect(codes()).toEqual([[2322, 6]]);
    });
    claim("a file of no program has no tree", () => {
      expect(() => checker.tree(project.path("nobody.ts"))).toThrow(/has no file .*nobody\.ts/);
    });
  });

  describe(`${name}: what imported names are`, () => {
    const kinds: Readonly<Record<string, ImportKind>> = {
      anInterface: "type",
      aType: "type",
      aNamespaceOfTypes: "type",
      again: "type",
      aClass: "value",
      anEnum: "value",
      aValue: "value",
      aFunction: "value",
      aValueAndAType: "value",
      aVariable: "variable",
      anOldVariable: "variable",
      exportedLater: "variable",
      nothing: "value",
    };
    let answers: readonly ImportKind[];
    let none: readonly ImportKind[];
    const names = Object.keys(kinds);
    beforeAll(() => {
      const text = `import { ${names.join(", ")} } from "./kinds";`;
      const project = smallProject({
        "kinds.ts": `import type { other } from "./other"; export type again = other;
          export interface anInterface {} export type aType = 1; export class aClass {}
          export namespace aNamespaceOfTypes { export type T = 1 } export enum anEnum { A }
          export const aValue = 1; export function aFunction() {}
          export const aValueAndAType = 1; export type aValueAndAType = 1;
          export let aVariable = 1; export var anOldVariable = 1; let exportedLater = 1;
          export { exportedLater };`,
        "other.ts": "export interface other {}",
      });
      const { checker } = opened(project, { "cell.ts": text });
      const path = project.path("cell.ts");
      answers = checker.kindsOfImports(
        path,
        names.map((name) => text.search(new RegExp(`\\b${name}\\b`))),
      );
      none = checker.kindsOfImports(path, []);
    });
    for (const [k, word] of names.entries())
      claim(`${word}: ${kinds[word]}`, () => expect(answers[k]).toBe(kinds[word]));
    claim("no positions, no answers", () => expect(none).toEqual([]));
  });

  describe(`${name}: what a project asks for`, () => {
    /** The codes of the errors in one text of a project. */
    function codesIn(text: string, tsconfig: object | null, files = {}, file = "cell.ts") {
      const project = smallProject(files, tsconfig);
      const { checker } = opened(project, { [file]: text });
      return errorsOf(checker, project.path(file)).map(({ code }) => code);
    }
    const careless = "const f = (x) => x; export let n: number = null as null;";
    const legacy = `function log(target: object, name: string, descriptor: PropertyDescriptor) {}
      export class A { @log method() {} }`;
    const standard = `function log(method: () => void, { name }: ClassMethodDecoratorContext) {}
      export class A { @log method() {} }`;
    const jsxTypes = "declare namespace JSX { interface IntrinsicElements { b: { id?: number } } }";
    const jsx = { compilerOptions: { ...strict.compilerOptions, jsx: "react", jsxFactory: "h" } };
    const element = 'declare const h: unknown; export const e = <b id="one" />;';

    claim("strict: what is null has to be said, and what is any", () => {
      expect(codesIn(careless, strict)).toEqual([7006, 2322]);
    });
    claim("not strict: neither", () => {
      expect(codesIn(careless, { compilerOptions: { strict: false } })).toEqual([]);
    });
    claim("without a tsconfig.json: not strict", () => {
      expect(codesIn(careless, null)).toEqual([]);
    });
    claim("a tsconfig.json that does not say: as the project's own TypeScript, strict from version 6 on", () => {
      const unsaid = { compilerOptions: { target: "es2022" } };
      const asking = (version: string) => ({ "package.json": `{ "devDependencies": { "typescript": "${version}" } }` });
      const installed = (version: string) => ({
        ...asking("7.0.2"),
        "node_modules/typescript/package.json": `{ "version": "${version}" }`,
      });
      expect(codesIn(careless, unsaid)).toEqual([7006, 2322]);
      expect(codesIn(careless, unsaid, asking("^7.0.2"))).toEqual([7006, 2322]);
      expect(codesIn(careless, unsaid, asking("~5.9.3"))).toEqual([]);
      expect(codesIn(careless, unsaid, installed("5.4.2"))).toEqual([]);
      expect(codesIn(careless, unsaid, installed("6.0.3"))).toEqual([7006, 2322]);
      expect(codesIn(careless, strict, installed("5.4.2"))).toEqual([7006, 2322]);
      const onlyAny = { compilerOptions: { noImplicitAny: true } };
      expect(codesIn(careless, onlyAny, installed("4.1.3"))).toEqual([7006]);
      const based = { "base.json": JSON.stringify(strict), ...installed("5.4.2") };
      expect(codesIn(careless, { extends: "./base.json" }, based)).toEqual([7006, 2322]);
    });
    claim("a tsconfig.json that extends another one", () => {
      const base = JSON.stringify(strict);
      expect(codesIn(careless, { extends: "./base.json" }, { "base.json": base })).toEqual([7006, 2322]);
    });
    claim("what a project says of unused names does not count", () => {
      const compilerOptions = { noUnusedLocals: true, noUnusedParameters: true, strict: true };
      expect(codesIn("const unused = 1; export {};", { compilerOptions })).toEqual([]);
    });
    claim("a project's own declarations of types are there", () => {
      const files = { "globals.d.ts": "declare const given: number;" };
      expect(codesIn("export const a: string = given;", strict, files)).toEqual([2322]);
    });
    claim("standard decorators", () => {
      expect(codesIn(standard, strict)).toEqual([]);
      expect(codesIn(legacy, strict)).toEqual([1241]);
    });
    claim("the decorators of experimentalDecorators", () => {
      const compilerOptions = { strict: true, experimentalDecorators: true };
      expect(codesIn(legacy, { compilerOptions })).toEqual([]);
    });
    claim("JSX where it is asked for, with its types", () => {
      expect(codesIn(element, jsx, { "jsx.d.ts": jsxTypes }, "cell.tsx")).toEqual([2322]);
    });
    claim("a text by itself may hold JSX where it is asked for, and nowhere else", () => {
      const errors = (tsconfig: object) =>
        opened(smallProject({}, tsconfig), {}).checker.parse("<b>1</b>").errors.length;
      expect(errors(jsx)).toBe(0);
      expect(errors(strict)).toBeGreaterThan(0);
    });
    claim("what an emitter has to know is among the options", () => {
      const compilerOptions = {
        experimentalDecorators: true,
        jsx: "react",
        jsxFactory: "h.make",
        jsxFragmentFactory: "F",
        target: "es2021",
      };
      expect(open(smallProject({}, { compilerOptions }).settings()).options).toEqual({
        jsx: true,
        aliases: [],
        jsxFactories: ["h", "F"],
        compilerOptions: {
          experimentalDecorators: true,
          jsx: "react",
          jsxFactory: "h.make",
          jsxFragmentFactory: "F",
          useDefineForClassFields: false,
        },
      });
      expect(open(smallProject({}).settings()).options).toEqual({
        jsx: false,
        aliases: [],
        jsxFactories: [],
        compilerOptions: { useDefineForClassFields: true },
      });
    });
    claim("each of a project's modes of JSX", () => {
      const mode = (jsx: string) =>
        open(smallProject({}, { compilerOptions: { jsx } }).settings()).options.compilerOptions.jsx;
      const modes = ["preserve", "react", "react-native", "react-jsx", "react-jsxdev"];
      expect(modes.map(mode)).toEqual(["react-jsx", "react", "react", "react-jsx", "react-jsxdev"]);
    });
    claim("a language server is given a tsconfig.json with the same roots", () => {
      const project = smallProject({});
      const { checker } = opened(project, { "cell.ts": "export {};" });
      const roots = [project.path("cell.ts"), project.path("more.ts")];
      const config = JSON.parse(checker.config(roots));
      expect(config.files).toEqual(roots);
      expect(config.extends).toBe(project.path("tsconfig.json"));
    });
    claim("a checker that was closed has ended", () => {
      const project = smallProject({});
      const { checker } = opened(project, { "cell.ts": "export {};" });
      checker.close();
      expect(() => checker.tree(project.path("cell.ts"))).toThrow();
    });
  });

  describe(`${name}: the syntax that the compiler reads`, () => {
    const { functions, kinds, flags } = namesOfSyntax();
    let checker: Checker;
    beforeAll(() => {
      ({ checker } = opened(smallProject({}), {}));
    });
    claim("every test of a node's kind that our files use", () => {
      const { syntax } = checker;
      expect(functions).toEqual(expect.arrayContaining(["isBlock", "isJsxNamespacedName"]));
      const missing = functions.filter((name) => !(name in syntax));
      expect(missing).toEqual([]);
    });
    claim("every kind of node and every flag that our files name", () => {
      const { SyntaxKind, NodeFlags } = checker.syntax;
      expect(kinds).toEqual(expect.arrayContaining(["ImportKeyword", "ExportKeyword"]));
      expect(flags).toEqual(["Let", "Const", "Using", "AwaitUsing"]);
      expect(kinds.filter((name) => !(name in SyntaxKind))).toEqual([]);
      expect(flags.filter((name) => !(name in NodeFlags))).toEqual([]);
    });
  });

  it(`${name}: every exception is one of a claim above`, () => {
    expect(Object.keys(exceptions).filter((title) => !used.has(title))).toEqual([]);
  });
}

const isTest = (name: string): boolean => name.startsWith("is");

/** What the compiler's files say of syntax: `ts.isBlock`, `kind.Block`, `ts.NodeFlags.Let`. */
function namesOfSyntax(): { functions: string[]; kinds: string[]; flags: string[] } {
  const folder = join(root, "jupyter/kernel/compiler");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const files = names.map((file) => readFileSync(join(folder, file), "utf8"));
  const code = files.join("\n").replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  const all = (pattern: RegExp) =>
    [...new Set(Array.from(code.matchAll(pattern), ([, name]) => name as string))].sort();
  const destructured = (from: string) =>
    all(new RegExp(`\\{ ([^}]*) \\} = (?:this\\.#)?${from};`, "g")).flatMap((names) => names.split(", "));
  return {
    functions: [...all(/(?:\bts|#ts)\s*\.(is\w+)/g), ...destructured("ts")].filter(isTest),
    kinds: [...all(/\b(?:kind|SyntaxKind)\.([A-Z]\w+)/g), ...destructured("ts\\.SyntaxKind")],
    flags: destructured("ts\\.NodeFlags"),
  };
}

const withoutPath = ({ start, length, code, message }: Diagnostic) => ({
  start,
  length,
  code,
  message,
});
