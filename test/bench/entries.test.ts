import { expect, onTestFinished, test, vi } from "vitest";
import { benchEntries } from "../../bench/entries";

test("the bench of entries times each pass of the chosen network, then a step", () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  benchEntries(["--only", "article, training, batch 1"]);
  const [title, ...rows] = written.mock.calls
    .map(([text]) => String(text))
    .join("")
    .trim()
    .split("\n");
  expect(title).toBe("article, training, batch 1, one thread, microseconds an image:");
  const passes = ["Load", "ConvPool", "Dense", "SoftmaxLoss", "SumRows", "DenseStep", "PooledFilterGradient"];
  expect(rows.map((row) => row.trim().split(/\s+/)[1])).toEqual([...passes, "a", "sum"]);
  expect(rows.every((row) => Number.parseFloat(row) >= 0)).toBe(true);
});

test("the bench of entries refuses what it does not know", () => {
  expect(() => benchEntries(["--onyl", "article"])).toThrow(/--only/);
});
