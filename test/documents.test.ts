// What the Markdown files name is there: files, folders, npm scripts, links. So a file that moves takes its mentions
// along.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/project.mjs";

const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const documents = files.filter((file) => file.endsWith(".md"));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Names that are no files of the project: examples for a reader to write, and what a notebook's own folder has. */
const examples = [
  "src/layers/my-layer.ts",
  "src/panels/my-panel.ts",
  "src/panels/page/my-panel.ts",
  "classes.json",
  "sweep.json",
];

/** All that stands between single backticks, and the lines of fenced blocks. */
function codeIn(text: string): string[] {
  const fenced = Array.from(text.matchAll(/^```.*\n([\s\S]*?)^```/gm), ([, block = ""]) => block.split("\n")).flat();
  const spans = Array.from(text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g), ([, span = ""]) => span);
  return [...spans, ...fenced];
}

/** Words that are a file's name by their ending, or a folder's, which begins with a folder of the project. */
function pathsIn(code: readonly string[]): string[] {
  const words = code.flatMap((text) => text.split(/[\s"'(),:=]+/)).filter((word) => !/[<>…*]|NAME|^\/|^\./.test(word));
  const isFile = (word: string) => /^[\w./-]+\.(?:ts|mjs|cjs|py|md|json|ipynb|txt|svg|png|toml)$/.test(word);
  const isFolder = (word: string) => /^(?:src|test|jupyter|scripts|bench|docs|notebooks)\/[\w./-]*$/.test(word);
  return words.filter((word) => (isFile(word) || isFolder(word)) && !examples.includes(word));
}

/** A path counts from the root or from the document's folder; the end of one will do: `theme.ts`, `simd/run.ts`. */
function isThere(path: string, document: string): boolean {
  if (existsSync(join(root, path)) || existsSync(join(root, dirname(document), path))) return true;
  return files.some((file) => file.endsWith(`/${path}`));
}

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(root, document), "utf8");
  const code = codeIn(text);

  test("names files and folders that are there", () => {
    expect(pathsIn(code).filter((path) => !isThere(path, document))).toEqual([]);
  });

  test("names npm scripts that package.json has", () => {
    const named = code.flatMap((span) => Array.from(span.matchAll(/npm run ([\w:-]+)/g), ([, name = ""]) => name));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("links to files that are there", () => {
    const targets = Array.from(text.matchAll(/\]\(([^)#]+)[^)]*\)/g), ([, target = ""]) => target);
    const own = targets.filter((target) => !/^https?:/.test(target));
    expect(own.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
  });
});

test("README.md's layout names folders and files that are there", () => {
  const layout = /## Layout[\s\S]*?```\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
  let folder = "";
  const paths = layout.split("\n").flatMap((line) => {
    const [, indent, name] = /^( *)([\w.-]+\/?) /.exec(line) ?? [];
    if (!name) return [];
    if (!indent) folder = name;
    return [indent ? folder + name : name];
  });
  expect(paths).toContain("src/layers/");
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
