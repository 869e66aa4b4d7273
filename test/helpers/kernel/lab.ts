// A real JupyterLab in a real browser, on a notebook of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../../scripts/project.mjs";
import { launchChromium } from "../browser";
import { startJupyterLab } from "../jupyterlab";
import { notebook } from "../notebook";
import { allowed } from "../slack.mjs";
import { environment } from "./environment";

/** A JupyterLab in a browser, with a notebook open. */
export interface Lab {
  readonly page: Page;
  /** The path of the notebook. */
  readonly file: string;
  /** Runs a cell; the promise settles when the cell has ended. */
  run(cell: number): Promise<void>;
  /** The text of a cell's output. */
  output(cell: number): Promise<string>;
  close(): Promise<void>;
}

export interface LabFolder {
  /** More files in the notebook's folder, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** More flags for JupyterLab. */
  readonly flags?: readonly string[];
}

/** Opens a notebook with these cells, or with the text of a stored one. */
export async function openLab(
  cells: readonly string[] | string,
  { files = {}, flags = [] }: LabFolder = {},
): Promise<Lab> {
  const folder = mkdtempSync(join(root, ".local/lab-"));
  const file = join(folder, "check.ipynb");
  writeFileSync(file, typeof cells === "string" ? cells : JSON.stringify(notebook(...cells)));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const server = await startJupyterLab({
    command: [join(root, ".venv/bin/jupyter-lab"), "--allow-root"],
    flags: [
      `--ServerApp.root_dir=${folder}`,
      "--LabApp.expose_app_in_browser=True",
      // Settings and open tabs of the reader must not take part.
      `--LabApp.user_settings_dir=${join(folder, ".settings")}`,
      `--LabApp.workspaces_dir=${join(folder, ".workspaces")}`,
      ...flags,
    ],
    environment: environment(),
  });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1000, height: 1100 } });
  const close = async () => {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await page.goto(server.address("check.ipynb"));
    await page.waitForFunction(
      "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
      undefined,
      { timeout: allowed(60_000) },
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    file,
    run(cell) {
      const running = page.evaluate<void>(`(async () => {
        jupyterapp.shell.currentWidget.content.activeCellIndex = ${cell};
        await jupyterapp.commands.execute("notebook:run-cell");
      })()`);
      // A test that fails before it waits for the cell leaves the promise to the page's end.
      running.catch(() => {});
      return running;
    },
    output: (cell) =>
      page
        .locator(".jp-Cell")
        .nth(cell)
        .locator(".jp-OutputArea-output")
        .allInnerTexts()
        .then((texts) => texts.join("\n")),
    close,
  };
}
