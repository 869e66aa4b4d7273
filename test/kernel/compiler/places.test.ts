import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript6";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { helperNames } from "../../../jupyter/kernel/compiler/cells/wrapped-cell";
import { NativeChecker } from "../../../jupyter/kernel/compiler/checking/native-checker";
import { EsbuildEmitter } from "../../../jupyter/kernel/compiler/emitting/esbuild-emitter";
import type { CellMap } from "../../../jupyter/kernel/compiler/rewriting/cell-map";
import { rewriteCell } from "../../../jupyter/kernel/compiler/rewriting/rewrite-cell";
import type { MadeUpNames } from "../../../jupyter/kernel/compiler/rewriting/walk";
import { root } from "../../../scripts/project.mjs";
import { smallProject } from "../../helpers/compiler/small-project";
import { type CellSequence, notebooks, semantics } from "./all-cells";
import { type Kind, kinds, type Landing, landings, landingsOfFile } from "./places";

// Other work on the machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const project = smallProject({});
const checker = new NativeChecker(project.settings());
const emitter = new EsbuildEmitter(checker.options.compilerOptions);
beforeAll(() => checker.open([], new Map()));
afterAll(() => {
  checker.close();
  project.close();
});

interface EmittedCell {
  readonly map: CellMap;
  readonly code: string;
  readonly made: MadeUpNames;
}

/** What has no JavaScript is left out: some cells are wrong on purpose. */
async function emitted(sequences: readonly CellSequence[]): Promise<EmittedCell[]> {
  const found: EmittedCell[] = [];
  for (const { cells } of sequences) {
    const known = new Set<string>();
    for (const text of cells) {
      const { tree, errors } = checker.parse(text);
      if (errors.length > 0) continue;
      const { edited, names, made } = rewriteCell(checker.syntax, tree, text, known);
      for (const { name, hasValue } of names) if (hasValue) known.add(name);
      const asked = { form: "cell", extension: ".ts" } as const;
      const result = await emitter.emit(edited.text, asked).catch(() => undefined);
      if (!result) continue;
      const { code, map } = result;
      const { pieces, text: rewritten } = edited;
      found.push({ code, made, map: { map, rewritten, pieces, text, typed: text } });
    }
  }
  return found;
}

const ofCells = async (sequences: readonly CellSequence[]): Promise<Landing[]> =>
  (await emitted(sequences)).flatMap(({ map, code }) => landings(map, code));

async function ofFiles(): Promise<Landing[]> {
  const folder = join(root, "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const found: Landing[] = [];
  for (const file of files.filter((file) => file.endsWith(".ts") && !/engine\/simd/.test(file))) {
    const text = readFileSync(join(folder, file), "utf8");
    const { code, map } = await emitter.emit(text, { form: "module", extension: ".ts" });
    found.push(...landingsOfFile(map, code, text));
  }
  return found;
}

function shares(found: readonly Landing[]): Record<Kind, number> {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  for (const { kind } of found) counts[kind]++;
  return counts;
}

/** What is there to explain, of all that a map says. */
const others = (found: readonly Landing[]): string[] =>
  found.filter(({ kind }) => kind === "other").map(({ shown }) => shown);

it("every segment of the notebooks' cells leads to its word, or is of a kind that is known", async () => {
  const found = await ofCells(notebooks);
  expect(found.length).toBeGreaterThan(7000);
  expect(others(found)).toEqual([]);
  const { exact, carried, renamed, lowered } = shares(found);
  expect(exact / found.length).toBeGreaterThan(2 / 3);
  expect(carried / found.length).toBeLessThan(0.05);
  expect({ renamed, lowered }).toEqual({ renamed: 2, lowered: 0 });
});

it("of the segments of all files in src no one leads astray", async () => {
  const found = await ofFiles();
  expect(found.length).toBeGreaterThan(20_000);
  expect(others(found)).toEqual([]);
  expect(shares(found).exact / found.length).toBeGreaterThan(0.85);
});

it("of the segments of semantics.ts one in a thousand is of no known kind", async () => {
  const found = await ofCells(semantics);
  expect(found.length).toBeGreaterThan(30_000);
  expect(others(found).length / found.length).toBeLessThan(0.001);
});

it("what a cell's code declares at its top is the reader's, or listed as made up", async () => {
  const cells = await emitted([...notebooks, ...semantics]);
  expect(cells.length).toBeGreaterThan(700);
  const unlisted = cells.flatMap(({ code, map: { text }, made }) => {
    const listed = new Set([...Object.values(made), ...helperNames(code, text)]);
    const words = new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    return declaredAtTop(code).filter((name) => !words.has(name) && !listed.has(name));
  });
  expect(unlisted).toEqual([]);
});

it("a helper's name that the reader uses is the reader's", () => {
  const code = "var __using = 1, _stack = []; _mine(o._own, _stack);";
  expect(helperNames(code, "_mine()")).toEqual(["__using", "_stack"]);
});

function declaredAtTop(code: string): string[] {
  const { statements } = ts.createSourceFile("cell.js", code, ts.ScriptTarget.ESNext);
  return statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name?.text ?? [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : []));
  });
}
