// What the kernel says to people where TypeScript's own words would not help them.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { root } from "../../scripts/project.mjs";
import { inBrowser, KernelClient } from "../helpers/kernel/client";
import { strictConfig, temporaryProject } from "../helpers/kernel/temporary-project";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel("const known = 1;");

/** The error of a cell, without the place before it. */
const said = async (code: string) => (await kernel.run(code)).reply.evalue.replace(/^Cell \[\d+\]:\d+:\d+ - /, "");

describe("names that are unknown", () => {
  it("in a kernel where nothing has run are one sentence", async () => {
    const young = await KernelClient.start();
    onTestFinished(() => young.stop());
    const { reply } = await young.run("network.forward(image);\nmnist.train");
    expect(reply.evalue).toBe(
      "Cell [1]:1:1 - 3 names are unknown in this kernel: network, image, mnist. Run the cells above first",
    );
    expect((await young.run("mnist")).reply.evalue).toBe(
      "Cell [2]:1:1 - mnist is unknown in this kernel. Run the cells above first",
    );
  });

  it("are one sentence if there are several, and an ordinary error if it is one", async () => {
    expect(await said("one + two + one")).toBe(
      "2 names are unknown in this kernel: one, two. Run the cells above first",
    );
    expect(await said("one")).toBe("TS2304: Cannot find name 'one'.");
    expect(await said("knwon")).toMatch(/TS2552: .*Did you mean 'known'/);
  });

  it("of a page are told to be none of Node's", async () => {
    for (const name of ["document", "window", "localStorage"])
      expect(await said(`${name}.title`)).toContain(
        inBrowser ? `in a web worker beside the page, so there is no ${name}` : `has no page, so there is no ${name}`,
      );
  });
});

const nothingInstalled = /nothing can be installed here: .*no npm packages; install the project/i;

