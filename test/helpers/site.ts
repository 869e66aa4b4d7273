// The browser edition, built and served below a sub-path by a server that sends no header of its own, in a real browser.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { serve } from "../../scripts/site/server.mjs";
import { siteFolder } from "../../scripts/site/settings.mjs";
import { allowed } from "./slack.mjs";

export interface ServedSite {
  readonly address: string;
  /** Requests to any other host, which were refused. */
  readonly elsewhere: readonly string[];
  /** Paths below the site that were asked for, each once. */
  readonly asked: ReadonlySet<string>;
  /** Begins anew with what was asked for. */
  forget(): void;
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** @param headers  what the server sends with every file */
export async function serveSite(browser: Browser, headers: Readonly<Record<string, string>> = {}): Promise<ServedSite> {
  const { address, close } = await serve(siteFolder, { below: "/some/where/", headers });
  const elsewhere: string[] = [];
  const asked = new Set<string>();
  const newContext = async (options: BrowserContextOptions = { viewport: { width: 1400, height: 1000 } }) => {
    const context = await browser.newContext(options);
    context.on("request", (request) => {
      if (request.url().startsWith(address)) asked.add(new URL(request.url()).pathname.slice("/some/where/".length));
    });
    await context.route(
      (url) => !url.href.startsWith(address) && /^(https?|wss?):$/.test(url.protocol),
      (route) => {
        elsewhere.push(route.request().url());
        return route.abort();
      },
    );
    // The site is as it is published, but for one setting: tests ask JupyterLab itself what it knows.
    await context.route(`${address}jupyter-lite.json*`, async (route) => {
      const settings = JSON.parse(readFileSync(join(siteFolder, "jupyter-lite.json"), "utf8"));
      settings["jupyter-config-data"].exposeAppInBrowser = true;
      await route.fulfill({ json: settings, headers });
    });
    return context;
  };
  return { address, elsewhere, asked, forget: () => asked.clear(), newContext, close };
}

/**
 * Bytes that a browser loads of these paths where the server compresses; images and archives stay as they are. JupyterLab
 * asks for a few that are not there, a Markdown's pictures among them, before it asks for the right ones.
 */
export function transferred(paths: Iterable<string>): number {
  const sizes = Array.from(paths, (path) => {
    const file = join(siteFolder, decodeURIComponent(path) || "index.html");
    if (!existsSync(file)) return 0;
    const bytes = readFileSync(file);
    return /\.(gz|png|ico|woff2?)$/.test(path) ? bytes.length : gzipSync(bytes).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What a cell came to. */
export interface Ran {
  readonly status: "ok" | "error";
  /** What it printed and showed, as text. */
  readonly text: string;
  readonly error: string;
}

/** A notebook of the site, in JupyterLab. The functions below run in the page, which knows `jupyterapp`. */
export class SiteNotebook {
  constructor(readonly page: Page) {}

  /**
   * Waits until the notebook is in front and its kernel idle. JupyterLab opens those of the last time as well, behind it.
   *
   * @param name  left out, whichever is in front
   */
  async ready(name = ""): Promise<void> {
    const inFront = (name: string) => {
      // biome-ignore lint/suspicious/noExplicitAny: JupyterLab's types are not installed
      const panel = (globalThis as any).jupyterapp?.shell.currentWidget;
      const isThere = panel?.sessionContext?.session?.kernel && panel.content.widgets?.length > 0;
      return Boolean(isThere && panel.context.path.includes(name));
    };
    await this.page.waitForFunction(inFront, name, { timeout: allowed(60_000) });
    await this.ask(async (panel) => {
      await panel.sessionContext.ready;
      const { kernel } = panel.sessionContext.session;
      await kernel.info;
      while (kernel.status !== "idle") await new Promise((resolve) => setTimeout(resolve, 20));
    });
  }

  /** Calls a function in the page, with the panel of the notebook that is in front, and one argument. */
  // biome-ignore lint/suspicious/noExplicitAny: JupyterLab's types are not installed
  ask<T>(inPage: (panel: any, given: any) => Promise<T> | T, given?: unknown): Promise<T> {
    const program = `(${inPage})(jupyterapp.shell.currentWidget, ${JSON.stringify(given) ?? "undefined"})`;
    return this.page.evaluate(program) as Promise<T>;
  }

  command(name: string, words: object = {}): Promise<unknown> {
    return this.page.evaluate(
      `jupyterapp.commands.execute(${JSON.stringify(name)}, ${JSON.stringify(words)}).then(() => {})`,
    );
  }

  /** Runs code as a cell does, without one. */
  run(code: string): Promise<Ran> {
    return this.ask(async (panel, code) => {
      const future = panel.sessionContext.session.kernel.requestExecute({ code, stop_on_error: true });
      let text = "";
      // biome-ignore lint/suspicious/noExplicitAny: a message of Jupyter's
      future.onIOPub = ({ content }: any) => {
        text += content.text ?? content.data?.["text/plain"] ?? "";
      };
      const { content } = await future.done;
      return { status: content.status, text, error: content.status === "ok" ? "" : content.traceback.join("\n") };
    }, code);
  }

  /** Runs all cells; resolves with the errors, each as text with its cell's number. */
  async runAll(): Promise<string[]> {
    await this.command("notebook:run-all-cells");
    return this.ask((panel) =>
      // biome-ignore lint/suspicious/noExplicitAny: JupyterLab's types are not installed
      panel.content.widgets.flatMap(({ model }: any, k: number) => {
        if (model.type !== "code" || model.sharedModel.getSource().trim() === "") return [];
        const outputs = model.outputs.toJSON();
        // biome-ignore lint/suspicious/noExplicitAny: an output of Jupyter's
        const errors = outputs.filter((one: any) => one.output_type === "error" || one.name === "stderr");
        if (model.executionCount === null) return [`cell ${k + 1} did not run`];
        return errors.map((one: object) => `cell ${k + 1}: ${JSON.stringify(one).slice(0, 600)}`);
      }),
    );
  }

  /** How many outputs have a figure or a panel, and how many of them are drawn. */
  async pictures(): Promise<{ figures: number; panels: number; drawnFigures: number; drawnPanels: number }> {
    const outputs = await this.ask<{ data?: object }[]>((panel) =>
      // biome-ignore lint/suspicious/noExplicitAny: JupyterLab's types are not installed
      panel.content.widgets.flatMap(({ model }: any) => (model.type === "code" ? model.outputs.toJSON() : [])),
    );
    const count = (type: string) => outputs.filter(({ data = {} }) => type in data).length;
    return {
      figures: count("application/vnd.plotly.v1+json"),
      panels: count("application/vnd.cnn-notebooks.panel+json"),
      drawnFigures: await this.page.locator(".jp-OutputArea .js-plotly-plot:has(.main-svg)").count(),
      drawnPanels: await this.page.locator(".jp-OutputArea .cnn-panel > *:first-child").count(),
    };
  }
}
