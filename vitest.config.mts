import { defineConfig } from "vitest/config";
import { installNode, shortList } from "./scripts/nodes.mjs";
import { allowed } from "./test/helpers/slack.mjs";

// Tests that start kernels, browsers or whole set-ups: one after the other, when the quick ones are done.
const slow = [
  "test/browser/**/*.test.ts",
  // What is below test/kernel/compiler starts no kernel.
  "test/kernel/*.test.ts",
  "test/jupyter/**/*.test.ts",
  "test/scripts/**/*.test.ts",
];

// Two compilers at work on all of their sources: with the quick ones in `npm test`, left out by `npm run test:quick`.
const compilers = ["test/engine/simd/simd-bytes.test.ts", "test/tslab-compiler.test.ts"];

/** TEST_RETRIES=1, as in CI: a test that fails is tried once more, and the last lines of the run name it. */
const retry = Number(process.env.TEST_RETRIES ?? 0);

const oneByOne = { testTimeout: allowed(60_000), hookTimeout: allowed(120_000), maxWorkers: 1, retry };

/** KERNEL_ON_NODES="22 24", as in CI: the kernel on these too, by a short list, with the rest of the suite. */
const nodes = (process.env.KERNEL_ON_NODES ?? "").split(" ").filter(Boolean);

export default defineConfig({
  test: {
    reporters: ["default", "./test/helpers/summary-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...slow, ...compilers],
          testTimeout: allowed(20_000),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "compilers",
          include: compilers,
          testTimeout: allowed(20_000),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "slow",
          include: slow,
          ...oneByOne,
          sequence: { groupOrder: 1 },
        },
      },
      ...nodes.map((version, k) => ({
        test: {
          name: `kernel on Node ${version}`,
          include: shortList,
          ...oneByOne,
          env: { NODE_UNDER_TEST: installNode(version) },
          sequence: { groupOrder: 2 + k },
        },
      })),
    ],
  },
});
