import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  confusionMatrix,
  featureMaps,
  filterWeights,
  imageGrid,
  lineChart,
  probabilityBars,
  tensor,
  trainingCurves,
} from "../../src/index";
import { describeInBrowser, drawn, launchChromium, seriousFaults, watch } from "../helpers/browser";
import { type Cell, code, exportedPage, figureOutput, markdown } from "../helpers/exported-page";

// Pages of notebooks that bring their outputs along: no kernel runs here.
const steps = Array.from({ length: 40 }, (_, k) => k + 1);
const run = { losses: steps.map((k) => 2 / k), accuracies: steps.map((k) => 1 - 1 / k) };
const filters = tensor(
  [8, 3, 3],
  Array.from({ length: 72 }, (_, k) => Math.sin(k)),
);
const digits = Array.from({ length: 12 }, (_, k) =>
  tensor(
    [4, 4],
    steps.slice(0, 16).map((v) => (v * k) % 7),
  ),
);

const figures = {
  maps: featureMaps(
    tensor(
      [6, 6, 8],
      Array.from({ length: 288 }, (_, k) => Math.cos(k)),
    ),
  ),
  filters: filterWeights(filters, {
    before: filters,
    title: "The eight filters before and after training, on one scale",
  }),
  digits: imageGrid(digits, {
    columns: 12,
    captions: digits.map((_, k) => `${k} read as ${k + 1}`),
    title: "Twelve digits",
  }),
  curves: trainingCurves({ "constant 0.005": run, "falling from 0.01": run }, { title: "Two rates" }),
  confusion: confusionMatrix(Array.from({ length: 10 }, (_, i) => steps.slice(i, i + 10))),
  bars: probabilityBars(
    tensor(
      [10],
      steps.slice(0, 10).map((k) => k / 55),
    ),
    { label: 3 },
  ),
  chart: lineChart(
    [
      { x: steps, y: run.losses, name: "a" },
      { x: steps, y: run.accuracies, name: "b" },
    ],
    { xTitle: "step" },
  ),
};

const twoSources = "**a** · `a.ts`\n\n```typescript\na();\n```\n\n**b** · `b.ts`\n\n```typescript\nb();\n```";

const lesson: Cell[] = [
  markdown(
    "# 1 · A lesson\n\nIt shows every kind of figure. Then it ends, 28 × 28 × 1 large, in 97 % of *5 × 5* cases.\n\nAs [the next](02-next.ipynb#part) does, so does this.",
  ),
  markdown(
    "## Figures\n\nThe loss is $-\\ln p$, and\n\n$$\\sum_{i=1}^{100} a_i x_i + b_i y_i + c_i z_i + d_i + e_i + f_i + g_i + h_i + k_i$$",
  ),
  ...Object.entries(figures).map(([name, figure]) =>
    code(`show(${name}); // a comment, "text", 12`, [figureOutput(figure)]),
  ),
  markdown(
    "## Figures\n\n| a | b |\n|---|---|\n| `code` | two |\n\n> said\n\n```ts\nconst a: number = 1;\n```\n\n### A part\n\n- one\n- two",
  ),
  code("console.log('x'.repeat(300))", [{ "text/plain": `${"word ".repeat(60)}${"x".repeat(300)}` }]),
  code("showSource(a, b)", [{ "text/markdown": twoSources }]),
  code("picture()", [
    { "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" aria-label="a circle"><circle r="4"/></svg>' },
  ]),
];

const views: [name: string, options: BrowserContextOptions][] = [
  ["1100 px, light", { viewport: { width: 1100, height: 900 }, colorScheme: "light" }],
  ["1100 px, dark", { viewport: { width: 1100, height: 900 }, colorScheme: "dark" }],
  ["390 px, light", { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true }],
  ["390 px, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark", isMobile: true, hasTouch: true }],
];

