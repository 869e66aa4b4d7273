// What every `Emitter` must answer, whatever makes its JavaScript.
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript6";
import { describe, expect, it } from "vitest";
import { EmitError, type EmitOptions, type Emitter } from "../../../jupyter/kernel/compiler/emitting/emitter";
import { marked } from "../../helpers/compiler/marked";
import { type Segment, segmentsOf, wordAt } from "../../helpers/compiler/segments";
import { awaitingModules, cells, type EmitEntry, mistakes, modules } from "./emitter-table";

export interface EmitterContract {
  readonly name: string;
  readonly create: (compilerOptions: Readonly<Record<string, unknown>>) => Emitter;
  /** Claims that do not hold, by title, each with the reason. */
  readonly exceptions: Readonly<Record<string, string>>;
}

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

export function emitterContract({ name, create, exceptions }: EmitterContract): void {
  const used = new Set<string>();
  const claim = (title: string, test: () => Promise<void>) => {
    const reason = exceptions[title];
    used.add(title);
    if (reason) it.fails(`NOT: ${title} (${reason})`, test);
    else it(title, test);
  };

  const emit = (form: EmitOptions["form"], entry: EmitEntry) => {
    const { text, compilerOptions = {}, extension = ".ts", jsxFactory, jsxFragment } = entry;
    return create(compilerOptions).emit(text, {
      form,
      extension,
      ...(jsxFactory && jsxFragment ? { jsxFactory, jsxFragment } : {}),
      ...(form === "cell" ? {} : { importMeta: "__meta" }),
    });
  };

  describe(`${name}: a cell`, () => {
    for (const entry of cells)
      claim(`cell: ${entry.title}`, async () => {
        const { code } = await emit("cell", entry);
        const scope: { out?: unknown } = {};
        await new AsyncFunction("$", `"use strict";${code}\n`)(scope);
        expect(shown(scope.out)).toBe(entry.gives);
      });
  });

  describe(`${name}: a file`, () => {
    for (const entry of modules)
      claim(`module: ${entry.title}`, async () => {
        const { code } = await emit("module", entry);
        expect(shown(runModule(code))).toBe(entry.gives);
      });
    claim("module: import() is a promise of what require gives", async () => {
      const text = 'export const later = import("numbers").then(({ two }) => two);';
      const { code } = await emit("module", { title: "", text, gives: "" });
      expect(await runModule(code).later).toBe(2);
    });
    claim("module: what is exported and changes is seen to change", async () => {
      const text = "export let a = 1; export const change = () => { a = 2 };";
      const exports = runModule((await emit("module", { title: "", text, gives: "" })).code);
      (exports.change as () => void)();
      expect(exports.a).toBe(2);
    });
    for (const text of ["let a = 1;\n«await» a;", "«for await (const a of [1]) a;»"])
      claim(`module: await at the top is refused: ${text}`, async () => {
        const refused = emit("module", { title: "", text: text.replace(/[«»]/g, ""), gives: "" });
        await expect(refused).rejects.toThrow(/^Top-level await/);
        await expect(refused).rejects.toThrow(EmitError);
      });
    claim("module: await in functions, methods and fields is not at the top", async () => {
      const text = "export const f = async () => await 1; class A { async m() { for await (const x of [1]) x; } }";
      await emit("module", { title: "", text, gives: "" });
    });
  });

  describe(`${name}: a file with await at its top`, () => {
    for (const entry of awaitingModules)
      claim(`awaiting module: ${entry.title}`, async () => {
        const { code } = await emit("awaiting module", entry);
        const source = `const __meta = { url: "here" };${code}`;
        const url = `data:text/javascript,${encodeURIComponent(source)}`;
        expect(shown(await import(/* @vite-ignore */ url))).toBe(entry.gives);
      });
  });

  describe(`${name}: mistakes`, () => {
    for (const { source, form } of mistakes)
      for (const prefix of ["", "'😀é';\n/* 😀 */ "])
        claim(`${form}: the place of ${JSON.stringify(prefix + source)}`, async () => {
          const { text, start } = marked(prefix + source);
          const error = await emit(form, { title: "", text, gives: "" }).catch((error) => error);
          expect(error).toBeInstanceOf(EmitError);
          expect(error.start).toBe(start);
          expect(error.message).not.toBe("");
        });
  });

  describe(`${name}: the source map`, () => {
    for (const form of ["cell", "module", "awaiting module"] as const)
      for (const entry of form === "cell" ? cells : form === "module" ? modules : awaitingModules)
        claim(`${form}: words lead to themselves: ${entry.title}`, async () => {
          const { code, map } = await emit(form, entry);
          expect(misled(code, map, entry.text)).toEqual([]);
        });
    claim("a map of another text is found out", async () => {
      const text = "const first = 1, second = first;";
      const { code, map } = await emit("cell", { title: "", text, gives: "" });
      expect(misled(code, map, text)).toEqual([]);
      expect(misled(code, map, text.replace("second", "sec"))).toEqual([]);
      expect(misled(code, map, ` ${text}`)).toEqual(["second: "]);
    });
    claim("a map has no text of the source in it, and the code no address of a map", async () => {
      const { code, map } = await emit("cell", { title: "", text: "let a = 1", gives: "" });
      const parsed = JSON.parse(map);
      expect(parsed.version).toBe(3);
      expect(parsed.sourcesContent ?? null).toBe(null);
      expect(code).not.toContain("sourceMappingURL");
    });
  });

  it(`${name}: every exception is one of a claim above`, () => {
    expect(Object.keys(exceptions).filter((title) => !used.has(title))).toEqual([]);
  });
}