describe("what people type out of habit", () => {
  it.each<[code: string, words: RegExp, inPage?: RegExp]>([
    ["!ls -la", /runs TypeScript, not a shell.*execSync\("ls -la"\)/, /not a shell\. Write: .*readdirSync\("\."\)$/],
    [
      "!cat data/README.md",
      /execSync\("cat data\/README\.md"\)/,
      /Write: .*readFileSync\("data\/README\.md", "utf8"\)/,
    ],
    ["const a = 1;\n!git status", /execSync\("git status"\)/, /not a shell, and there is none in the browser edition/],
    ["%pip install numpy", /%npm install NAME/, nothingInstalled],
    ["!pip install numpy", /%npm install NAME/, nothingInstalled],
    ["pip install numpy", /%npm install NAME/, nothingInstalled],
    ["!npm install chalk", /Write|write: %npm install chalk/, nothingInstalled],
    ["npm i chalk ora", /write: %npm install chalk ora/, nothingInstalled],
    ["%%time\n1 + 1", /console\.time\("cell"\)/],
    ["%timeit f()", /console\.time\("cell"\)/],
    ["%%html\n<b>1</b>", /tslab\.display\.html/],
    ["%matplotlib inline", /%matplotlib is one of IPython's magics; .*%npm/, /IPython's magics; this kernel has none$/],
    ["# a comment\n1", /A comment begins with \/\//],
    ["const one = 1;\n# another\none", /A comment begins with \/\//],
    ['import { train } from "src/index"', /A path begins with a dot\. Write: "\.\/src\/index"/],
    [
      'import _ from "npm:lodash@4.17"',
      /%npm install lodash, and import from "lodash"/,
      /^lodash cannot be had: .*no npm/,
    ],
    ['import { z } from "jsr:@std/fs"', /%npm install @std\/fs/, /^@std\/fs cannot be had: .*no npm packages/],
    ['import x from "https://esm.sh/x"', /no addresses/],
    [
      'import * as plot from "no-such-plot"',
      /TS2307: Cannot find module/,
      /^Cannot find module 'no-such-plot': .*no npm packages/,
    ],
    ["Deno.version", /runs on Node \d+/, /runs in a browser: there is no Deno/],
    ['test("adds", () => {})', /Cannot find name 'test'.*npm i --save-dev/, /Cannot find name 'test'\.$/],
    [
      'import ts from "typescript"; ts.createProgram',
      /version 7, which is native/,
      /^typescript cannot be had: .*no npm packages/,
    ],
  ])("%s gets one line that says what to write", async (code, words, inPage = words) => {
    const error = await said(code);
    expect(error).toMatch(inBrowser ? inPage : words);
    if (inBrowser) expect(error).not.toMatch(/Node|%npm|execSync|npm i\b/);
    if (!code.includes("typescript")) expect(error.split("\n")).toHaveLength(1);
  });

  if (inBrowser)
    it("%npm in a page is told that nothing can be installed", async () => {
      expect(await said("%npm install chalk")).toMatch(nothingInstalled);
    });

  it.each([
    "!known",
    "const text = `\n# a heading\n!ls\n%%time`; text.length",
    "class A { #x = 1;\n#y = 2; m() { return this.#x + this.#y } }\nnew A().m()",
    "5 \n % 3",
    "// npm install x\n1",
    "/*\n# no\n*/ 1",
  ])("%s is TypeScript", async (code) => {
    expect((await kernel.run(code)).reply.status).toBe("ok");
  });
});

describe("other sentences", () => {
  it("after a broken edit the last good version is said to be in use, and it is", async () => {
    const folder = join(root, ".local/words");
    mkdirSync(folder, { recursive: true });
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const write = (text: string) => writeFileSync(join(folder, "layer.ts"), text);
    write("export const rate: number = 1;\n");
    const cell = 'import { rate } from "./.local/words/layer"; rate';
    expect((await kernel.run(cell)).result).toBe("1");
    write("export const rate: number = 'fast';\n");
    const { reply } = await kernel.run(cell);
    expect(reply.evalue).toContain(".local/words/layer.ts:1:14 - TS2322");
    expect(reply.evalue).toContain("The last good version of .local/words/layer.ts is still in use.");
    expect((await kernel.run("rate")).result).toBe("1");
  });

  it("a notebook of another kernel is told which one", async () => {
    const project = temporaryProject({ "tsconfig.json": strictConfig });
    onTestFinished(() => project.close());
    const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
    project.write("mine.ipynb", JSON.stringify({ metadata: { kernelspec }, cells: [] }));
    const env = { JPY_SESSION_NAME: join(project.folder, "mine.ipynb") };
    const other = await KernelClient.start({ project: project.folder, env });
    onTestFinished(() => other.stop());
    expect((await other.run("print('hi')")).reply.evalue).toContain(
      "This notebook was written for the kernel Python 3 (python3)",
    );
    expect((await other.run("1 + 1")).result).toBe("2");
  });

  it("an import that leads to two places is taken from beside the notebook, with a word, once", async () => {
    const project = temporaryProject({
      "tsconfig.json": strictConfig,
      "lib.ts": 'export const where = "root";\n',
      "notes/lib.ts": 'export const where = "beside";\n',
    });
    onTestFinished(() => project.close());
    const options = { project: project.folder, folder: join(project.folder, "notes") };
    const beside = await KernelClient.start(options);
    onTestFinished(() => beside.stop());
    const cell = 'import { where } from "./lib"; where';
    const first = await beside.run(cell);
    expect(first.result).toBe("'beside'");
    expect(first.stderr).toMatch(/^\.\/lib is .*notes\/lib\.ts, beside the notebook; there is /);
    expect((await beside.run(cell)).stderr).toBe("");
    expect((await beside.run('import { where } from "../lib"; where')).result).toBe("'root'");
  });

  it("%npm install runs npm with its output in the cell; what cannot be had is an error", async () => {
    const project = temporaryProject({
      "tsconfig.json": strictConfig,
      "package.json": '{ "name": "a", "private": true, "notebooks": { "saveInstalled": false } }\n',
      "packed/package.json": '{ "name": "packed", "version": "1.0.0", "main": "index.js", "types": "index.d.ts" }\n',
      "packed/index.js": "exports.seven = 7;\n",
      "packed/index.d.ts": "export const seven: number;\n",
      "second/package.json": '{ "name": "second", "version": "1.0.0", "main": "index.js" }\n',
      "second/index.js": "exports.eight = 8;\n",
    });
    onTestFinished(() => project.close());
    project.remove("node_modules");
    const own = await KernelClient.start({ folder: project.folder });
    onTestFinished(() => own.stop());
    const import_ = 'import { seven } from "packed"; seven';
    expect((await own.run(import_)).reply.evalue).toContain("TS2307");
    const { stdout, reply } = await own.run("%npm install ./packed --offline");
    expect(reply.status).toBe("ok");
    expect(stdout).toContain("added 1 package");
    expect(stdout).toContain("Not written into package.json (--no-save).");
    expect((await own.run(import_)).result).toBe("7");
    expect((await own.run("%npm install ./second --offline")).stdout).not.toContain("removed");
    const both = await own.run('import { eight } from "second"; import * as again from "packed"; [eight, again.seven]');
    expect(both.result).toBe("[ 8, 7 ]");
    const failed = await own.run("%npm install ./nothing-there --offline");
    expect(failed.reply).toMatchObject({ status: "error", ename: "NpmError" });
    expect(failed.traceback).toContain("> 1 | %npm install ./nothing-there --offline");
  });
});
