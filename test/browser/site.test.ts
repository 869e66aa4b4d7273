// The browser edition: built once, served below a sub-path without any header, opened with no other host to be reached.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { isolation } from "../../scripts/site/server.mjs";
import { siteFolder, startPage } from "../../scripts/site/settings.mjs";
import { sizeOf } from "../../scripts/site/sizes.mjs";
import { buildSite } from "../../scripts/site.mjs";
import { thirdParty } from "../../scripts/third-party.mjs";
import { describeInBrowser, launchChromium, leavePicture, seriousFaults, soon, watch } from "../helpers/browser";
import { notebookNames } from "../helpers/notebook";
import { type ServedSite, SiteNotebook, serveSite, transferred } from "../helpers/site";
import { allowed } from "../helpers/slack.mjs";

const mostOfSite = 50e6;
/** Bytes, compressed, from the front page to a kernel that is ready. */
const mostOfVisit = 6e6;

describeInBrowser("the browser edition", () => {
  let browser: Browser;
  let site: ServedSite;
  let context: BrowserContext;
  let notebook: SiteNotebook;

  beforeAll(async () => {
    await buildSite();
    browser = await launchChromium();
    site = await serveSite(browser);
    context = await site.newContext();
  }, allowed(180_000));

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const open = async (name: string, within = context) => {
    const page = await within.newPage();
    await page.goto(`${site.address}lab/index.html?path=notebooks/${name}.ipynb`);
    const opened = new SiteNotebook(page);
    await opened.ready(name);
    return opened;
  };

  test("is small enough, and has every notebook and no solution", () => {
    expect(sizeOf(siteFolder).bytes).toBeLessThan(mostOfSite);
    expect(notebookNames(join(siteFolder, "files/notebooks"))).toEqual(notebookNames(join(root, "notebooks")));
    expect(readFileSync(join(siteFolder, "api/contents/all.json"), "utf8")).toContain('"exercises"');
    expect(readFileSync(join(siteFolder, "api/contents/exercises/all.json"), "utf8")).not.toContain("solutions");
  });

  test("holds of others what THIRD-PARTY.md names: npm run third-party writes it", () => {
    expect(readFileSync(join(root, "THIRD-PARTY.md"), "utf8")).toBe(thirdParty());
  });

  test.each([
    ["light", { viewport: { width: 1200, height: 900 } }],
    ["dark", { viewport: { width: 1200, height: 900 }, colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 844 }, isMobile: true }],
  ] as const)("has a front page without a serious fault, %s", async (name, options) => {
    const own = await site.newContext(options);
    const page = await own.newPage();
    const problems = watch(page, () => true);
    await page.goto(site.address);
    await leavePicture(page, `site-front-${name}`, { fullPage: true });
    expect(await seriousFaults(page)).toEqual([]);
    const isWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    expect(await page.evaluate(isWide)).toBe(false);
    await page.getByRole("link", { name: "third-party software" }).click();
    expect(await page.locator("td", { hasText: "jupyterlite-core" }).count()).toBe(1);
    expect(problems).toEqual([]);
    await own.close();
  });

  test(
    "leads from the front page to the start page, whose kernel is ready after at most 6 MB",
    async () => {
      const own = await site.newContext();
      const page = await own.newPage();
      site.forget();
      await page.goto(site.address);
      await page.getByRole("link", { name: "Open the notebooks" }).click();
      const start = new SiteNotebook(page);
      await start.ready();
      expect(await start.ask((panel) => panel.context.path)).toBe(startPage);
      const bytes = transferred(site.asked);
      console.log(
        `first visit until the kernel is ready: ${site.asked.size} files, ${(bytes / 1e6).toFixed(2)} MB gzipped`,
      );
      expect(bytes).toBeLessThan(mostOfVisit);
      expect([...site.asked].filter((path) => path.startsWith("files/data/mnist"))).toEqual([]);
      expect(await start.runAll()).toEqual([]);
      await leavePicture(page, "site-start");
      await own.close();
    },
    allowed(60_000),
  );

  test(
    "runs notebook 1 whole, with all figures and panels",
    async () => {
      notebook = await open("01-convolution");
      expect(await notebook.runAll()).toEqual([]);
      await drawsAll(notebook);
      await leavePicture(notebook.page, "site-01");
    },
    allowed(120_000),
  );

  test(
    "runs notebook 4 in short",
    async () => {
      const own = await site.newContext();
      const training = await open("04-training", own);
      await training.run('process.env.CNN_NOTEBOOKS_QUICK = "1"');
      expect(await training.runAll()).toEqual([]);
      await drawsAll(training);
      await leavePicture(training.page, "site-04");
      await own.close();
    },
    allowed(120_000),
  );

  async function drawsAll(shown: SiteNotebook) {
    const { figures, panels } = await shown.pictures();
    expect(figures).toBeGreaterThan(5);
    expect(panels).toBeGreaterThan(0);
    // Controls show figures too, which are no outputs of a cell.
    const missing = async () => {
      const { drawnFigures, drawnPanels } = await shown.pictures();
      return Math.max(0, figures - drawnFigures, panels - drawnPanels);
    };
    await soon(missing).toBe(0);
  }

  test(
    "takes in an edit of a layer that is made in the editor, and keeps it over a reload",
    async () => {
      const edited = 'import { Conv3x3 } from "./src/index"; Conv3x3.name + String((Conv3x3 as any).edited)';
      expect(await notebook.run(edited)).toMatchObject({ status: "ok", text: "'Conv3x3undefined'" });
      await notebook.command("docmanager:open", { path: "src/layers/conv3x3.ts", factory: "Editor" });
      await soon(() => notebook.ask((editor) => editor.context.path)).toBe("src/layers/conv3x3.ts");
      await notebook.ask(async ({ context }) => {
        await context.ready;
        const { sharedModel } = context.model;
        const found = /export class Conv3x3 .*\{\n/.exec(sharedModel.getSource())?.[0] ?? "";
        sharedModel.setSource(sharedModel.getSource().replace(found, `${found}  static edited = 7;\n`));
        await context.save();
      });
      await leavePicture(notebook.page, "site-editor");
      await notebook.command("docmanager:open", { path: "notebooks/01-convolution.ipynb" });
      expect(await notebook.run(edited)).toMatchObject({ status: "ok", text: "'Conv3x37'" });
      await notebook.page.reload();
      await notebook.ready();
      expect(await notebook.run(edited)).toMatchObject({ status: "ok", text: "'Conv3x37'" });
    },
    allowed(90_000),
  );

  test(
    "stops a training, and saves the network, which another notebook loads",
    async () => {
      await notebook.run(`import { Conv3x3 as C, loadMnist, MaxPool2, Network, save, Softmax, train } from "./src/index";
      const mnist = loadMnist();
      const network = new Network([new C(8), new MaxPool2(), new Softmax(10)], { input: [28, 28] });`);
      const training = notebook.run("train(network, mnist.train, { epochs: 1000, seed: 1 })");
      await notebook.page.waitForTimeout(1500);
      await notebook.command("notebook:interrupt-kernel");
      expect(await training).toMatchObject({
        status: "error",
        error: expect.stringMatching(/KeyboardInterrupt|stopped/i),
      });
      const saved = await notebook.run('save(network, "data/models/stopped.safetensors"); network.layers.length');
      expect(saved).toMatchObject({ status: "ok", text: "3" });
      const other = await open("02-max-pooling");
      const loaded = 'import { load } from "./src/index"; load("data/models/stopped.safetensors").layers.length';
      expect(await other.run(loaded)).toMatchObject({ status: "ok", text: "3" });
      await other.page.close();
    },
    allowed(90_000),
  );

  test(
    "says without a network why a kernel does not start, and starts it by the first cell with one",
    async () => {
      const own = await site.newContext();
      const away = await open("02-max-pooling", own);
      expect(await away.run("1 + 1")).toMatchObject({ status: "ok", text: "2" });
      await own.setOffline(true);
      await away.ask((panel) => panel.sessionContext.session.kernel.restart());
      for (const _ of [1, 2])
        expect((await away.run("1 + 1")).error).toContain(
          "the kernel could not start: the site does not answer: is there a network?",
        );
      await own.setOffline(false);
      const layer = 'import { Conv3x3 } from "./src/index"; new Conv3x3(8).filters.shape.join()';
      expect(await away.run(layer)).toMatchObject({ status: "ok", text: "'8,3,3'" });
      await own.close();
    },
    allowed(90_000),
  );

  test(
    "takes a data set that a reader drops into data/",
    async () => {
      await notebook.ask(async () => {
        // biome-ignore lint/suspicious/noExplicitAny: JupyterLab's types are not installed
        const { contents } = (globalThis as any).jupyterapp.serviceManager;
        const idx = (sizes: number[], values: number[]) =>
          btoa(String.fromCharCode(0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size]), ...values));
        const picture = (count: number) => Array.from({ length: 16 * count }, (_, k) => k);
        const files = {
          "train-images-idx3-ubyte": idx([3, 4, 4], picture(3)),
          "train-labels-idx1-ubyte": idx([3], [0, 1, 2]),
          "t10k-images-idx3-ubyte": idx([1, 4, 4], picture(1)),
          "t10k-labels-idx1-ubyte": idx([1], [2]),
        };
        await contents.save("data/mine", { type: "directory", name: "mine", path: "data/mine" });
        for (const [name, content] of Object.entries(files))
          await contents.save(`data/mine/${name}`, { type: "file", format: "base64", content, name, path: name });
      });
      const asked =
        'import { loadDataset } from "./src/index"; [...loadDataset("mine").train.pixels(1)].slice(0, 3).join()';
      expect(await notebook.run(asked)).toMatchObject({ status: "ok", text: "'16,17,18'" });
      await notebook.ask(async () => {
        // biome-ignore lint/suspicious/noExplicitAny: the same
        const { contents } = (globalThis as any).jupyterapp.serviceManager;
        const firstPart = { type: "file", format: "base64", chunk: 1, content: btoa("\0\xff") };
        await contents.save("data/mine/half-uploaded.gz", { ...firstPart, name: "half-uploaded.gz" });
      });
      expect(await notebook.run("'a cell runs meanwhile'")).toMatchObject({ status: "ok" });
    },
    allowed(60_000),
  );

  test(
    "trains on two threads where the server isolates the page, with the same bits as on one",
    async () => {
      const isolated = await serveSite(browser, isolation);
      const own = await isolated.newContext();
      try {
        const page = await own.newPage();
        const threads: string[] = [];
        page.on("worker", (worker) => void (worker.url().includes("thread.js") && threads.push(worker.url())));
        await page.goto(`${isolated.address}lab/index.html?path=notebooks/02-max-pooling.ipynb`);
        const training = new SiteNotebook(page);
        await training.ready();
        await training.run(`import { Conv3x3 as C, loadMnist, MaxPool2, Network, seededRandom, Softmax, train } from "./src/index";
        const images = loadMnist().train.take(20_000);
        const trained = (threads: number) => {
          const random = seededRandom(1);
          const network = new Network([new C(8, { random }), new MaxPool2(), new Softmax(10)], { input: [28, 28], random });
          const run = train(network, images, { batchSize: 64, seed: 1, threads });
          return { threads: run.threads, weights: network.parameters.map(({ data }) => [...data].join()).join() };
        };`);
        const told = await training.run(
          "const [one, two] = [trained(1), trained(2)]; [one.threads, two.threads, one.weights === two.weights].join()",
        );
        expect(told).toMatchObject({ status: "ok", text: "'1,2,true'" });
        expect(threads).toHaveLength(1);
      } finally {
        await own.close();
        await isolated.close();
      }
    },
    allowed(60_000),
  );

  test("asked no other host for anything, and not for sources one by one", () => {
    expect(site.elsewhere).toEqual([]);
    expect([...site.asked].filter((path) => path.startsWith("files/src/engine/"))).toEqual([]);
  });
});
