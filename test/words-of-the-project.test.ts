// What the project says of itself in files of its root, and of others' work in docs/licences.md and THIRD-PARTY.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assetsFolder, root } from "../scripts/project.mjs";
import { inlined } from "../scripts/setup/export-assets.mjs";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const { version, license, dependencies, devDependencies } = JSON.parse(read("package.json"));

describe("the version of package.json", () => {
  test.each([
    ["package-lock.json", /^ {2}"version": "(.+)"/m],
    ["CITATION.cff", /^version: (.+)$/m],
    ["jupyter/kernel/requests/kernel-info.ts", /implementation_version: "(.+)"/],
    ["CHANGELOG.md", /^## (.+)$/m],
  ])("is that of %s", (file, pattern) => {
    expect(pattern.exec(read(file))?.[1]).toBe(version);
  });

  test("has its licence in CITATION.cff", () => {
    expect(read("CITATION.cff")).toContain(`\nlicense: ${license}\n`);
  });
});

describe("docs/licences.md and THIRD-PARTY.md", () => {
  const rows = ["docs/licences.md", "THIRD-PARTY.md"]
    .flatMap((file) => read(file).split("\n"))
    .filter((line) => line.startsWith("| "));
  const rowOf = (name: string) =>
    rows.find((row) => row.includes(`\`${name}\``) || row.startsWith(`| ${name} |`)) ?? "no row";
  const packageOf = (name: string): { version: string; license: string } =>
    JSON.parse(read(`node_modules/${name}/package.json`));

  const template = read("jupyter/nbconvert/templates/one-file/index.html.j2");
  const scripts = Array.from(template.matchAll(/\b(?:include_js|script)\("(.+?)"\)/g), ([, name]) => name);
  const ours = ["page.js"];
  const included = scripts.filter((name) => !ours.includes(name)) as (keyof typeof inlined)[];

  test("knows every script that the template inlines", () => {
    expect(scripts).toEqual(expect.arrayContaining(ours));
    expect(included.sort()).toEqual(Object.keys(inlined).sort());
  });

  test.each(included)(
    "%s: its package has a row with version and licence, and the page keeps its copyright line",
    (name) => {
      const { version, license } = packageOf(inlined[name]);
      expect(rowOf(inlined[name])).toContain(`| ${version} | ${license}`);
      const start = readFileSync(join(assetsFolder, "nbconvert/templates/one-file", name), "utf8").slice(0, 300);
      expect(start).toMatch(/^\/\*[^/]*licen[sc]e/i);
      expect(start).toContain(version.split(".")[0]);
    },
  );

  test.each(Object.keys({ ...dependencies, ...devDependencies }))("npm's %s has a row with its licence", (name) => {
    expect(rowOf(name)).toContain(packageOf(name).license);
  });

  test.each(pythonPackages())("PyPI's %s has a row", (name) => {
    expect(rowOf(name)).not.toBe("no row");
  });

  function pythonPackages(): string[] {
    const asked = ["", "-tools", "-hub", "-site"]
      .map((what) => `jupyter/requirements${what}.in`)
      .map(read)
      .join("\n");
    return Array.from(asked.matchAll(/^([a-z-]+)==/gm), ([, name]) => name as string);
  }
});
