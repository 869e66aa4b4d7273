import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileSimd } from "../../../scripts/build-simd.mjs";

test("the stored module is what its sources compile to, byte for byte", async () => {
  expect(await compileSimd()).toBe(readFileSync("src/engine/simd-bytes.ts", "utf8"));
}, 60_000);
