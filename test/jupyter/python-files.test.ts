import { execFileSync, spawnSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { installTools } from "../../scripts/tools.mjs";
import { describeWith } from "../helpers/require-all";
import { isCheckout } from "../helpers/stored-notebooks";

describeWith(isCheckout(root) ? undefined : "this folder is no git checkout", "the project's Python files", () => {
  let ruff: string;
  let files: string[];
  beforeAll(() => {
    ruff = installTools()("ruff");
    const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.py"], {
      cwd: root,
      encoding: "utf8",
    });
    files = listed.trim().split("\n");
    expect(files.length).toBeGreaterThan(10);
  });

  test.each([
    ["have no faults that ruff knows", ["check", "--no-cache", "--quiet"]],
    ["are formatted by ruff", ["format", "--no-cache", "--check", "--quiet"]],
  ])("%s", (_what, words) => {
    const { status, stdout, stderr } = spawnSync(ruff, [...words, ...files], { cwd: root, encoding: "utf8" });
    expect(stdout + stderr).toBe("");
    expect(status).toBe(0);
  });
});
