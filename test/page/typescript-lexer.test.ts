import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { inProject, jupyterEnvironment, pythonCommand } from "../../scripts/project.mjs";

/** The classes that give words their colours: k* keywords, kt types, n* names, s* strings, m* numbers, o operators. */
function coloured(source: string): [word: string, kind: string][] {
  const script = `import json, sys
from typescript_lexer import NotebookTypeScriptLexer
from pygments.token import STANDARD_TYPES
tokens = NotebookTypeScriptLexer().get_tokens(sys.stdin.read())
print(json.dumps([[text, STANDARD_TYPES[kind]] for kind, text in tokens if text.strip()]))`;
  const env = { ...jupyterEnvironment(), PYTHONPATH: inProject("jupyter", "python") };
  return JSON.parse(execFileSync(pythonCommand("python"), ["-c", script], { env, input: source, encoding: "utf8" }));
}

const names = (source: string) => coloured(source).flatMap(([word, kind]) => (kind.startsWith("n") ? [word] : []));
const keywords = (source: string) => coloured(source).flatMap(([word, kind]) => (kind.startsWith("k") ? [word] : []));

test("the value behind a colon is what it is, and no type", () => {
  const source = 'show({ random: seededRandom(seed), columns: 2, x: shifts, type: "heatmap", from: a ? b : pixels });';
  expect(keywords(source)).toEqual([]);
  expect(names(source)).toEqual([
    "show",
    "random",
    "seededRandom",
    "seed",
    "columns",
    "x",
    "shifts",
    "type",
    "from",
    "a",
    "b",
    "pixels",
  ]);
});

test("a basic type is one where types stand, and a name elsewhere", () => {
  const types = (source: string) => coloured(source).flatMap(([word, kind]) => (kind === "kt" ? [word] : []));
  expect(types("function f(a: number, b?: string[], c: Record<string, boolean>): void {}")).toEqual([
    "number",
    "string",
    "string",
    "boolean",
    "void",
  ]);
  expect(types("const x = y as number; type A = { readonly n: number };")).toEqual(["number", "number"]);
  expect(types("const number = row.number; f({ string: count });")).toEqual([]);
});

test("words that are keywords in some places only", () => {
  expect(keywords('import { a as b, type C } from "./src/index";')).toEqual(["import", "as", "type", "from"]);
  expect(keywords('import type { A } from "a"; import * as b from "b";')).toEqual([
    "import",
    "type",
    "from",
    "import",
    "as",
    "from",
  ]);
  expect(keywords("for (const x of Array.from(xs)) of(x.default, x.type);")).toEqual(["for", "const", "of"]);
  expect(keywords("const short = final + double * char;")).toEqual(["const"]);
  expect(keywords("class A extends B { private static x = 1; constructor(readonly y: T) {} }")).toEqual([
    "class",
    "extends",
    "private",
    "static",
    "constructor",
    "readonly",
  ]);
});

test("braces and template strings inside a template string", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
  const source = "`a ${xs.map((x) => { return `<${x}>`; })} b` + c";
  const strings = coloured(source).filter(([, kind]) => kind === "sb");
  expect(strings.map(([word]) => word)).toEqual(["`", "a ", "`", "<", ">", "`", " b", "`"]);
  expect(names(source)).toEqual(["xs", "map", "x", "x", "c"]);
});
