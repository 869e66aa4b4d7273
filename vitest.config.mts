import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { installNode, shortList } from "./scripts/nodes.mjs";
import { allowed } from "./test/helpers/slack.mjs";
import { aboutNode } from "./test/kernel/browser-cannot.mjs";

// Tests that start kernels, browsers, servers or whole set-ups: two files at a time, when the quick ones are done. They wait for
// processes half of the time; what they say about time allows for a neighbour (test/helpers/slack.mjs).
const slow = [
  "test/browser/**/*.test.ts",
  // What is below test/kernel/compiler starts no kernel.
  "test/kernel/*.test.ts",
  "test/jupyter/**/*.test.ts",
  "test/scripts/**/*.test.ts",
  "test/sweep/redis-*.test.ts",
  "test/notebook/show-source.test.ts",
];

// Kernels that run whole notebooks, for minutes.
const longRuns = ["claims", "rerun"].map((what) => `test/kernel/notebooks-${what}.test.ts`);

/** The longest runs begin first, so that the others fit beside them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longRuns.findIndex((path) => moduleId.endsWith(path));
      return found < 0 ? longRuns.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

// Two compilers at work on all of their sources: with the quick ones in `npm test`, left out by `npm run test:quick`.
const compilers = ["test/engine/simd/simd-bytes.test.ts", "test/tslab-compiler.test.ts"];

/** TEST_RETRIES=1, as in CI: a test that fails is tried once more, and the last lines of the run name it. */
const retry = Number(process.env.TEST_RETRIES ?? 0);

/** On every core: as a rule Vitest leaves one out, which is half of two. */
const quick = { testTimeout: allowed(20_000), maxWorkers: availableParallelism(), sequence: { groupOrder: 0 } };
const patient = { testTimeout: allowed(60_000), hookTimeout: allowed(120_000), retry };
const twoAtATime = { ...patient, maxWorkers: 2, sequence: { groupOrder: 1 } };

/** KERNEL_ON_NODES="22 24", as in CI: the kernel on these too, by a short list, with the rest of the suite. */
const nodes = (process.env.KERNEL_ON_NODES ?? "").split(" ").filter(Boolean);

/** What is not run against a page's kernel. */
const notInPage = Object.keys(aboutNode).map((file) => `test/kernel/${file}.test.ts`);

/** With KERNEL_UNDER_TEST=browser, what a page cannot have is skipped: test/kernel/browser-cannot.mjs. */
const skipInPage = ["test/helpers/kernel/browser/skip.ts"];
const setupFiles = process.env.KERNEL_UNDER_TEST === "browser" ? skipInPage : [];

export default defineConfig({
  test: {
    reporters: ["default", "./test/helpers/summary-reporter.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...slow, ...compilers],
          ...quick,
        },
      },
      {
        test: {
          name: "compilers",
          include: compilers,
          ...quick,
        },
      },
      {
        test: {
          name: "slow",
          include: slow,
          setupFiles,
          ...twoAtATime,
        },
      },
      {
        test: {
          name: "kernel in a page",
          include: setupFiles.length > 0 ? [] : ["test/kernel/*.test.ts"],
          exclude: notInPage,
          ...twoAtATime,
          setupFiles: skipInPage,
          env: { KERNEL_UNDER_TEST: "browser" },
        },
      },
      ...nodes.map((version) => ({
        test: {
          name: `kernel on Node ${version}`,
          include: shortList,
          ...twoAtATime,
          env: { NODE_UNDER_TEST: installNode(version) },
        },
      })),
    ],
  },
});