/** What a file exports, with "numbers" and "functions" for packages. */
function runModule(code: string): Record<string, unknown> {
  const module = { exports: {} as Record<string, unknown> };
  const compiled = (names: object) => Object.defineProperty(names, "__esModule", { value: true });
  const packages: Readonly<Record<string, object>> = {
    numbers: compiled({ default: 0, one: 1, two: 2 }),
    functions: compiled({
      self(this: unknown) {
        return this;
      },
    }),
    "node:path": path,
    "node:fs": fs,
  };
  const require = (name: string) => {
    const found = packages[name];
    if (!found) throw new Error(`Cannot find module '${name}'`);
    return found;
  };
  const run = new Function("exports", "require", "module", "__meta", `"use strict";${code}\n`);
  run(module.exports, require, module, { url: "here" });
  return module.exports;
}

/** A value as JSON with its names in order; functions and classes are told by their kind. */
function shown(value: unknown): string {
  const plain = (_name: string, value: unknown) => {
    if (typeof value === "function") return /^class\b/.test(String(value)) ? "class" : "function";
    return value;
  };
  const isModule = typeof value === "object" && value !== null && !Array.isArray(value);
  const sorted = isModule
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => name !== "__esModule")
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
  return String(JSON.stringify(sorted, plain));
}

/** Names that stand once in the text and once in the code, and have another word as their source. */
function misled(code: string, map: string, text: string): string[] {
  const [lines, sourceLines] = [code.split("\n"), text.split("\n")];
  const inText = namesIn(text);
  const segments = segmentsOf(map);
  return [...namesIn(code)].flatMap(([name, places]) => {
    const [at, another] = places;
    if (!at || another || inText.get(name)?.length !== 1) return [];
    const source = sourceOf(segments, at.line, at.character);
    const found = source && wordAt(sourceLines, source.line, source.column);
    return found === name ? [] : [`${wordAt(lines, at.line, at.character)}: ${found}`];
  });
}

/** The places of names, apart from those in imports and exports, which become something else. */
function namesIn(text: string): Map<string, ts.LineAndCharacter[]> {
  const file = ts.createSourceFile("text.tsx", text, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, ts.LineAndCharacter[]>();
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const place = file.getLineAndCharacterOfPosition(node.getStart());
      found.set(node.text, [...(found.get(node.text) ?? []), place]);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

const sourceOf = (segments: readonly Segment[], line: number, column: number) =>
  segments.filter((segment) => segment.line === line && segment.column <= column).at(-1)?.source;
