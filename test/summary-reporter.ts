import type { Reporter, TestModule } from "vitest/node";

/** Closes a test run with one plain line for people and machines: `12 passed, 0 failed, 1 skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[test.result().state]++;
      if (tests.every((test) => test.result().state !== "failed") && !module.ok()) count.failed++;
    }
    const skipped = count.skipped + count.pending;
    const rest = skipped > 0 ? `, ${skipped} skipped` : "";
    process.on("exit", () => console.log(`${count.passed} passed, ${count.failed} failed${rest}`));
  }
}
