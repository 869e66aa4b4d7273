import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { notebook } from "../helpers/notebook";
import { processesOf } from "../helpers/processes";
import { type RunOptions, runScript } from "../helpers/project-copy";

let folder: string;

/** A cell with a widget, without this project's package: the folder is not the project's. */
const control = `const { comms, display } = (globalThis as any)[Symbol.for("jupyter.kernel")];
const kind = { _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: "TextModel" };
const state = { ...kind, description: "name", value: "Ada" };
const { id: model_id } = comms.open("jupyter.widget", { state, buffer_paths: [] });
display({ data: { "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id } } });`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "export-"));
  mkdirSync(join(folder, "notebooks"));
  write("good", [control]);
  write("bad", ["const a = 1;", "\n// Boom\nfunction f() { throw new RangeError('no ' + a); }\nf();", "a"]);
  write("untyped", ["const a: number = 'x';"]);
  write("slow", ["console.log('begun'); for (;;) {}"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, sources: string[]): void {
  writeFileSync(join(folder, "notebooks", `${name}.ipynb`), JSON.stringify(notebook(...sources)));
}

function exportNotebooks(names: string[], options?: RunOptions) {
  const folders = ["--from", join(folder, "notebooks"), "--to", join(folder, "exports")];
  return runScript(root, ["scripts/export.mjs", ...folders, ...names], options);
}

const exportFrom = (own: string, words: string[]) =>
  runScript(root, ["scripts/export.mjs", "--from", own, "--to", join(own, "exports"), ...words]);

const exported = () => (existsSync(join(folder, "exports")) ? readdirSync(join(folder, "exports")).sort() : []);

test("a failing cell costs its notebook the page, with the cell and the error; the others are exported", async () => {
  const before = readFileSync(join(folder, "notebooks", "bad.ipynb"), "utf8");
  const { status, output } = await exportNotebooks(["bad", "good"]);
  expect(output).toMatch(
    /^• bad\.ipynb …\n\n✗ bad\.ipynb, cell 2 of 3: \/\/ Boom\n {2}RangeError: no 1\n\n• good\.ipynb …\n✓ /,
  );
  expect(output).toMatch(/\n✗ 1 of 2 not exported: bad\n$/);
  expect(status).toBe(1);
  expect(exported()).toEqual(["THIRD-PARTY.html", "good.html", "index.html"]);
  expect(readFileSync(join(folder, "exports", "good.html"), "utf8")).toContain("name: <b>Ada</b>");
  rmSync(join(folder, "exports"), { recursive: true });
  expect(readFileSync(join(folder, "notebooks", "bad.ipynb"), "utf8")).toBe(before);
});

test("a type error is an error of its cell", async () => {
  const { status, output } = await exportNotebooks(["untyped"]);
  expect(output).toMatch(
    /✗ untyped\.ipynb, cell 1 of 1: const a: number = 'x';\n.*Type 'string' is not assignable to type 'number'/,
  );
  expect(status).toBe(1);
});

test.each(["convolution", "./notebooks/convolution.ipynb"])(
  "an unknown name is answered with those there are: %s",
  async (name) => {
    const { status, output } = await exportNotebooks([name]);
    expect(output).toBe('\n✗ No notebook "convolution": there are bad, good, slow, untyped.\n');
    expect(status).toBe(1);
  },
);

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
  expect(output).toMatch(/^• good\.ipynb …\n✓ exports\/good\.html \([\d.]+ s, [\d.]+ MB\)\n✓ exports\/index\.html\n$/);
  expect(status).toBe(0);
  expect(exported()).toEqual(["THIRD-PARTY.html", "good.html", "index.html"]);
});

