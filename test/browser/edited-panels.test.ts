// Panels of a reader who edits a layer: in JupyterLab while it happens, in the notebook when it is opened again, with
// trust and without, and in pages exported from it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { describeInBrowser, launchChromium, soon, watch } from "../helpers/browser";
import { type Cell, exportedPage } from "../helpers/exported-page";
import { useLab } from "../helpers/kernel/use-lab";
import { allowed } from "../helpers/slack.mjs";

const layer = "src/layers/conv2d.ts";
const other = "src/layers/conv3x3.ts";
const line = "= sum; // out[i, j, f]";
const original = readFileSync(join(root, layer), "utf8");
const edits = {
  doubled: original.replace(line, "= 2 * sum; // out[i, j, f]"),
  tripled: original.replace(line, "= 3 * sum; // out[i, j, f]"),
  throwing: original.replace(line, '= sum;\n          if (columns === 13) throw new Error("thirteen columns");'),
  importing: `import { cpus } from "node:os";\nexport const count = cpus().length;\n${original}`,
};

/** The project's sources, and what else makes a folder a project that set-up was run in. */
function project(): Record<string, string> {
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const files = [...sources.map((name) => join("src", name)), "tsconfig.json", ".local/panel-files.json"];
  const texts = files.map((file) => [file, readFileSync(join(root, file), "utf8")] as const);
  return { ...Object.fromEntries(texts), "package.json": "{}" };
}

interface StoredCell extends Cell {
  readonly outputs: readonly { readonly data: Readonly<Record<string, unknown>> }[];
}

const cells = [
  `import { Dataset, filterBench, seededRandom, tensor, trainingBench } from "./src/index";
const random = seededRandom(1);
const image = tensor([28, 28], Array.from({ length: 784 }, () => random.uniform() - 0.5));
const bench = () => filterBench(image, [-1, 0, 1, -2, 0, 2, -1, 0, 1]);`,
  "bench()",
  "bench()",
  "bench()",
  `const noise = Uint8Array.from({ length: 200 * 64 }, () => 255 * random.uniform());
const labels = Uint8Array.from({ length: 200 }, (_, k) => k % 3);
const images = Dataset.from({ shape: [200, 8, 8], data: noise }, { shape: [200], data: labels }, { images: "noise", labels: "labels" });
trainingBench(images, { heldOut: 50 })`,
];

const said = `${layer} had been edited where this panel was made.`;

