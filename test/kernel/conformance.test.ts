import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient } from "../helpers/kernel/client";
import { environment } from "../helpers/kernel/environment";

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

it("the Node under test is what a kernel runs on, started by the tests or by Jupyter", async () => {
  const versionOf = (node: string, env = process.env) =>
    spawnSync(node, ["--version"], { encoding: "utf8", env }).stdout.trim();
  const wanted = versionOf(process.env.NODE_UNDER_TEST ?? process.execPath);
  const kernel = await KernelClient.start();
  const { result } = await kernel.run("process.version");
  await kernel.stop();
  expect(result).toBe(`'${wanted}'`);
  expect(versionOf("node", environment())).toBe(wanted);
});
