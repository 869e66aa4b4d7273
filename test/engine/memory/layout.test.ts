import { expect, test } from "vitest";
import { stagesOf } from "../../../src/engine/known-layers";
import { layOut } from "../../../src/engine/memory/layout";
import { compile } from "../../../src/engine/programs/compile";
import { Control } from "../../../src/engine/simd/control";
import { adam } from "../../../src/index";
import { articleNetwork } from "../../helpers/article-network";

const programs = compile(stagesOf(articleNetwork()) ?? [], [28, 28], { block: 8, selfUpdatingDense: false });
if (!programs) throw new Error("the article's network does not compile");
const addresses = Array.from({ length: Control.Adam - Control.Parameters }, (_, k) => Control.Parameters + k);

test("every part of a run's memory has a cache line of its own, also above 2 GB", () => {
  const plan = { batchSize: 4e6, imageBytes: 784, threads: 2, chunks: 16, optimizer: adam(), augment: {} };
  const { bytes, control, fields } = layOut(programs, plan, 1000);
  expect([control, fields[Control.Parameters] > control]).toEqual([1024, true]);
  const starts = addresses.map((field) => fields[field]);
  expect(starts.every((start) => start % 64 === 0)).toBe(true);
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  expect(bytes).toBeGreaterThan(starts[starts.length - 1]);
  expect(fields[Control.Workspace] - fields[Control.Bytes]).toBeGreaterThanOrEqual(4e6 * 784);
  expect(fields[Control.Workspace]).toBeGreaterThan(2 ** 31);
});

test("what a run does not need has the address 0: means of gradients and moves", () => {
  const { fields } = layOut(programs, { batchSize: 1, imageBytes: 784, threads: 1, chunks: 1 }, 1000);
  const missing = addresses.filter((field) => fields[field] === 0);
  expect(missing).toEqual([Control.Velocity, Control.Squares, Control.Moves]);
});
