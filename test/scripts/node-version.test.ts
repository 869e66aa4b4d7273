// The oldest Node is said in several places, none of which can import another: here they are compared.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { requireNode } from "../../scripts/setup/node-version.mjs";

const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const [, major = 0, minor = 0] = (/^>=(\d+)\.(\d+)$/.exec(JSON.parse(textOf("package.json")).engines.node) ?? []).map(
  Number,
);
const oldest = `${major}.${minor}`;

describe("set-up and the engines of package.json accept the same versions of Node:", () => {
  test.each([`${oldest}.0`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`])("%s", (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  test.each([`${major}.${minor - 1}.9`, `${major - 1}.99.0`])("not %s", (version) => {
    expect(() => requireNode(version)).toThrow(`Node ${oldest} or newer is needed, this is v${version}`);
  });
});

test.each([
  ["README.md", [`need Node ${oldest} or newer`]],
  [
    "jupyter/kernelspec/launcher.cjs",
    [`major < ${major} || (major === ${major} && minor < ${minor})`, `needs Node ${oldest} or newer`],
  ],
  [
    "jupyter/kernelspec/start.sh",
    [`major > ${major} || (major == ${major} && minor >= ${minor})`, `no other Node >= ${oldest}:`],
  ],
])("%s says the same", (path, sentences) => {
  for (const sentence of sentences) expect(textOf(path)).toContain(sentence);
});
