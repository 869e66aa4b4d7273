import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./client";
import { environment } from "./environment";

it("Jupyter's standard suite passes, all 13 tests of it, none skipped", () => {
  const suite = join(import.meta.dirname, "conformance.py");
  const { stderr } = spawnSync(join(root, ".venv/bin/python"), [suite], {
    encoding: "utf8",
    env: environment(),
    timeout: 60_000,
  });
  const tests = stderr.match(/^test_.*$/gm) ?? [];
  expect(tests.filter((line) => !line.endsWith("... ok"))).toEqual([]);
  expect(stderr).toMatch(/^Ran 13 tests in /m);
  expect(stderr).toMatch(/^OK$/m);
});
