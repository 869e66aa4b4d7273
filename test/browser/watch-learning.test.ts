// The panel that shows a network as it learns, live in JupyterLab: newer data come while the reader has it in hand.
import { expect, test } from "vitest";
import { describeInBrowser, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { allowed } from "../helpers/slack.mjs";

const prepared = `import { Conv3x3, loadMnist, MaxPool2, Network, Softmax, seededRandom, train, watchLearning } from "./src/index";
const mnist = loadMnist();
const random = seededRandom(1);
const network = new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(1352, 10, { random })]);`;
const training = `train(network, mnist.train, { epochs: 1000, seed: 1, observer: watchLearning(network, mnist.test.take(50)) });`;

describeInBrowser("a network that is watched while it learns, in JupyterLab", () => {
  const lab = useLab([prepared, training], {
    prepare: async ({ run, page }) => {
      await run(0);
      void run(1);
      await page.locator(".cnn-live").waitFor({ timeout: allowed(60_000) });
    },
  });
  const says = () => lab.page.locator(".cnn-caption").textContent();
  const stepSaid = async () => Number(/^After ([\d,]+) of/.exec((await says()) ?? "")?.[1].replaceAll(",", "") ?? 0);
  const newest = async () => Number(await lab.page.locator(".cnn-live input").getAttribute("max"));
  const stop = () => lab.page.evaluate("jupyterapp.commands.execute('notebook:interrupt-kernel')");

  test("shows the newest snapshot, leaves the slider to whom has it, and after Stop says what was reached", async () => {
    const { page } = lab;
    const slider = page.getByRole("slider", { name: "snapshot" });
    await soon(stepSaid).toBeGreaterThan(1000);
    const first = await stepSaid();
    await soon(stepSaid).toBeGreaterThan(first);
    expect(await page.locator(".cnn-caption").getAttribute("aria-live")).toBe("off");

    await slider.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    const before = await newest();
    await soon(newest).toBeGreaterThan(before);
    expect(await says()).toMatch(/^After 1 of 60,000,000 steps: /);
    expect(await slider.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);

    await stop();
    await soon(() => page.locator(".cnn-panel img.cnn-still").count()).toBe(1);
    expect(await says()).toMatch(/^After 1 of 60,000,000 steps: /);
    await page.keyboard.press("End");
    await soon(says).toContain("Here training was stopped.");
    expect(await page.locator(".cnn-caption").getAttribute("aria-live")).toBe("polite");
  });

  test("a rerun while a drag is under way begins a panel of its own, and nothing fails", async () => {
    const { page } = lab;
    const problems: string[] = [];
    page.on("pageerror", ({ message }) => problems.push(message));
    await stop(); // if the test before has not
    await soon(() => page.locator(".cnn-panel img.cnn-still").count()).toBe(1);
    const box = await page.getByRole("slider", { name: "snapshot" }).boundingBox();
    const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width - 6, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
    void lab.run(1);
    await soon(says).toMatch(/^(Before the first|After [123]) of 60,000,000 steps/);
    await page.mouse.move(x + width / 4, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await soon(stepSaid).toBeGreaterThan(1000);
    await stop();
    await soon(() => page.locator(".cnn-panel img.cnn-still").count()).toBe(1);
    expect(await page.locator(".cnn-live").count()).toBe(1);
    expect(problems).toEqual([]);
  });
});
