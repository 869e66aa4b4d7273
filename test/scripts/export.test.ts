import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processesOf, projectRoot } from "../helpers/jupyterlab";
import { type RunOptions, runScript } from "../helpers/project-copy";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "export-"));
  mkdirSync(join(folder, "notebooks"));
  write("good", ["const a = 1;"]);
  write("bad", [
    "const a = 1;",
    "\n// Boom\nfunction f() { throw new RangeError('no ' + a); }\nf();",
    "a",
  ]);
  write("untyped", ["const a: number = 'x';"]);
  write("slow", ["console.log('begun'); for (;;) {}"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, sources: string[]): void {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    execution_count: null,
    id: `cell-${index}`,
    metadata: {},
    outputs: [],
    source,
  }));
  const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, "notebooks", `${name}.ipynb`), JSON.stringify(notebook));
}

function exportNotebooks(names: string[], options?: RunOptions) {
  const folders = ["--from", join(folder, "notebooks"), "--to", join(folder, "exports")];
  return runScript(projectRoot, ["scripts/export.mjs", ...folders, ...names], options);
}

const exported = () =>
  existsSync(join(folder, "exports")) ? readdirSync(join(folder, "exports")) : [];

test("a failing cell stops the export with the notebook, the cell and the error, and leaves no page", async () => {
  const before = readFileSync(join(folder, "notebooks", "bad.ipynb"), "utf8");
  const { status, output } = await exportNotebooks(["bad", "good"]);
  expect(output).toBe("• bad.ipynb …\n\n✗ bad.ipynb, cell 2 of 3: // Boom\n  RangeError: no 1\n");
  expect(status).toBe(1);
  expect(exported()).toEqual([]);
  expect(readFileSync(join(folder, "notebooks", "bad.ipynb"), "utf8")).toBe(before);
});

test("a type error is an error of its cell", async () => {
  const { status, output } = await exportNotebooks(["untyped"]);
  expect(output).toMatch(
    /✗ untyped\.ipynb, cell 1 of 1: const a: number = 'x';\n.*Type 'string' is not assignable to type 'number'/,
  );
  expect(status).toBe(1);
});

test("an unknown name is answered with those there are", async () => {
  const { status, output } = await exportNotebooks(["convolution"]);
  expect(output).toBe('\n✗ No notebook "convolution": there are bad, good, slow, untyped.\n');
  expect(status).toBe(1);
});

test("Ctrl-C in a running cell leaves no page, no half of one and no process", async () => {
  const { status } = await exportNotebooks(["slow"], {
    killAt: "• slow",
    after: 6000,
    signal: "SIGINT",
  });
  expect(status).toBe(130);
  expect(exported()).toEqual([]);
  expect(processesOf("export_notebooks.py").filter((line) => line.includes(folder))).toEqual([]);
});

test("notebooks are named with or without folder and extension", async () => {
  const { status, output } = await exportNotebooks(["notebooks/good.ipynb"]);
  expect(output).toMatch(/^• good\.ipynb …\n✓ exports\/good\.html \([\d.]+ s, [\d.]+ MB\)\n$/);
  expect(status).toBe(0);
  expect(exported()).toEqual(["good.html"]);
});