describeInBrowser("an exported page", () => {
  let browser: Browser;
  const pages = new Map<string, string>();
  const written: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    pages.set("lesson", write(lesson, { metadata: { lang: "en-GB" } }));
  });
  afterAll(async () => {
    await browser?.close();
    for (const file of written) rmSync(dirname(file), { recursive: true });
  });

  function write(...parts: Parameters<typeof exportedPage>): string {
    const file = exportedPage(...parts);
    written.push(file);
    return file;
  }

  /** Opens a page without a network, and closes it when `look` is done. */
  async function opened<T>(
    file: string,
    options: BrowserContextOptions,
    look: (page: Page, problems: string[]) => Promise<T>,
  ) {
    const context = await browser.newContext({ offline: true, ...options });
    try {
      const page = await context.newPage();
      const problems = watch(page, (url) => url.split("#")[0] === pathToFileURL(file).href);
      await page.goto(pathToFileURL(file).href);
      await drawn(page);
      return await look(page, problems);
    } finally {
      await context.close();
    }
  }

  describe.each(views)("%s", (_, options) => {
    test("draws every figure within the page, as high as it is, in colours that suit the page", async () => {
      await opened(pages.get("lesson")!, options, async (page, problems) => {
        const found = await page.evaluate(`[...document.querySelectorAll(".plotly-figure")].map((place) => ({
          fits: place.getBoundingClientRect().right <= document.documentElement.clientWidth,
          width: Math.abs(place.querySelector(".main-svg").getBoundingClientRect().width - place.clientWidth) < 1,
          text: place.layout.font.color,
        }))`);
        const text = options.colorScheme === "dark" ? "#c9c9c9" : "#454545";
        expect(found).toEqual(Object.keys(figures).map(() => ({ fits: true, width: true, text })));
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        expect(problems).toEqual([]);
      });
    }, 60_000);

    test("has no text that lies on other text of its figure", async () => {
      await opened(pages.get("lesson")!, options, async (page) => {
        expect(await page.evaluate(overlaps)).toEqual([]);
      });
    }, 60_000);

    test("axe finds no serious fault", async () => {
      await opened(pages.get("lesson")!, options, async (page) => {
        expect(await seriousFaults(page)).toEqual([]);
      });
    }, 60_000);
  });

  test("says its title, its language, what it is about, and its sections; each section has an id of its own", async () => {
    await opened(pages.get("lesson")!, {}, async (page) => {
      expect(await page.title()).toBe("1 · A lesson");
      expect(await page.getAttribute("html", "lang")).toBe("en-GB");
      expect(await page.getAttribute("meta[name=description]", "content")).toBe("It shows every kind of figure.");
      const links = await page
        .locator(".contents a")
        .evaluateAll((all) => all.map((link) => [link.textContent, (link as unknown as { hash: string }).hash]));
      expect(links).toEqual([
        ["Figures", "#Figures"],
        ["Figures", "#Figures-2"],
        ["A part", "#A-part"],
      ]);
      for (const [, hash] of links) expect(await page.locator(`[id="${hash!.slice(1)}"]`).count()).toBe(1);
      expect(await page.locator("main a[href$='.html#part']").getAttribute("href")).toBe("02-next.html#part");
    });
  }, 60_000);

  test("code in Markdown is written as in a cell, and its words are broken nowhere", async () => {
    await opened(pages.get("lesson")!, {}, async (page) => {
      const [inMarkdown, inCell] = await page.evaluate<object[]>(`
        [".jp-RenderedMarkdown .highlight pre", ".jp-InputArea-editor .highlight pre"].map((place) => {
          const { fontFamily, fontSize, lineHeight, whiteSpace, wordBreak } = getComputedStyle(document.querySelector(place));
          return { fontFamily, fontSize, lineHeight, whiteSpace, wordBreak };
        })`);
      expect(inMarkdown).toEqual(inCell);
      expect(inCell).toMatchObject({ fontFamily: expect.stringContaining("monospace"), wordBreak: "normal" });
    });
  }, 60_000);

  test("every figure and picture says in words what it shows", async () => {
    await opened(pages.get("lesson")!, {}, async (page) => {
      const labels = await page
        .locator(".plotly-figure")
        .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
      expect(labels[3]).toBe(
        "Two rates. Two charts by step: the loss of constant 0.005 goes from 2.000 to 0.050, the accuracy goes from 0.0 % to 97.5 %, the loss of falling from 0.01 goes from 2.000 to 0.050, the accuracy goes from 0.0 % to 97.5 %.",
      );
      for (const label of labels) expect(label).toMatch(/^.{30,}\.$/);
      expect(await page.locator(".jp-RenderedSVG img").getAttribute("alt")).toBe("a circle");
    });
  }, 60_000);

  test("source that a cell shows looks like the code of cells, each piece apart from the next", async () => {
    await opened(pages.get("lesson")!, { viewport: { width: 1100, height: 900 } }, async (page) => {
      const look = await page.evaluate(`["main .jp-InputArea-editor pre", ".jp-OutputArea .jp-RenderedMarkdown pre"]
        .map((found) => getComputedStyle(document.querySelector(found)))
        .map(({ fontFamily, fontSize, lineHeight, whiteSpace, wordBreak, overflowWrap }) =>
          ({ fontFamily, fontSize, lineHeight, whiteSpace, wordBreak, overflowWrap }))`);
      const [cell, shown] = look as object[];
      expect(shown).toEqual(cell);
      const gap = await page.evaluate(`(() => {
        const first = document.querySelector(".jp-OutputArea .jp-RenderedMarkdown .highlight");
        return first.nextElementSibling.getBoundingClientRect().top - first.getBoundingClientRect().bottom;
      })()`);
      expect(gap).toBeGreaterThan(8);
    });
  }, 60_000);

  test("hides code by one switch, which Tab reaches and the next page remembers", async () => {
    await opened(pages.get("lesson")!, { viewport: { width: 1100, height: 900 } }, async (page) => {
      const shown = () => page.locator(".jp-CodeCell .jp-Cell-inputWrapper >> visible=true").count();
      const all = await shown();
      expect(all).toBeGreaterThan(8);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the text");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.id")).toBe("code-switch");
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
      await page.keyboard.press("Enter");
      expect(await shown()).toBe(0);
      await page.reload();
      expect(await shown()).toBe(0);
      await page.click("#code-switch");
      expect(await shown()).toBe(all);
    });
  }, 60_000);

  test("on paper nothing scrolls or is wider than the paper, and figures are dark on white", async () => {
    await opened(
      pages.get("lesson")!,
      { viewport: { width: 1100, height: 900 }, colorScheme: "dark" },
      async (page) => {
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        await page.setViewportSize({ width: 660, height: 900 });
        await page.evaluate('dispatchEvent(new Event("beforeprint"))');
        await page.waitForTimeout(300);
        const bad = await page.evaluate(`[...document.querySelectorAll("main *")].filter((one) => {
        const { overflowX, overflowY } = getComputedStyle(one);
        const scrolls = [overflowX, overflowY].some((how) => how === "auto" || how === "scroll");
        return !one.closest(".js-plotly-plot > *") && (scrolls || one.getBoundingClientRect().right > 661);
      }).map((one) => one.outerHTML.slice(0, 100))`);
        expect(bad).toEqual([]);
        expect(await page.evaluate("document.querySelector('.plotly-figure').layout.font.color")).toBe("#454545");
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      },
    );
  }, 60_000);

  test("holds sizes and percentages together, so that no line ends inside them", () => {
    const held = "28\u00a0×\u00a028\u00a0×\u00a01 large, in 97\u00a0% of <em>5\u00a0×\u00a05</em> cases";
    expect(readFileSync(pages.get("lesson")!, "utf8")).toContain(held);
  });

  test("shows text before its large scripts, and figures before formulas", () => {
    const html = readFileSync(pages.get("lesson")!, "utf8").replace(/<style[\s\S]*?<\/style>/g, "");
    const places = ["A lesson<a", "newPlot", "drawFigures", "MathJax 3"].map((text) =>
      html.indexOf(text, html.indexOf("<main")),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(html.slice(0, html.indexOf("<main"))).not.toContain("<script");
  });

  test.each([
    ["in Markdown", true, [markdown("A $x$ here.")]],
    ["in Markdown, as LaTeX writes it", true, [markdown("\\\\(x\\\\) and \\\\[y\\\\]")]],
    ["as an environment", true, [markdown("\\begin{align}x\\end{align}")]],
    ["in a raw cell", true, [{ cell_type: "raw", source: "$x$" }]],
    ["in an output that is Markdown", true, [code("f()", [{ "text/markdown": "$$x$$" }])]],
    ["in an output that is LaTeX", true, [code("f()", [{ "text/latex": "$x$" }])]],
    ["in a figure's title", true, [code("f()", [figureOutput({ data: [], layout: { title: { text: "$x$" } } })])]],
    ["nowhere: code has dollars, too", false, [markdown("Words."), code("const $x = 1;", [{ "text/plain": "$x$" }])]],
  ] satisfies [string, boolean, Cell[]][])("has MathJax where a formula may be: %s", async (_where, has, cells) => {
    expect(readFileSync(write(cells), "utf8").includes("/*! MathJax 3")).toBe(has);
  });

  const evil =
    "</script></title><script>globalThis.escaped = true</script>\"'><img src=x onerror='globalThis.escaped = true'>";
  const inTheirPlace = [
    markdown(`# Title\n\n## ${"`"}${evil}${"`"}`),
    code(
      `// ${evil}`,
      [
        figureOutput({
          data: [{ type: "scatter", x: [1, 2], y: [1, 2], name: evil, text: [evil, evil], mode: "markers+text" }],
          layout: { title: { text: evil }, xaxis: { title: { text: evil } }, meta: { description: evil } },
        }),
        { "text/plain": evil },
        {
          "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" aria-label="${evil.replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"/>`,
        },
      ],
      { tags: [evil] },
    ),
    { cell_type: "code", source: "", outputs: [{ output_type: "stream", name: "stdout", text: evil }] } as Cell,
  ];

  test.each([false, true])(
    "text, labels, titles, names and metadata stay in their place (sanitized: %s)",
    async (sanitize) => {
      const name = "a <b> \"c\" & 'd'";
      const file = write(inTheirPlace, {
        name,
        sanitize,
        metadata: { title: evil, lang: '"><script>', authors: [evil] },
      });
      await opened(file, {}, async (page, problems) => {
        expect(await page.evaluate("globalThis.escaped")).toBeUndefined();
        expect(await page.title()).toBe(evil);
        expect(await page.getAttribute("html", "lang")).toBe("en");
        expect(await page.locator(".plotly-figure .main-svg").count()).toBeGreaterThan(0);
        expect(problems).toEqual([]);
      });
    },
    60_000,
  );

  const running = [
    markdown("# Runs\n\n$\\href{javascript:void(globalThis.clicked=true)}{\\text{click me}}$"),
    code("html()", [
      {
        "text/html":
          "<b id='bold'>bold</b><script>globalThis.ran = true</script><img src='data:,' onerror='globalThis.ran = true'>",
      },
    ]),
    code("script()", [{ "application/javascript": "globalThis.scripted = true" }]),
  ];

  test("an output of HTML or JavaScript runs, as in nbconvert", async () => {
    await opened(write(running), {}, async (page) => {
      expect(await page.evaluate("[globalThis.ran, globalThis.scripted]")).toEqual([true, true]);
    });
  }, 60_000);

  test("sanitized, neither an output of HTML or JavaScript nor the link of a formula runs", async () => {
    await opened(write(running, { sanitize: true }), {}, async (page) => {
      for (const formula of await page.locator("mjx-container, mjx-container a").all()) {
        await formula.dispatchEvent("click");
      }
      expect(await page.locator("mjx-container a[href]").count()).toBe(0);
      for (const name of ["ran", "scripted", "clicked"]) {
        expect(await page.evaluate(`globalThis.${name}`)).toBeUndefined();
      }
      expect(await page.locator("b").textContent()).toBe("bold");
    });
  }, 60_000);

  test("tags and what JupyterLab stores remove and fold input and output as nbconvert and Jupyter Book do", async () => {
    const cell = (name: string, metadata: object) =>
      code(`const ${name} = 1;`, [{ "text/plain": `out-${name}` }], metadata);
    const tagged = (tag: string) => cell(tag.replace(/-/g, "_"), { tags: [tag] });
    const file = write([
      markdown("gone-entirely", { metadata: { tags: ["remove-cell"] } }),
      ...["plain", "remove-input", "remove-output", "remove-cell", "hide-input", "hide-output", "hide-cell"].map(
        tagged,
      ),
      cell("source_hidden", { jupyter: { source_hidden: true } }),
      cell("outputs_hidden", { jupyter: { outputs_hidden: true } }),
      cell("collapsed", { collapsed: true }),
    ]);
    await opened(file, {}, async (page) => {
      const state = async (name: string) =>
        Promise.all(
          [`const ${name} = 1;`, `out-${name}`].map(async (text) => {
            const found = page.locator("main pre", { hasText: text });
            return (await found.count()) === 0 ? "gone" : (await found.isVisible()) ? "shown" : "folded";
          }),
        );
      expect(await page.getByText("gone-entirely").count()).toBe(0);
      expect(await state("plain")).toEqual(["shown", "shown"]);
      expect(await state("remove_input")).toEqual(["gone", "shown"]);
      expect(await state("remove_output")).toEqual(["shown", "gone"]);
      expect(await state("remove_cell")).toEqual(["gone", "gone"]);
      expect(await state("hide_input")).toEqual(["folded", "shown"]);
      expect(await state("hide_output")).toEqual(["shown", "folded"]);
      expect(await state("hide_cell")).toEqual(["folded", "folded"]);
      expect(await state("source_hidden")).toEqual(["folded", "shown"]);
      expect(await state("outputs_hidden")).toEqual(["shown", "folded"]);
      expect(await state("collapsed")).toEqual(["shown", "folded"]);
      await page.locator(".folded", { hasText: "hide_cell" }).locator("summary").click();
      expect(await state("hide_cell")).toEqual(["shown", "shown"]);
    });
  }, 60_000);

  test("a figure in a folded output is drawn when it is unfolded", async () => {
    const file = write([code("show(chart)", [figureOutput(figures.chart)], { tags: ["hide-output"] })]);
    await opened(file, {}, async (page) => {
      await page.getByText("Show output").click();
      await page.locator(".plotly-figure .main-svg").first().waitFor({ timeout: 10_000 });
    });
  }, 90_000);

  test("attachments are embedded, in Markdown and in <img>, whatever their names", async () => {
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const attachments = { "a.png": { "image/png": pixel }, "my pic.png": { "image/png": pixel } };
    const source = [
      "![](attachment:a.png) ![](attachment:my%20pic.png)",
      '<img width="9" src="attachment:a.png">',
      "Inline <IMG src='attachment:a.png' alt='x'> and",
      '<table><tr><td><img src = "attachment:my pic.png"/></td></tr></table>',
      '![](attachment:missing.png) `<img src="attachment:a.png">`',
    ].join("\n\n");
    await opened(write([markdown(source, { attachments })]), {}, async (page) => {
      const widths = await page
        .locator("main img")
        .evaluateAll((all) => all.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
      expect(widths).toEqual([1, 1, 1, 1, 1, 0]);
      expect(await page.locator("main code").textContent()).toBe('<img src="attachment:a.png">');
    });
  }, 60_000);

  test("a figure that cannot be drawn says so, and those behind it are drawn", async () => {
    const file = write([
      code("bad()", [figureOutput({ data: 3, layout: null })]),
      code("good()", [figureOutput(figures.chart)]),
    ]);
    await opened(file, {}, async (page) => {
      await page.locator(".plotly-figure .main-svg").first().waitFor();
      expect(await page.locator(".plotly-figure").nth(1).locator(".main-svg").count()).toBeGreaterThan(0);
    });
  }, 90_000);
});

/** Runs in the page: pairs of labels of one figure that cover each other. */
const overlaps = `[...document.querySelectorAll(".plotly-figure")].flatMap((place) => {
  const labels = [...place.querySelectorAll(".main-svg text")].filter((label) => label.textContent.trim() && !label.closest(".hoverlayer"))
    .map((label) => ({ text: label.textContent, box: label.getBoundingClientRect() }));
  return labels.flatMap(({ text, box: a }, k) => labels.slice(k + 1).filter(({ box: b }) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
    .map((other) => text + " | " + other.text));
})`;
