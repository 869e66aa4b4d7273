import { defineConfig } from "vitest/config";

// Tests that start kernels, browsers or whole set-ups: one after the other, when the quick ones are done.
const slow = [
  "test/browser/**/*.test.ts",
  "test/kernel/**/*.test.ts",
  "test/jupyter/**/*.test.ts",
  "test/scripts/**/*.test.ts",
];

export default defineConfig({
  test: {
    reporters: ["default", "./test/summary-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: slow,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "slow",
          include: slow,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          // Every cell of the long notebooks, but not every epoch: see src/notebook/in-short.ts.
          env: { CNN_NOTEBOOKS_QUICK: "1" },
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
