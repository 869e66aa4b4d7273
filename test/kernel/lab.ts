// A real JupyterLab in a real browser, on a notebook of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { launchChromium } from "../helpers/browser";
import { freePort } from "../helpers/jupyterlab";
import { root } from "./client";
import { environment } from "./environment";

export interface Lab {
  readonly page: Page;
  /** Runs a cell; `started` is true when JupyterLab has sent it, the promise settles when it has ended. */
  run(cell: number): Promise<void>;
  /** The text of a cell's output. */
  output(cell: number): Promise<string>;
  close(): Promise<void>;
}

/** Opens a notebook with these cells. */
export async function openLab(cells: readonly string[]): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "lab-"));
  writeFileSync(join(folder, "check.ipynb"), JSON.stringify(notebookOf(cells)));
  const port = await freePort();
  const flags = [
    `--ServerApp.root_dir=${folder}`,
    `--port=${port}`,
    "--IdentityProvider.token=check",
  ];
  const more = ["--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"];
  const jupyter = spawn(join(root, ".venv/bin/jupyter-lab"), [...flags, ...more], {
    env: environment(),
    stdio: "ignore",
    detached: true,
  });
  const at = `http://127.0.0.1:${port}`;
  for (let k = 0; k < 200 && !(await answers(`${at}/api?token=check`)); k++) await sleep(250);

  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1000, height: 1100 } });
  const close = async () => {
    await browser.close();
    const ended = new Promise((done) => jupyter.once("exit", done));
    jupyter.kill("SIGTERM");
    await Promise.race([ended, sleep(5000)]);
    jupyter.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await page.goto(`${at}/lab/tree/check.ipynb?token=check`);
    await page.waitForFunction(
      "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
      undefined,
      { timeout: 60_000 },
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    run: (cell) =>
      page.evaluate(`(async () => {
        jupyterapp.shell.currentWidget.content.activeCellIndex = ${cell};
        await jupyterapp.commands.execute("notebook:run-cell");
      })()`),
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

function notebookOf(cells: readonly string[]) {
  const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
  const code = cells.map((source, k) => ({
    id: `cell-${k}`,
    cell_type: "code",
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: code };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
