// The part of Node that a page has answers as Node does.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap as NodeSourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, gzipSync, gunzipSync as nodeGunzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fs, takeWritten } from "../../../jupyter/browser/node/fs";
import { SourceMap } from "../../../jupyter/browser/node/source-map";
import { gunzipSync } from "../../../jupyter/browser/node/zlib";
import { TypeScript6Emitter } from "../../../jupyter/browser/seams/typescript-emitter";
import { type NodeInPage, openNodeInPage } from "../../helpers/kernel/browser/node-in-page";
import { told } from "../../helpers/kernel/browser/told";
import { same } from "./same-in-page";

const folder = mkdtempSync(join(tmpdir(), "node-in-page-"));
let page: NodeInPage;
beforeAll(async () => {
  page = await openNodeInPage(folder);
});
afterAll(async () => {
  await page.close();
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(same))("%s", (_module, codes) => {
  it.each(Object.entries(codes))("%s", async (_title, code) => {
    const nodes = await told(code, createRequire(import.meta.url), folder);
    expect(await page.run(code)).toEqual(nodes);
  });
});

describe("node:fs of a page", () => {
  const withRequest = `const { XMLHttpRequest } = globalThis; globalThis.asked ??= [];
    globalThis.XMLHttpRequest = class extends XMLHttpRequest { open(way, url) { asked.push(url.split("/").at(-1));
    super.open(way, url); } };`;

  it("fetches a file of the site when it is read first, knows its size before, and keeps its time", async () => {
    writeFileSync(join(folder, "far"), "from the site");
    const place = { "data/far": { url: pathToFileURL(join(folder, "far")).href, size: 13 } };
    const code = `${withRequest} const fs = require("fs"); const { size, mtimeMs } = fs.statSync("/project/data/far");
      const before = asked.length; const texts = [1, 2].map(() => fs.readFileSync("/project/data/far", "utf8"));
      return [size, before, texts, asked, fs.statSync("/project/data/far").mtimeMs === mtimeMs];`;
    const text = "from the site";
    expect(await page.run(code, place)).toEqual([13, 0, [text, text], ["far"], true]);
  });

  it("gives every change a time of its own, and one that is placed anew another", async () => {
    const code = `const fs = require("fs"); const times = ["/project/placed"].map((path) => fs.statSync(path).mtimeMs);
      for (let k = 0; k < 100; k++) { fs.writeFileSync(folder + "/often", String(k));
        times.push(fs.statSync(folder + "/often").mtimeMs); }
      return new Set(times).size;`;
    expect(await page.run(code, { placed: { text: "" } })).toBe(101);
    const time = 'return require("fs").statSync("/project/placed").mtimeMs;';
    const before = await page.run(time);
    expect(await page.run(time, { placed: { text: "" } })).not.toBe(before);
  });

  it("writes to descriptors 1 and 2 what a cell prints", async () => {
    const code = `const told = []; for (const name of ["stdout", "stderr"]) process[name].write = (part) =>
      told.push([name, String(part)]);
      const fs = require("fs"); fs.writeSync(1, "out"); fs.writeFileSync(2, "error"); return told;`;
    expect(await page.run(code)).toEqual([
      ["stdout", "out"],
      ["stderr", "error"],
    ]);
  });

  it("tells what is written below the project and what is removed, once, in order", () => {
    takeWritten();
    fs.mkdirSync("/project/some", { recursive: true });
    fs.writeFileSync("/project/some/half", "123");
    fs.appendFileSync("/project/some/half", "45");
    fs.renameSync("/project/some/half", "/project/some/whole");
    fs.writeFileSync("/tmp/other", "");
    const sizes = () => takeWritten().map(([path, bytes]) => [path, bytes?.length]);
    expect(sizes()).toEqual([
      ["some/whole", 5],
      ["some/half", undefined],
    ]);
    fs.renameSync("/project/some", "/project/more");
    expect(sizes()).toEqual([
      ["more/whole", 5],
      ["some/whole", undefined],
    ]);
    fs.rmSync("/project/more", { recursive: true });
    expect(sizes()).toEqual([["more/whole", undefined]]);
  });
});

describe("what a page lacks", () => {
  it.each([
    ["os", "loadavg"],
    ["process", "chdir"],
    ["util", "parseArgs"],
    ["crypto", "scryptSync"],
    ["zlib", "brotliCompressSync"],
  ])("%s.%s says so when it is called, also by the name that an import takes", async (module, name) => {
    const message = `${module}.${name} does not work in the browser edition`;
    const error = { name: "MissingInBrowser", code: "ERR_MISSING_IN_BROWSER", message };
    expect(await page.run(`require("${module}").${name}();`)).toEqual(error);
    expect(await page.run(`const { ${name} } = { ...require("${module}") }; new ${name}();`)).toEqual(error);
  });

  it("a name that Node has not either is undefined", async () => {
    expect(await page.run('return [typeof require("fs").foo, typeof require("util").isUndefinedName];')).toEqual([
      "undefined",
      "undefined",
    ]);
  });
});

describe("node:zlib", () => {
  const bytes = Uint8Array.from({ length: 50_000 }, (_, k) => Math.imul(k, 2654435761) >>> 24);
  const zipped = gzipSync(bytes);

  it("unzips what Node zipped", () => {
    expect([...gunzipSync(zipped)]).toEqual([...bytes]);
  });

  it("refuses half a file, unless the start is enough", () => {
    const half = zipped.subarray(0, zipped.length >> 1);
    expect(() => nodeGunzip(half)).toThrow();
    expect(() => gunzipSync(half)).toThrow();
    const start = gunzipSync(half, { finishFlush: constants.Z_SYNC_FLUSH });
    expect(start.length).toBeGreaterThan(1000);
    expect([...start]).toEqual([...bytes.subarray(0, start.length)]);
  });

  it("refuses more than it may give", () => {
    const code = (unzip: typeof gunzipSync) => {
      try {
        return unzip(zipped, { maxOutputLength: 49_999 }).length;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      }
    };
    expect(code(gunzipSync)).toBe(code(nodeGunzip as typeof gunzipSync));
  });
});

it("SourceMap leads where Node's does, from every column of some code", () => {
  const text = "const a: number = 1;\nexport function f(x: string) {\n  return x + a; // sum\n}\nfor (;;) f('');\n";
  const { code, map } = new TypeScript6Emitter({}).emitAtOnce(text, { form: "module", extension: ".ts" });
  const payload = JSON.parse(map);
  const [ours, nodes] = [new SourceMap(payload), new NodeSourceMap(payload)];
  const place = (entry: object) => {
    const { originalLine, originalColumn } = entry as { originalLine?: number; originalColumn?: number };
    return [originalLine, originalColumn];
  };
  const columns = code.split("\n").flatMap((line, k) => Array.from(line, (_, column) => [k, column] as const));
  expect(columns.length).toBeGreaterThan(200);
  expect(columns.map((at) => place(ours.findEntry(...at)))).toEqual(columns.map((at) => place(nodes.findEntry(...at))));
});
