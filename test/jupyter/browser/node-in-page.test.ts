// The part of Node that a page has answers as Node does.

import * as nodeFs from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire, SourceMap as NodeSourceMap } from "node:module";
import { tmpdir } from "node:os";
import * as nodePath from "node:path";
import { join } from "node:path";
import { constants, gzipSync, gunzipSync as nodeGunzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fs from "../../../jupyter/browser/node/fs";
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

describe("node:fs", () => {
  /** What a call gives, or the code of its error. */
  const told = (work: () => unknown) => {
    try {
      const value = work();
      return value instanceof Uint8Array ? [...value] : (value ?? null);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };
  type Fs = Pick<typeof nodeFs, "readFileSync" | "existsSync" | "mkdirSync" | "writeFileSync">;
  const calls: Readonly<Record<string, (its: typeof nodeFs, folder: string) => unknown>> = {
    "reads what is not there": (its, folder) => its.readFileSync(`${folder}/none`),
    "reads a folder": (its, folder) => its.readFileSync(folder),
    "writes and reads text": (its, folder) => {
      its.writeFileSync(`${folder}/a.txt`, "é");
      return its.readFileSync(`${folder}/a.txt`, "utf8");
    },
    "reads bytes": (its, folder) => its.readFileSync(`${folder}/a.txt`),
    "writes into a folder that is not there": (its, folder) => its.writeFileSync(`${folder}/no/a`, ""),
    "writes over a folder": (its, folder) => its.writeFileSync(folder, ""),
    "opens a file that must not exist": (its, folder) => its.openSync(`${folder}/a.txt`, "wx"),
    appends: (its, folder) => {
      its.appendFileSync(`${folder}/a.txt`, "!");
      return its.readFileSync(`${folder}/a.txt`, "utf8");
    },
    "makes a folder twice": (its, folder) => [1, 2].map(() => its.mkdirSync(`${folder}/sub`)),
    "makes folders": (its, folder) => {
      its.mkdirSync(`${folder}/x/y`, { recursive: true });
      return its.statSync(`${folder}/x/y`).isDirectory();
    },
    lists: (its, folder) => its.readdirSync(folder).map(String),
    "lists what is no folder": (its, folder) => its.readdirSync(`${folder}/a.txt`),
    renames: (its, folder) => {
      its.renameSync(`${folder}/a.txt`, `${folder}/b.txt`);
      return [its.existsSync(`${folder}/a.txt`), its.readFileSync(`${folder}/b.txt`, "utf8")];
    },
    "stats what is not there": (its, folder) => its.statSync(`${folder}/none`),
    "stats it without an error": (its, folder) => its.statSync(`${folder}/none`, { throwIfNoEntry: false }),
    sizes: (its, folder) => its.statSync(`${folder}/b.txt`).size,
    "removes what is not there": (its, folder) => its.rmSync(`${folder}/none`),
    "removes it by force": (its, folder) => its.rmSync(`${folder}/none`, { force: true }),
    "removes a folder with all": (its, folder) => {
      its.rmSync(`${folder}/x`, { recursive: true });
      return its.existsSync(`${folder}/x/y`);
    },
    unlinks: (its, folder) => {
      its.unlinkSync(`${folder}/b.txt`);
      return its.existsSync(`${folder}/b.txt`);
    },
  };

  it("gives the same, or the same error, call by call", () => {
    const onDisk = nodeFs.mkdtempSync(nodePath.join(tmpdir(), "fs-"));
    const inMemory = fs.mkdtempSync("/tmp/fs-");
    const both = Object.entries(calls).map(([title, call]) => ({
      title,
      node: told(() => call(nodeFs, onDisk)),
      page: told(() => call(fs as unknown as typeof nodeFs & Fs, inMemory)),
    }));
    nodeFs.rmSync(onDisk, { recursive: true });
    expect(both.map(({ title, page }) => ({ title, gives: page }))).toEqual(
      both.map(({ title, node }) => ({ title, gives: node })),
    );
  });

  it("tells what is written, and what is removed, in order", () => {
    const told: [string, number | undefined][] = [];
    const { written } = fs.changes;
    fs.changes.written = (path, bytes) => told.push([path, bytes?.length]);
    fs.writeFileSync("/tmp/half", "12345");
    fs.renameSync("/tmp/half", "/tmp/whole");
    fs.changes.written = written;
    expect(told).toEqual([
      ["/tmp/half", 5],
      ["/tmp/whole", 5],
      ["/tmp/half", undefined],
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
