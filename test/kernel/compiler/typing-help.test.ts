// What an editor is told while somebody types, without a kernel: the compiler alone.
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openCompiler } from "../../../jupyter/kernel/compiler/cells/open-compiler";
import { NotebookServer } from "../../../jupyter/kernel/compiler/lookup/notebook-server";
import { TypingHelp } from "../../../jupyter/kernel/compiler/typing/typing-help";
import { root } from "../../../scripts/project.mjs";
import { notebooks } from "./all-cells";

const folder = join(root, "notebooks");

function open() {
  const { compiler, program, draftFiles: files } = openCompiler({ root, folder });
  const server = new NotebookServer(program, folder);
  const help = new TypingHelp({ program, server, files, folder });
  /** Compiles a cell, and takes it for one that ran to its end. */
  const run = async (id: string, code: string) => {
    const cell = await compiler.compile(code);
    if (!("number" in cell)) throw new Error(cell.errors.map(({ message }) => message).join());
    const ended = compiler.declare(cell.number, new Set(cell.names.map(({ name }) => name)));
    if (ended) help.noteRun(id, ended);
  };
  const close = () => {
    server.close();
    program.close();
  };
  return { help, run, close };
}

const cellsOf = (codes: readonly string[]) => codes.map((code, k) => ({ id: `${k}`, code }));

describe("a notebook of which nothing has run", () => {
  const { help, close } = open();
  afterAll(close);
  it.each(notebooks)("has no false error: $name", async ({ cells }) => {
    const page = cellsOf(cells);
    const { problems } = await help.check({ cells: page, wanted: page.map(({ id }) => id) });
    expect(Object.keys(problems)).toHaveLength(cells.length);
    expect(Object.entries(problems).filter(([, found]) => found.length > 0)).toEqual([]);
  });
});

interface Case {
  readonly title: string;
  /** Cells that ran: those with an id of one of `above`, or with another id, which are on the page no more. */
  readonly ran?: readonly (readonly [id: string, code: string])[];
  /** The cells above, as they stand; their ids are "0", "1", … */
  readonly above?: readonly string[];
  readonly typed: string;
  /** For each error, the text that it underlines, and its number. */
  readonly errors: readonly (readonly [string, number])[];
}

