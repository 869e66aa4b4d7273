import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { jupyterEnvironment } from "../../scripts/project.mjs";
import { plainTslab, root } from "./client";
import { tslabKernelSpec } from "./plain-tslab";

it("Jupyter's standard suite passes, all 13 tests of it, none skipped", () => {
  const suite = join(import.meta.dirname, "conformance.py");
  const environment = { ...jupyterEnvironment(), ...(plainTslab ? tslabKernelSpec() : {}) };
  const { stderr } = spawnSync(join(root, ".venv/bin/python"), [suite], {
    encoding: "utf8",
    env: environment,
    timeout: 60_000,
  });
  const tests = stderr.match(/^test_.*$/gm) ?? [];
  expect(tests.filter((line) => !line.endsWith("... ok"))).toEqual([]);
  expect(stderr).toMatch(/^Ran 13 tests in /m);
  expect(stderr).toMatch(/^OK$/m);
});
