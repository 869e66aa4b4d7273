import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bundleRunner } from "../../scripts/sweep/bundle.mjs";
import { temporaryFolder } from "../helpers/temporary-folder";

const root = process.cwd();
let here = "";
beforeAll(async () => {
  here = (await bundleRunner(root)).code;
});

/** The code of a copy of the project in which one file was edited. */
async function codeOfCopy(path?: string, edit: (text: string) => string = (text) => text): Promise<string> {
  const copy = temporaryFolder();
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  if (path) {
    const file = join(copy, path);
    const text = readFileSync(file, "utf8");
    const edited = edit(text);
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
  }
  return (await bundleRunner(copy)).code;
}

test("the same files in another folder are the same code", async () => {
  expect(here).toMatch(/^[0-9a-f]{12}$/);
  expect(await codeOfCopy()).toBe(here);
});

test("a comment is no other code", async () => {
  expect(await codeOfCopy("src/layers/relu.ts", (text) => `// More about it.\n${text}`)).toBe(here);
});

test.each<[string, (text: string) => string]>([
  ["src/layers/conv3x3.ts", (text) => text.replace("random.normal() / 9", "random.normal() / 8")],
  ["src/engine/simd-bytes.ts", (text) => text.replace(/AGFzbQ/, "AGFzbR")],
  ["src/sweep/layer-schema.ts", (text) => text.replace("1024", "2048")],
  ["src/training/schedules.ts", (text) => text.replace("parts = 3", "parts = 4")],
])("an edit of %s is", async (path, edit) => {
  expect(await codeOfCopy(path, edit)).not.toBe(here);
});

test("what draws and shows is not: a figure's edit leaves results as they are", async () => {
  expect(await codeOfCopy("src/figures/theme.ts", (text) => `${text}\nexport const more = 1;\n`)).toBe(here);
});
