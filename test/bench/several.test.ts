import { expect, onTestFinished, test, vi } from "vitest";
import { benchSeveral } from "../../bench/several";

test("the bench of several networks times both ways of training the chosen ones", () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  benchSeveral(["--only", "article, batch 1, three", "--rounds", "1"]);
  const rows = written.mock.calls
    .map(([text]) => String(text))
    .join("")
    .trim()
    .split("\n");
  expect(rows).toHaveLength(3);
  const [title, ...figures] = rows[2]
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
  expect(title).toBe("article, batch 1, three networks");
  expect(figures.map(Number).every((figure) => figure > 0)).toBe(true);
});

test("the bench of several networks refuses what it does not know", () => {
  expect(() => benchSeveral(["--onyl", "article"])).toThrow(/--only/);
});