// biome-ignore format: a table
const cases: readonly Case[] = [
  { title: "a wrong type is underlined where it is", typed: 'const n: number = "one";', errors: [["n", 2322]] },
  { title: "positions count UTF-16 units", typed: 'const s = "😀😀"; const n: number = s;', errors: [["n", 2322]] },
  { title: "a half-typed line has the errors of its syntax alone", typed: "const n: number = \nconst s: number = 'a';",
    errors: [["const", 1109]] },
  { title: "await and for await may stand at the top", typed: 'await fetch("x");\nfor await (const n of [1]) n;', errors: [] },
  { title: "names in braces on the last line are an object", above: ["const a = 1, b = 2;"], typed: "{ a, b }", errors: [] },
  { title: "a line of %npm is no error, and moves no other", typed: "%npm install left-pad\nconst n: number = 'a';",
    errors: [["n", 2322]] },
  { title: "// @ts-nocheck silences a cell", typed: "// @ts-nocheck\nconst n: number = 'a';", errors: [] },
  { title: "a name that nothing declares", above: ["const width = 1;"], typed: "widht + 1", errors: [["widht", 2552]] },
  { title: "a cell above that has not run counts as it stands", above: ["let a = 1;", "let b = [a];"], typed: "b.push('x')",
    errors: [["'x'", 2345]] },
  { title: "a cell above declares what it can despite an error", above: ["let a = 1;\nconst wrong: string = 2;"], typed: "a.trim()",
    errors: [["trim", 2339]] },
  { title: "a cell above declares what it can while half of it is typed", above: ["let a = 1;\nconst b ="], typed: "a.trim(); b",
    errors: [["trim", 2339]] },
  { title: "declared again, with another type, in a cell above", above: ["let a = 1;", "let a = 'x';"], typed: "a.trim()", errors: [] },
  { title: "declared again, with another type, in the cell itself", ran: [["0", "let a = 1;"]], above: ["let a = 1;"],
    typed: "let a = 'x';\na.trim()", errors: [] },
  { title: "a class instead of a function", above: ["function Layer() {}"], typed: "class Layer {}\nnew Layer();", errors: [] },
  { title: "an interface with other members", above: ["interface Size { w: number }"],
    typed: "interface Size { h: number }\nconst size: Size = { h: 1 };", errors: [] },
  { title: "a cell that ran and was deleted", ran: [["gone", "let gone = 1;\ninterface Size { w: number }"]],
    typed: "const size: Size = { w: gone };\ngone.trim()", errors: [["trim", 2339]] },
  { title: "a cell that ran and was edited counts as it stands", ran: [["0", "let a = 1;"]], above: ["let a = 'x';"], typed: "a.trim()",
    errors: [] },
  { title: "a cell that ran after the one above was edited", ran: [["1", "let a = 'x';"]], above: ["let a = 1;", "let a = 'x';"],
    typed: "a.trim()", errors: [] },
  { title: "what a cell below declared exists when it ran", ran: [["9", "let below = 1;"]], typed: "below + 1", errors: [] },
  { title: "an assignment to a constant of a cell above", above: ["const limit = 3;"], typed: "limit = 4;", errors: [["limit", 2588]] },
  { title: "a method called at the top keeps its variable's type", above: ["let a = { f() { return 1; } };", "a.f();\nconst b = a.f();"],
    typed: "a.f();\nb.trim()", errors: [["trim", 2339]] },
  { title: "an import of a cell above", above: ['import { Conv3x3 } from "./src/index";'], typed: "new Conv3x3('8')", errors: [["'8'", 2345]] },
  { title: "an import of a cell that ran", ran: [["0", 'import { Conv3x3 } from "./src/index";']],
    above: ['import { Conv3x3 } from "./src/index";'], typed: "new Conv3x3('8')", errors: [["'8'", 2345]] },
  { title: "a file that is not there", typed: 'import { x } from "./nowhere";', errors: [['"./nowhere"', 2307]] },
  { title: "a global that a cell declared when it ran", ran: [["0", "declare global { var level: number }"]],
    above: ["declare global { var level: number }"], typed: "level.trim()", errors: [["trim", 2339]] },
  { title: "a global that a cell above will declare", above: ["declare global { var depth: number }"], typed: "depth.trim()",
    errors: [["trim", 2339]] },
  { title: "a global declared again, with another type", ran: [["0", "declare global { var again: number }"]],
    typed: "declare global { var again: string }\nagain.trim()", errors: [] },
];

describe("errors while somebody types", () => {
  // One compiler for all: each case has cells of its own.
  const { help, run, close } = open();
  afterAll(close);

  it.each(cases.map((one, k) => ({ ...one, k })))("$title", async ({ k, ran = [], above = [], typed, errors }) => {
    for (const [id, code] of ran) await run(`${k} ${id}`, code);
    const cells = [...above, typed].map((code, n) => ({ id: `${k} ${n}`, code }));
    const id = `${k} ${above.length}`;
    const { problems } = await help.check({ cells, wanted: [id] });
    const found = problems[id]?.map(({ from, to, code }) => [typed.slice(from, to), code]);
    expect(found).toEqual(errors);
  });

  it("a cell that ran as it stands has none, whatever its names have become since", async () => {
    const cells = cellsOf(["let a = 1;", "a.toFixed();", "let a = 'x';"]);
    for (const { id, code } of cells) await run(id, code);
    const { problems } = await help.check({ cells, wanted: ["1"] });
    expect(problems).toEqual({ 1: [] });
  });
});
