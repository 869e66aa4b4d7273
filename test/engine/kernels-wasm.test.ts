import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileKernels } from "../../scripts/build-kernels.mjs";

test("the stored kernels are what their sources compile to, byte for byte", async () => {
  expect(await compileKernels()).toBe(readFileSync("src/engine/kernels-wasm.ts", "utf8"));
}, 60_000);
