import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { describeInBrowser, leavePicture, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";

const cells = [
  'import { Conv3x3, tensor } from "./src/index";\nconst image = tensor([4, 4]);\nlet total = 1;',
  "let sum = 0;\nfor (let k = 0; k < 3; k++) {\n  sum += total;\n}\nsum",
  "new Conv3x3(1).forward(image).shape",
];

describeInBrowser("the debugger in JupyterLab", () => {
  const lab = useLab(cells, {
    prepare: async ({ page, run }) => {
      await page.setViewportSize({ width: 1500, height: 950 });
      await run(0);
      await page.locator(".jp-DebuggerBugButton").click();
      await page.evaluate(`
        window.asked_ = performance.now();
        jupyterapp.shell.currentWidget.sessionContext.session.kernel.anyMessage.connect((_, { msg }) => {
          if (/^debug_re/.test(msg.header.msg_type)) window.asked_ = performance.now();
        });`);
    },
  });

  const cell = (number: number) => lab.page.locator(".jp-Notebook .jp-Cell").nth(number);
  const variables = () => lab.page.locator(".jp-DebuggerVariables-body .jp-TreeItem").allInnerTexts();
  const frames = () => lab.page.locator(".jp-DebuggerCallstackFrame").allInnerTexts();
  const command = (name: string) => lab.page.evaluate(`jupyterapp.commands.execute("debugger:${name}")`);
  const look = (name: string) => leavePicture(lab.page, name);

  /**
   * Waits until JupyterLab asks nothing more. Where the focus changes, it reads all breakpoints and sends them again, so
   * that a click in that moment is undone by itself.
   */
  const settled = () => lab.page.waitForFunction("performance.now() - window.asked_ > 500");

  /** Sets or removes the breakpoint of a line, by a click beside it. */
  async function click(editor: Locator, line: Locator): Promise<void> {
    await settled();
    await line.scrollIntoViewIfNeeded();
    const at = await line.boundingBox();
    const gutter = await editor.locator(".cm-gutter.cm-breakpoint-gutter").boundingBox();
    if (!at || !gutter) throw new Error("the line and its gutter must be in view");
    await lab.page.mouse.click(gutter.x + gutter.width / 2, at.y + at.height / 2);
  }

  /** The tab with the file, opened from the kernel's sources, and a breakpoint in it. */
  async function pausingFile(): Promise<Locator> {
    const source = lab.page.locator(".lm-DockPanel-widget", { hasText: "A convolution layer of f filters" });
    const breakpoint = lab.page.locator(".jp-DebuggerBreakpoint", { hasText: "src/layers/conv3x3.ts" });
    if ((await breakpoint.count()) === 0) {
      await lab.page.locator(".jp-DebuggerKernelSource-source", { hasText: "src/layers/conv3x3.ts" }).click();
      const line = source.locator(".cm-line", { hasText: "let sum = 0;" });
      await source.locator(".cm-line").first().hover();
      while ((await line.count()) === 0) await lab.page.mouse.wheel(0, 300);
      await click(source, line);
      await breakpoint.waitFor();
      await lab.page.locator(".lm-TabBar-tab", { hasText: "check.ipynb" }).click();
    }
    return source;
  }

  /** The line that is lit, in an editor. */
  const lit = (editor: Locator) => editor.locator(".jp-DebuggerEditor-highlight").textContent();

  it("is offered, and shows the variables before any breakpoint", async () => {
    await soon(variables).toEqual(expect.arrayContaining(["total\n1", "image\nTensor (4, 4)"]));
  });

  it("pauses in a cell that has not run yet, steps, and answers in the console", async () => {
    await click(cell(1), cell(1).locator(".cm-line").nth(2));
    await lab.page.locator(".jp-DebuggerBreakpoint").waitFor();
    const running = lab.run(1);
    await soon(frames).toEqual(["Cell [2]\nCell [*]:3"]);
    await soon(() => lit(cell(1))).toContain("sum += total");
    await soon(variables).toEqual(["k\n0", "sum\n0"]);
    await look("debugger-cell");
    await command("next");
    await soon(frames).toEqual(["Cell [2]\nCell [*]:2"]);
    await soon(variables).toContain("sum\n1");
    await command("evaluate");
    const prompt = lab.page.locator(".jp-DebugConsole .jp-CodeConsole-promptCell .cm-content");
    await prompt.click();
    await lab.page.keyboard.type("total = 10 as number");
    await lab.page.keyboard.press("Shift+Enter");
    await soon(() => lab.page.locator(".jp-DebugConsole .jp-OutputArea-output").allInnerTexts()).toEqual(["10"]);
    await command("evaluate");
    await click(cell(1), cell(1).locator(".cm-line").nth(2));
    await soon(() => lab.page.locator(".jp-DebuggerBreakpoint").count()).toBe(0);
    await command("continue");
    await running;
    await soon(() => lab.output(1)).toBe("21");
    await soon(frames).toEqual([]);
  });

  it("pauses in a file, opened from the kernel's sources beside the notebook", async () => {
    const source = await pausingFile();
    await settled();
    const running = lab.run(2);
    await soon(async () => (await frames()).length).toBe(2);
    await soon(() => lit(source)).toContain("let sum = 0;");
    await command("next");
    await soon(variables).toContain("sum\n0");
    await soon(async () => (await frames())[0]).toContain("Conv3x3.forward");
    await look("debugger-file");
    // Stop ends the paused cell.
    await lab.page.evaluate('jupyterapp.commands.execute("notebook:interrupt-kernel")');
    await running;
    await soon(() => lab.output(2)).toContain("Interrupted");
    await soon(frames).toEqual([]);
  });

  it("is restored by a reload of the page while a cell is paused", async () => {
    await pausingFile();
    await settled();
    const running = lab.run(2).catch(() => {}); // the page goes away below it
    await soon(async () => (await frames()).length).toBe(2);
    await lab.page.evaluate('jupyterapp.commands.execute("docmanager:save")');
    await lab.page.reload();
    await running;
    await soon(async () => (await frames())[0]).toContain("Conv3x3.forward");
    await soon(variables).toContain("input\nTensor (4, 4)");
    await command("terminate");
    await soon(frames).toEqual([]);
  });
});
