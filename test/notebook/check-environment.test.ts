import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { checkEnvironment } from "../../src/index";

vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: vi.fn(() => 2) }));

afterEach(() => vi.restoreAllMocks());

function printed(): string[] {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => void lines.push(line));
  checkEnvironment();
  return lines;
}

test("says what is there, a line each", () => {
  const lines = printed();
  expect(lines).toContain(`✓ Node ${process.versions.node}, 2 cores`);
  expect(lines).toContain("✓ MNIST: 60,000 digits to learn from, 10,000 to test with");
  expect(lines).toContain("✓ the fast engine, on WebAssembly SIMD");
  expect(lines.at(-1)).toBe("\nEverything that the notebooks need is there.");
});

test("one core is one core", () => {
  vi.mocked(availableParallelism).mockReturnValueOnce(1);
  expect(printed()).toContain(`✓ Node ${process.versions.node}, 1 core`);
});

test("where MNIST is missing says what to do; where something can be spared says how", () => {
  const empty = mkdtempSync(join(tmpdir(), "empty-"));
  const before = process.cwd();
  process.chdir(empty);
  try {
    const lines = printed();
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ MNIST cannot be read \(.*\): type `npm run setup` in a terminal/),
    );
    expect(lines).toContain("✓ the fast engine, on WebAssembly SIMD");
    expect(lines).toContainEqual(expect.stringMatching(/^– no other data set: none is needed/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^– no network of notebook 5 yet: notebook 6 trains the same one/),
    );
    expect(lines.at(-1)).toBe("\nSee the lines with ✗ first.");
  } finally {
    process.chdir(before);
    rmSync(empty, { recursive: true });
  }
});

test("in a page says so, and sends nobody to a terminal", () => {
  const empty = mkdtempSync(join(tmpdir(), "empty-"));
  const before = process.cwd();
  const page = process as { browser?: boolean };
  page.browser = true;
  process.chdir(empty);
  try {
    const lines = printed();
    expect(lines).toContain("✓ the browser edition, 2 cores");
    expect(lines).toContainEqual(expect.stringMatching(/^✗ MNIST cannot be read \(.*\): .* is there a network\?$/));
    const ofOurKernel = lines.filter((line) => !line.includes("another kernel"));
    expect(ofOurKernel.join()).not.toMatch(/Node|npm|terminal/);
  } finally {
    delete page.browser;
    process.chdir(before);
    rmSync(empty, { recursive: true });
  }
});
