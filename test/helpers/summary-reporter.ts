import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { unheld } from "../kernel/browser-cannot.mjs";

const requireAll = process.env.REQUIRE_ALL === "1";

/** Why a test of the kernel is left out where the kernel of a page is under test: those in the list are no surprise. */
const leftOutInPages = new Set(unheld.map(({ reason }) => reason));

/** Milliseconds after which a run says what it is doing, whatever it has said meanwhile. */
const interval = 15_000;

/**
 * Says every fifteen seconds how far a test run is and what it is at, and closes it with how long it took and one plain
 * line for people and machines: `12 passed, 0 failed, 1 skipped`. Under REQUIRE_ALL=1 a skipped test is a failure, but
 * for what test/kernel/browser-cannot.mjs lists. Tests that passed only when they were tried again are named, with what
 * failed the first time.
 */
export default class SummaryReporter implements Reporter {
  readonly #began = Number(process.env.TEST_BEGAN ?? Date.now());
  readonly #running = new Set<TestModule>();
  #latest: TestCase | undefined;
  #done = 0;
  #timer: NodeJS.Timeout | undefined;

  onTestRunStart(): void {
    this.#timer ??= setInterval(() => console.log(this.#progress()), interval).unref();
  }

  onTestModuleStart(module: TestModule): void {
    this.#running.add(module);
  }

  onTestModuleEnd(module: TestModule): void {
    this.#running.delete(module);
  }

  onTestCaseReady(test: TestCase): void {
    this.#latest = test;
  }

  onTestCaseResult(): void {
    this.#done++;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    clearInterval(this.#timer);
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    const skipped: string[] = [];
    const triedAgain: string[] = [];
    let leftOut = 0;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const result = test.result();
        const { state } = result;
        const name = `${module.relativeModuleId}: ${test.fullName}`;
        if (result.state === "skipped" && leftOutInPages.has(result.note ?? "")) {
          leftOut++;
          continue;
        }
        count[state]++;
        if (state === "skipped" || state === "pending") skipped.push(name);
        if (test.diagnostic()?.flaky) triedAgain.push(`${name}${firstFailure(test)}`);
      }
      if (tests.every((test) => test.result().state !== "failed") && !module.ok()) count.failed++;
    }
    const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
    process.on("exit", () => {
      if (leftOut > 0)
        console.log(`Left out in a page, as listed in test/kernel/browser-cannot.mjs: ${leftOut} tests.`);
      if (triedAgain.length > 0) console.log(`Passed only when tried again:\n  ${triedAgain.join("\n  ")}`);
      if (requireAll && skipped.length > 0) {
        console.log(`REQUIRE_ALL is set, and these tests did not run:\n  ${skipped.join("\n  ")}`);
        process.exitCode = 1;
      }
      console.log(`It took ${this.#took()}.\n${count.passed} passed, ${count.failed} failed${rest}`);
    });
  }

  #progress(): string {
    const files = [...this.#running].map(({ relativeModuleId }) => relativeModuleId);
    const at = this.#latest && this.#latest.result().state === "pending" ? `: ${this.#latest.fullName}` : "";
    return `… ${this.#took()}, ${this.#done} tests done, now in ${files.join(", ") || "between two files"}${at}`;
  }

  #took(): string {
    const seconds = Math.round((Date.now() - this.#began) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
}

/** What was wrong when a test was tried first: the message, and what was there instead of what was expected. */
function firstFailure(test: TestCase): string {
  const [first] = test.result().errors ?? [];
  if (!first) return "";
  const got = stripVTControlCharacters(first.diff ?? "")
    .split("\n")
    .filter((line) => line.startsWith("+") && !line.startsWith("+ Received"));
  return [first.message.split("\n")[0], ...got.slice(0, 8)].map((line) => `\n    ${line}`).join("");
}
