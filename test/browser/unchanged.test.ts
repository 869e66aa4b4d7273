import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { describeInBrowser } from "../helpers/browser";
import { openLab } from "../helpers/kernel/lab";

const stored = readFileSync(join(root, "notebooks", "01-convolution.ipynb"), "utf8");

describeInBrowser("a stored notebook that is opened and not touched", () => {
  test("is not marked as changed when the kernel is there, and closes without a question", async () => {
    const { page, file, close } = await openLab(stored);
    try {
      // The notebook takes the kernel's language once the kernel has told it.
      await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => undefined)");
      await page.waitForTimeout(1500);
      expect(await page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty")).toBe(false);
      expect(await page.locator(".lm-TabBar-tab.jp-mod-dirty").count()).toBe(0);
      expect(await page.locator('.lm-TabBar-tab:has-text("check.ipynb")').count()).toBe(1);
      await page.evaluate('void jupyterapp.commands.execute("application:close")');
      await page.locator('.lm-TabBar-tab:has-text("check.ipynb")').waitFor({ state: "detached", timeout: 10_000 });
      expect(await page.locator(".jp-Dialog").count()).toBe(0);
      expect(readFileSync(file, "utf8")).toBe(stored);
    } finally {
      await close();
    }
  }, 120_000);
});
