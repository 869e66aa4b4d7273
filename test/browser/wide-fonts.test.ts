import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawPictures } from "../../notebooks/pictures/draw/pictures";
import { progressPicture } from "../../src/figures/progress-picture";
import { describeInBrowser, launchChromium } from "../helpers/browser";

const progress = {
  step: 59_999,
  steps: 60_000,
  epoch: 10,
  epochs: 10,
  loss: 12.345,
  accuracy: 0.999,
  secondsPassed: 3599,
  secondsLeft: 3599,
};
const points = [{ step: 100, loss: 12.345, accuracy: 0.999 }];
const pictures: Readonly<Record<string, string>> = {
  ...drawPictures(),
  "the live picture": progressPicture("Training", progress, points, true),
};

describeInBrowser("in a font that is a fifth wider than Helvetica", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** The texts that go beyond the picture's left or right edge. */
  async function cutOff(svg: string): Promise<string[]> {
    const page = await browser.newPage();
    // DejaVu Sans where it is installed, and wider by its spacing wherever it is not.
    const style = "<style>text { font-family: 'DejaVu Sans', Verdana; letter-spacing: 0.05em; }</style>";
    await page.setContent(svg.replace(/(<svg[^>]*>)/, `$1${style}`));
    const texts = await page.$$eval("text", (nodes) =>
      nodes.map((node) => {
        const { left, right } = node.getBoundingClientRect();
        const whole = node.ownerSVGElement.getBoundingClientRect();
        return { text: node.textContent, cut: left < whole.left - 1 || right > whole.right + 1 };
      }),
    );
    await page.close();
    return texts.filter(({ cut }) => cut).map(({ text }) => text);
  }

  test.each(Object.entries(pictures))("nothing of %s is cut off", async (_, svg) => {
    expect(await cutOff(svg)).toEqual([]);
  });

  test("without widths of its own a picture would be: the check can fail", async () => {
    const bare = pictures["sliding-filter.svg"].replace(/ textLength="[^"]*"/g, "");
    expect(await cutOff(bare)).not.toEqual([]);
  });
});
