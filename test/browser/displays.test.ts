import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeInBrowser, launchChromium, leavePicture, showOffline, soon } from "../helpers/browser";
import { environment } from "../helpers/kernel/environment";
import { useLab } from "../helpers/kernel/use-lab";

const cells = [
  'import { Conv3x3, evaluate, loadMnist, MaxPool2, Network, Softmax, train } from "./src/index";',
  "const mnist = loadMnist();\nmnist",
  "mnist.train",
  "mnist.train.image(0)",
  "new Conv3x3(8).forward(mnist.train.image(0))",
  "const network = new Network([new Conv3x3(8), new MaxPool2(), new Softmax(10)], { input: [28, 28] });\nnetwork",
  "train(network, mnist.train.take(300), { seed: 1 })",
  "evaluate(network, mnist.test.take(300))",
];
/** Pictures that are images with a text alternative, and figures. */
const pictures = 2 + 1 + 1 + 1;
const figures = 2;

describeInBrowser("values that show themselves", () => {
  const lab = useLab(cells, {
    prepare: async ({ run }) => {
      for (const k of cells.keys()) await run(k);
    },
  });

  test.each(["Light", "Dark"])(
    "are drawn in JupyterLab %s, each picture with a text alternative",
    async (theme) => {
      const { page } = lab;
      await page.evaluate(`jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab ${theme}" })`);
      await page.setViewportSize({ width: 1400, height: 4000 });
      await soon(() => page.locator(".jp-OutputArea .js-plotly-plot:has(.main-svg)").count()).toBe(figures);
      const images = await page.locator(".jp-RenderedHTML img").evaluateAll((all) =>
        // biome-ignore lint/suspicious/noExplicitAny: the project's types are without DOM
        all.map((image: any) => ({
          width: image.naturalWidth,
          words: image.alt,
          place: image.getBoundingClientRect(),
        })),
      );
      expect(images).toHaveLength(pictures);
      for (const { width, words } of images) {
        expect(width).toBeGreaterThan(100);
        expect(words).toMatch(/^(Images with their labels|Picture of a tensor)/);
      }
      // The numbers of a tensor stand beside its picture.
      const numbers = await page.locator('.jp-RenderedHTML div:has-text("Tensor (28, 28)")').last().boundingBox();
      expect(numbers?.x).toBeGreaterThan(images[3]?.place.right - 1);
      await leavePicture(page, `displays-${theme}`);
    },
    60_000,
  );

  test("are in an exported page, sanitized or not, which needs no network", async () => {
    await lab.page.evaluate('jupyterapp.commands.execute("docmanager:save")');
    const browser = await launchChromium();
    try {
      for (const sanitized of ["False", "True"]) {
        const name = `page-${sanitized}`;
        const flags = ["--to", "html", "--output", name, `--HTMLExporter.sanitize_html=${sanitized}`];
        const program = join(
          environment()
            .PATH?.split(":")
            .find((path) => path.includes(".venv")) ?? "",
          "jupyter-nbconvert",
        );
        execFileSync(program, [...flags, lab.file], { env: environment(), stdio: "ignore" });
        const shown = await showOffline(browser, lab.file.replace("check.ipynb", `${name}.html`));
        expect(shown).toMatchObject({ figures, drawn: figures, brokenImages: [], problems: [], overflows: false });
        expect(shown.words).toContain("60,000 images (28, 28), 10 classes");
        expect(shown.words).not.toMatch(/<\/?(p|img|table|t[hdr]|div)\b/);
      }
    } finally {
      await browser.close();
    }
  }, 120_000);
});
