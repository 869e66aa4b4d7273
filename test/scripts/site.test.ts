// The pieces of npm run site that need no browser; test/browser/site.test.ts opens what it makes.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { bundledLicences } from "../../scripts/site/bundled-licences.mjs";
import { inAscii, siteFiles, stageContents } from "../../scripts/site/contents.mjs";
import { filled } from "../../scripts/site/front-page.mjs";
import { serve } from "../../scripts/site/server.mjs";
import { runScript } from "../helpers/project-copy";

const folder = mkdtempSync(join(tmpdir(), "site-"));

describe("the list of files of the site", () => {
  const target = join(folder, "contents");
  beforeAll(() => stageContents(target));

  test("has what notebooks need, and neither answers nor what only makers need", () => {
    const files = siteFiles();
    expect(files).toEqual(
      expect.arrayContaining([
        "package.json",
        "tsconfig.json",
        "src/layers/conv3x3.ts",
        "exercises/as-it-circulates.ts",
      ]),
    );
    expect(files.filter((file) => /solutions|pictures\/draw|claims\.md|ipynb_checkpoints/.test(file))).toEqual([]);
    expect(files.every((file) => existsSync(join(target, file)))).toBe(true);
  });

  test("has MNIST's four files, compressed", () => {
    const names = readdirSync(join(target, "data/mnist")).sort();
    expect(names).toEqual(
      readdirSync(join(root, "data/mnist"))
        .sort()
        .map((name) => `${name}.gz`),
    );
    const labels = "t10k-labels-idx1-ubyte";
    expect(gunzipSync(readFileSync(join(target, "data/mnist", `${labels}.gz`)))).toEqual(
      readFileSync(join(root, "data/mnist", labels)),
    );
  });

  test("has SVGs of plain letters alone, which mean the same", () => {
    const names = readdirSync(join(target, "notebooks/pictures")).filter((name) => name.endsWith(".svg"));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names)
      expect(readFileSync(join(target, "notebooks/pictures", name), "utf8")).toMatch(/^[\0-\x7f]*$/);
    expect(inAscii("<text>−3 → 𝑥</text>")).toBe("<text>&#x2212;3 &#x2192; &#x1d465;</text>");
  });
});

describe("the server of npm run site -- --serve", () => {
  let address = "";
  let close = async () => {};
  beforeAll(async () => {
    mkdirSync(join(folder, "served/lab"), { recursive: true });
    writeFileSync(join(folder, "secret"), "secret");
    writeFileSync(join(folder, "served/index.html"), "front");
    writeFileSync(join(folder, "served/lab/index.html"), "lab");
    writeFileSync(join(folder, "served/x y.ts"), "source");
    writeFileSync(join(folder, "served/d.gz"), "packed");
    ({ address, close } = await serve(join(folder, "served"), { below: "/a/b/", headers: { "x-own": "yes" } }));
  });
  afterAll(() => close());
  const ask = async (path: string) => {
    const response = await fetch(new URL(path, address), { redirect: "manual" });
    return [response.status, response.headers.get("content-type"), await response.text()];
  };

  test("serves files and folders' index.html below its path, on this machine alone", async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/a\/b\/$/);
    expect(await ask("")).toEqual([200, "text/html; charset=utf-8", "front"]);
    expect(await ask("lab/index.html?path=x")).toEqual([200, "text/html; charset=utf-8", "lab"]);
    expect(await ask("x%20y.ts")).toEqual([200, "text/plain; charset=utf-8", "source"]);
    expect(await ask("d.gz")).toEqual([200, "application/gzip", "packed"]);
    expect((await fetch(new URL("d.gz", address))).headers.get("x-own")).toBe("yes");
  });

  test("leads from a folder without a slash to the one with it, where its relative links are right", async () => {
    const response = await fetch(new URL("lab?path=x", address), { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([301, "/a/b/lab/?path=x"]);
  });

  test.each(["nothing", "/a/", "/lab/", "..%2fsecret", "lab%2f..%2f..%2fsecret", "%ff", "%00"])(
    "has no %s",
    async (path) => {
      expect((await ask(path))[0]).toBe(404);
    },
  );
});

test("the front page has a value for every place", () => {
  expect(filled("{{a}} and {{b}}", { a: 1, b: "two" })).toBe("1 and two");
  expect(() => filled("{{c}}", {})).toThrow("index.html: no value for {{c}}");
});

test("the packages of a bundle are listed with version, licence and its text", () => {
  const inputs = Object.fromEntries(
    ["node_modules/fflate/esm/browser.js", "jupyter/browser/worker.ts"].map((path) => [path, {}]),
  );
  const { packages } = JSON.parse(bundledLicences([{ inputs, outputs: {} } as never], ["@types/node"]));
  expect(packages.map((one: { name: string }) => one.name)).toEqual(["@types/node", "fflate"]);
  expect(packages[1]).toMatchObject({ licenseId: "MIT", extractedText: expect.stringContaining("Arjun Barrett") });
});

test.each([
  [["--port", "x"], '--port must be a number from 0 to 65535, got "x".'],
  [["--serv"], "Unknown option '--serv'."],
])("npm run site -- %s is refused before anything is done", async (words, said) => {
  const { status, output } = await runScript(root, ["scripts/site.mjs", ...words]);
  expect(output).toContain(said);
  expect(status).toBe(1);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