test("a file that is no notebook is named in one line, whatever is wrong with it, and the others are exported", async () => {
  const own = mkdtempSync(join(tmpdir(), "export-"));
  const notebook = readFileSync(join(folder, "notebooks", "good.ipynb"), "utf8");
  const files = {
    "conflict.ipynb": `<<<<<<< HEAD\n${notebook}\n=======\n${notebook}\n>>>>>>> other\n`,
    "cut.ipynb": notebook.slice(0, 40),
    "empty.ipynb": "",
    "list.ipynb": "[]",
    "marked.ipynb": `\uFEFF${notebook}`,
    "other.ipynb": '{"rows": 3}',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
  writeFileSync(join(own, "latin.ipynb"), Buffer.from([0x7b, 0xe4, 0x7d]));
  mkdirSync(join(own, "folder.ipynb"));
  const { status, output } = await exportFrom(own, []);
  expect(output.split("\n").filter((line) => line.startsWith("✗"))).toEqual([
    "✗ conflict.ipynb is no notebook: it holds conflict marks of git; choose one side and save it",
    expect.stringMatching(/^✗ cut\.ipynb is no notebook: it is not valid JSON \(.*\)$/),
    "✗ empty.ipynb is no notebook: it is empty",
    "✗ folder.ipynb: Is a directory",
    "✗ latin.ipynb is no notebook: it is not written in UTF-8",
    "✗ list.ipynb is no notebook: it is JSON of another kind",
    "✗ other.ipynb is no notebook: it is JSON of another kind",
    "✗ 7 of 8 not exported: conflict, cut, empty, folder, latin, list, other",
  ]);
  expect(output).not.toContain("Traceback");
  expect(status).toBe(1);
  expect(readdirSync(join(own, "exports")).sort()).toEqual(["THIRD-PARTY.html", "index.html", "marked.html"]);
  rmSync(own, { recursive: true });
});

test("the pages of one export know each other; with --shared the large scripts lie once beside them", async () => {
  const own = mkdtempSync(join(tmpdir(), "export-"));
  const page = (title: string, links: string) =>
    JSON.stringify({
      cells: [
        {
          cell_type: "markdown",
          id: "a",
          metadata: {},
          source: `# ${title}\n\nIt shows ${title}. And more.\n\n${links}`,
        },
      ],
      metadata: { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } },
      nbformat: 4,
      nbformat_minor: 5,
    });
  writeFileSync(
    join(own, "1 first.ipynb"),
    page("One & all", "$x$ [next](2-second.ipynb#there), [gone](3-third.ipynb)"),
  );
  writeFileSync(join(own, "2-second.ipynb"), page("Two &lt;/title&gt;", "[back](1%20first.ipynb)"));
  writeFileSync(join(own, "3-third.ipynb"), page("Three", ""));
  const { output, status } = await exportFrom(own, ["--shared", "1 first", "2-second"]);
  expect({ output, status }).toMatchObject({ status: 0 });
  // Each page without its style sheets, which are large.
  const [first, second, index] = ["1 first", "2-second", "index"].map((name) =>
    readFileSync(join(own, "exports", `${name}.html`), "utf8").replace(/<style[\s\S]*?<\/style>/g, ""),
  );
  expect(first).toContain('<a href="2-second.html#there">next</a>, gone</p>');
  expect(first).toMatch(/rel="next">Two &lt;\/title&gt; →<\/a>/);
  expect(second).toMatch(/<a href="1%20first\.html" rel="prev">← One &amp; all<\/a>/);
  expect(second).toContain("<title>Two &lt;/title&gt;</title>");
  expect(index).toContain('<h2><a href="1%20first.html">One &amp; all</a></h2><p>It shows One &amp; all.</p>');
  expect(index).not.toContain("Three");
  expect(readdirSync(join(own, "exports", "scripts")).sort()).toEqual(["mathjax.js", "plotly.min.js"]);
  expect(first).toContain('<script src="scripts/mathjax.js"></script>');
  expect(second).not.toContain("mathjax.js"); // it has no formula
  expect(statSync(join(own, "exports", "1 first.html")).size).toBeLessThan(600_000);
  rmSync(own, { recursive: true });
});
