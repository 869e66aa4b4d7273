import { expect, test } from "vitest";
import { panelDisplay } from "../../src/notebook/displays/panel";
import { describeInBrowser } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { notebook } from "../helpers/notebook";
import { samplePanels } from "../helpers/panels";

const source = "continue; // the maximum is not a number ".repeat(12).trim();
const shown = [
  { "text/markdown": `\`\`\`ts\n${source}\n\`\`\`` },
  { "text/html": "<div class='drawn'>a picture</div>" },
  panelDisplay(samplePanels()["filter-bench"]),
];
/** A drawn picture is shown when its cell runs: a stored one waits until the notebook is trusted. */
const drawing = `import { display } from "tslab";
display.svg('<svg xmlns="http://www.w3.org/2000/svg" width="720" height="240" viewBox="0 0 720 240"></svg>');`;
const stored = notebook(...shown.map((_, k) => `${k}`), drawing);
const cells = stored.cells.map((cell, k) => ({
  ...cell,
  outputs: shown[k] ? [{ output_type: "display_data", metadata: {}, data: shown[k] }] : [],
}));

/** In the page: the rows that a text's words make on the screen, where a word may be in two. */
const rowsOf = `(element) => {
  const rows = new Map();
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (let k = 0; k < text.length; k++) {
      const range = document.createRange();
      range.setStart(text, k);
      range.setEnd(text, k + 1);
      const row = Math.round(range.getBoundingClientRect().bottom);
      if (text.data[k].trim()) rows.set(row, (rows.get(row) ?? "") + text.data[k]);
      else for (const [key, words] of rows) rows.set(key, words.endsWith(" ") ? words : words + " ");
    }
  }
  return [...rows.values()].map((words) => words.trim());
}`;

describeInBrowser("outputs in JupyterLab", () => {
  const lab = useLab(JSON.stringify({ ...stored, cells }), {
    prepare: ({ page }) => page.locator(".cnn-live").first().waitFor(),
  });

  test("begin where the code of their cell begins: source, HTML, panels", async () => {
    const leftOf = (selector: string): Promise<number> =>
      lab.page.evaluate(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        return element.getBoundingClientRect().left + parseFloat(getComputedStyle(element).paddingLeft);
      })()`);
    const code = await leftOf(".jp-CodeCell .cm-line");
    for (const selector of [".jp-RenderedMarkdown pre", ".jp-RenderedHTML .drawn", ".cnn-live"]) {
      expect(Math.abs((await leftOf(selector)) - code), selector).toBeLessThan(2);
    }
  });

  test("of a drawn picture are as wide as the notebook, where that is narrower: no end is cut off", async () => {
    await lab.run(shown.length);
    const boxOf = (selector: string) =>
      lab.page.locator(selector).evaluate((element) => {
        const { width, height } = element.getBoundingClientRect();
        return { width, height };
      });
    const output = await boxOf(".jp-RenderedSVG");
    const { width, height } = await boxOf(".jp-RenderedSVG :is(img, svg)");
    expect(output.width).toBeLessThan(720);
    expect(Math.abs(width - output.width)).toBeLessThan(2);
    expect(height / width).toBeCloseTo(1 / 3, 2);
  });

  test("of source break between words", async () => {
    const rows = await lab.page.evaluate<string[]>(
      `(${rowsOf})(document.querySelector(".jp-OutputArea-output pre code"))`,
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.flatMap((row) => row.split(" "))).toEqual(source.split(" "));
  });
});
