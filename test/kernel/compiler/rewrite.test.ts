import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { TypeScript6Checker } from "../../../jupyter/browser/seams/typescript-checker";
import type { Checker } from "../../../jupyter/kernel/compiler/checking/checker";
import { NativeChecker } from "../../../jupyter/kernel/compiler/checking/native-checker";
import { EsbuildEmitter } from "../../../jupyter/kernel/compiler/emitting/esbuild-emitter";
import { type RewrittenCell, rewriteCell } from "../../../jupyter/kernel/compiler/rewriting/rewrite-cell";
import { smallProject, strict } from "../../helpers/compiler/small-project";
import { notebooks, semantics, sequences } from "./all-cells";
import { groups } from "./rewrite-table";
import { shownImports, shownNames } from "./shown-declarations";

// Other work on the machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const jsx = { compilerOptions: { ...strict.compilerOptions, jsx: "react", jsxFactory: "h" } };

/** Both TypeScripts, for texts with and without JSX: `<T>x` is an assertion in the one and an element in the other. */
function trees(tsconfig: object) {
  const project = smallProject({}, tsconfig);
  const checkers: [Checker, Checker] = [
    new NativeChecker(project.settings()),
    new TypeScript6Checker(project.settings()),
  ];
  const rewriteBy = (checker: Checker, text: string, earlier: ReadonlySet<string>) =>
    rewriteCell(checker.syntax, checker.parse(text).tree, text, earlier);
  return {
    open: () => {
      for (const checker of checkers) checker.open([], new Map());
    },
    close: () => {
      for (const checker of checkers) checker.close();
      project.close();
    },
    /** What the trees of TypeScript 7 and 6 give. */
    both: (text: string, earlier: ReadonlySet<string>): [RewrittenCell, RewrittenCell] => [
      rewriteBy(checkers[0], text, earlier),
      rewriteBy(checkers[1], text, earlier),
    ],
  };
}

const plain = trees(strict);
const withJsx = trees(jsx);
beforeAll(() => {
  plain.open();
  withJsx.open();
});
afterAll(() => {
  plain.close();
  withJsx.close();
});

const earlier = new Set(["late", "other"]);

for (const { heading, entries } of groups)
  describe(heading, () => {
    for (const { from, to, names = "", imports = "", isAsync = false } of entries)
      it(`${from} → ${to}`.replaceAll("\n", "⏎"), () => {
        for (const cell of withJsx.both(from, earlier)) {
          expect(cell.edited.text).toBe(to);
          expect(shownNames(cell.names)).toBe(names);
          expect(shownImports(cell.imports)).toBe(imports);
          expect(cell.isAsync).toBe(isAsync);
        }
      });
  });

it("an assertion in angle brackets, where there is no JSX", () => {
  for (const { edited } of plain.both("<number>late + (<any>late)()", earlier))
    expect(edited.text).toBe(";$result.value = <number>$.late + (0, (<any>$.late))()");
});

it("what stands behind a cell's text is not the cell's", () => {
  const text = "late\n";
  const project = smallProject({});
  const checker = new NativeChecker(project.settings());
  checker.open([], new Map());
  const { tree } = checker.parse(`${text}import { late } from "./names"; declare let other: 1;`);
  const { edited, names, imports } = rewriteCell(checker.syntax, tree, text, earlier);
  checker.close();
  project.close();
  expect(edited.text).toBe(";$result.value = $.late\n");
  expect([names, imports]).toEqual([[], []]);
});

it("an emitter reads whatever the table's cells become", async () => {
  const emitter = new EsbuildEmitter({ jsx: "react" });
  // Only these know decorators of parameters.
  const experimental = new EsbuildEmitter({ jsx: "react", experimentalDecorators: true });
  const form = { form: "cell", extension: ".tsx" } as const;
  for (const { to } of groups.flatMap(({ entries }) => entries)) {
    const emitting = (to.includes("m(@") ? experimental : emitter).emit(to, form);
    await expect(emitting, to).resolves.toHaveProperty("code");
  }
});

describe("the trees of TypeScript 7 and 6 give the same", () => {
  for (const [name, cells, count] of [
    ["notebooks", notebooks, 101],
    ["semantics.ts", semantics, 670],
  ] as const)
    it(`for all cells of ${name}`, () => {
      expect(cells.flatMap(({ cells }) => cells).length).toBeGreaterThanOrEqual(count);
      for (const sequence of cells) {
        const known = new Set<string>();
        for (const text of sequence.cells) {
          const [native, version6] = plain.both(text, known);
          expect(comparable(version6), text).toEqual(comparable(native));
          for (const { name, hasValue } of native.names) if (hasValue) known.add(name);
        }
      }
    });
});

it("there are cells to compare", () => expect(sequences.length).toBeGreaterThan(300));

const comparable = ({ edited, names, imports, isAsync, functions, vars }: RewrittenCell) => ({
  edited,
  names,
  imports,
  isAsync,
  functions,
  vars,
});
