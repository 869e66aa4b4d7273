import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { runScript } from "../helpers/project-copy";

// A run of two tests of which one is skipped, closed by the project's reporter.
const folder = join(root, ".local", "test", "summary");
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  const tests =
    'import { expect, test } from "vitest";\ntest("one", () => expect(1).toBe(1));\ntest.skip("two", () => {});\n';
  writeFileSync(join(folder, "two.test.ts"), tests);
  const reporter = JSON.stringify(join(root, "test/helpers/summary-reporter.ts"));
  writeFileSync(join(folder, "vitest.config.mjs"), `export default { test: { reporters: [${reporter}] } };\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (environment: object) =>
  runScript(root, ["node_modules/vitest/vitest.mjs", "run", "--root", folder], {
    environment: { ...process.env, ...environment },
  });

test("a run closes with its time and one plain line", async () => {
  const { status, output } = await run({ REQUIRE_ALL: "", TEST_BEGAN: String(Date.now() - 125_000) });
  expect(output).toMatch(/It took 2 min \d+ s\.\n1 passed, 0 failed, 1 skipped\n$/);
  expect(status).toBe(0);
});

test("under REQUIRE_ALL=1 a skipped test is named and fails the run", async () => {
  const { status, output } = await run({ REQUIRE_ALL: "1" });
  expect(output).toContain("REQUIRE_ALL is set, and these tests did not run:\n  two.test.ts: two\n");
  expect(output).toMatch(/1 passed, 0 failed, 1 skipped\n$/);
  expect(status).toBe(1);
});

test("a test that passed only when it was tried again is named, with what failed first", async () => {
  const file = join(folder, "two.test.ts");
  const before = readFileSync(file, "utf8");
  const flaky =
    'let tries = 0;\ntest("three", { retry: 1 }, () => expect({ tries: ++tries }).toEqual({ tries: 2 }));\n';
  writeFileSync(file, `${before}${flaky}`);
  const { status, output } = await run({ REQUIRE_ALL: "" });
  writeFileSync(file, before);
  expect(output).toMatch(
    /Passed only when tried again:\n {2}two\.test\.ts: three\n {4}expected .*\n {4}\+ +"tries": 1,/,
  );
  expect(status).toBe(0);
});