describeInBrowser("panels after an edit of a layer", () => {
  const lab = useLab(cells, { files: project() });
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** Edits a file, puts back all others, and runs the import and a cell with a panel. */
  async function shownWith(text: string, cell: number, file = layer): Promise<void> {
    const edited = { [layer]: original, [other]: readFileSync(join(root, other), "utf8"), [file]: text };
    for (const [path, content] of Object.entries(edited)) writeFileSync(join(dirname(lab.file), path), content);
    for (const one of [0, cell]) await lab.run(one);
  }

  /** The panels of the first three cells: with the layer as it is, doubled, tripled. */
  async function threePanels(): Promise<void> {
    if ((await lab.page.locator(".cnn-panel").count()) >= 3) return;
    await shownWith(original, 1);
    await shownWith(edits.doubled, 2);
    await shownWith(edits.tripled, 3);
    await soon(() => lab.page.locator(".cnn-live").count()).toBe(3);
  }

  /** The panel of a cell, in JupyterLab and in an exported page. */
  const panelOf = (page: Page, cell: number) => page.locator(".jp-Cell").nth(cell).locator(".cnn-panel");
  const notes = (page: Page, cell: number) => panelOf(page, cell).locator(".cnn-note").allTextContents();
  /** The number in the middle of the map, under the blurring filter. */
  async function blurred(page: Page, cell: number): Promise<number> {
    const panel = panelOf(page, cell);
    await panel.getByRole("button", { name: "blur" }).click();
    const [, number = ""] = /: (−?[\d.]+)\. /.exec((await panel.locator(".cnn-caption").textContent()) ?? "") ?? [];
    return Number(number.replace("−", "-"));
  }
  const problemsOf = (page: Page) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    return problems;
  };

  async function stored(): Promise<{ readonly cells: readonly StoredCell[] }> {
    await lab.page.evaluate("jupyterapp.commands.execute('docmanager:save')");
    return JSON.parse(readFileSync(lab.file, "utf8"));
  }

  test("each of three panels on a page computes with the layers that its cell had", async () => {
    await threePanels();
    const values = [await blurred(lab.page, 1), await blurred(lab.page, 2), await blurred(lab.page, 3)];
    expect(Math.abs(values[0])).toBeGreaterThan(0.02);
    expect(values[1] / values[0]).toBeCloseTo(2, 0);
    expect(values[2] / values[0]).toBeCloseTo(3, 0);
    expect(await notes(lab.page, 1)).toEqual([]);
    expect(await notes(lab.page, 3)).toEqual([`With ${layer} as edited.`]);
    const { cells } = await stored();
    expect(cells.map(({ outputs }) => outputs.map(({ data }) => "application/javascript" in data))).toEqual([
      [],
      [false],
      [true, false],
      [true, false],
      [],
    ]);
  });

  test(
    "an exported page computes with them too, offline; a sanitized one shows the still, and says why",
    async () => {
      await threePanels();
      const { cells } = await stored();
      for (const sanitize of [false, true]) {
        const outputs = cells.map((cell) => ({ ...cell, metadata: {} }));
        const file = exportedPage(outputs, { sanitize });
        const context = await browser.newContext({ offline: true });
        const page = await context.newPage();
        const problems = watch(page, (url) => url === pathToFileURL(file).href);
        await page.goto(pathToFileURL(file).href);
        await soon(() => page.locator(".cnn-live").count()).toBe(sanitize ? 1 : 3);
        const first = await blurred(page, 1);
        if (sanitize) {
          expect((await notes(page, 2)).join()).toContain(said);
          expect(await panelOf(page, 2).locator("img.cnn-still").isVisible()).toBe(true);
          expect(readFileSync(file, "utf8")).not.toContain("2 * sum");
        } else {
          expect((await blurred(page, 2)) / first).toBeCloseTo(2, 0);
          expect((await blurred(page, 3)) / first).toBeCloseTo(3, 0);
        }
        expect(problems).toEqual([]);
        await context.close();
        rmSync(dirname(file), { recursive: true });
      }
    },
    allowed(180_000),
  );

  test(
    "opened again, the notebook draws them where it is trusted, and not where somebody changed it",
    async () => {
      await threePanels();
      await stored();
      const problems = problemsOf(lab.page);
      const reopened = async () => {
        await lab.page.reload();
        await soon(() => lab.page.locator(".cnn-panel").count()).toBe(3);
      };
      await reopened();
      await soon(() => lab.page.locator(".cnn-live").count()).toBe(3);
      const values = [await blurred(lab.page, 1), await blurred(lab.page, 2)];
      expect(values[1] / values[0]).toBeCloseTo(2, 0);
      const text = readFileSync(lab.file, "utf8");
      writeFileSync(lab.file, text.replace("seededRandom(1)", "seededRandom(2)").replaceAll("2 * sum", "4 * sum"));
      await reopened();
      await soon(() => notes(lab.page, 2)).toEqual([expect.stringContaining(said)]);
      expect(await panelOf(lab.page, 2).locator("img.cnn-still").isVisible()).toBe(true);
      expect(await lab.page.locator(".cnn-live").count()).toBe(1);
      expect(problems).toEqual([]);
    },
    allowed(180_000),
  );

  test(
    "code that throws, or imports what no page has, is told of in the panel, and the page answers",
    async () => {
      await shownWith(edits.throwing, 2);
      const panel = panelOf(lab.page, 2);
      await soon(() => notes(lab.page, 2)).toEqual([`With ${layer} as edited.`]);
      const value = await blurred(lab.page, 2);
      await panel.getByRole("button", { name: "2", exact: true }).click();
      await soon(() => notes(lab.page, 2)).toEqual(["The edited code failed: Uncaught Error: thirteen columns."]);
      await panel.getByRole("button", { name: "1", exact: true }).click();
      await panel.getByRole("button", { name: "vertical edges" }).click();
      expect(await blurred(lab.page, 2)).toBe(value);
      await shownWith(edits.importing, 2);
      const why = `This panel cannot be drawn: ${layer} imports node:os, which a page does not have.`;
      await soon(() => notes(lab.page, 2)).toEqual([why]);
      expect(await panel.locator("img.cnn-still").isVisible()).toBe(true);
    },
    allowed(180_000),
  );

  test(
    "the training bench trains by the edited layers, and says that the engine does not",
    async () => {
      await shownWith(readFileSync(join(root, other), "utf8").replace(line, "= sum / 2; // out[i, j, f]"), 4, other);
      const bench = lab.page.locator('[data-panel="training-bench"]');
      const caption = bench.locator(".cnn-caption");
      await soon(() => caption.textContent()).toContain(
        "The layers compute, without the engine, which does not run edited ones.",
      );
      expect(await bench.locator(".cnn-note").allTextContents()).toEqual([`With ${other} as edited.`]);
      await bench.getByRole("button", { name: "train" }).click();
      await soon(() => bench.locator(".cnn-numbers").textContent()).toMatch(/^step [1-9]/);
      await bench.getByRole("button", { name: "stop" }).click();
      await soon(() => caption.textContent()).toMatch(
        /^Stopped at step \d+, after [\d.]+ epochs: [\d.]+ % of 50 held-out images/,
      );
    },
    allowed(180_000),
  );

  test("once the edit is undone, the panel is an ordinary one again", async () => {
    await shownWith(original, 2);
    await soon(() => notes(lab.page, 2)).toEqual([]);
    const { cells } = await stored();
    expect(cells[2].outputs.flatMap(({ data }) => Object.keys(data))).not.toContain("application/javascript");
  });
});
