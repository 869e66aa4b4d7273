// Errors, descriptions and definitions while somebody types, in a real JupyterLab.
import { expect, it } from "vitest";
import { describeInBrowser, leavePicture, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { notebook } from "../helpers/notebook";
import { allowed } from "../helpers/slack.mjs";

const layer = `/** Doubles what it gets. */
export class Layer {
  /** @returns twice the number */
  forward(input: number): number {
    return 2 * input;
  }
}
`;
const cells = [
  'import { Layer } from "./src/layers/layer";\nconst layer = new Layer();',
  "layer.forward(1);",
  "for (let k = 0; ; k++) if (k % 100_000_000 === 0) console.log(k);",
  "let width = 1;",
];
const python = { ...notebook("width: str = 1"), metadata: { kernelspec: { name: "python3", display_name: "Python" } } };

describeInBrowser("a cell that is being typed in JupyterLab", () => {
  const sent: string[] = [];
  const lab = useLab(cells, {
    files: { "src/layers/layer.ts": layer, "other.ipynb": JSON.stringify(python) },
    flags: ["tslab", "python3"].map((name) => `--KernelSpecManager.allowed_kernelspecs=${name}`),
  });

  const timeout = allowed(20_000);
  const cell = (k: number) => lab.page.locator(".jp-Notebook:visible .jp-CodeCell").nth(k);
  const underlined = (k: number) => soon(() => cell(k).locator(".cnn-problem").allTextContents());

  /** Replaces a cell's text, as a reader does it. */
  async function type(k: number, text: string): Promise<void> {
    await cell(k).locator(".cm-content").click();
    await lab.page.keyboard.press("Control+A");
    await lab.page.keyboard.type(text);
  }

  const look = (name: string) => leavePicture(lab.page, `typing-${name}`);

  it("an error is underlined, from the types of a cell above that has not run, and goes when it is mended", async () => {
    await type(1, 'layer.forward("one");');
    await underlined(1).toEqual(['"one"']);
    await cell(1).locator(".cnn-problem").hover();
    const message = lab.page.locator(".cnn-problem-message");
    await message.waitFor({ timeout });
    expect(await message.textContent()).toBe(
      "TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
    );
    await look("error");
    await type(1, "layer.forward(1);");
    await underlined(1).toEqual([]);
  });

  it("a line within braces is indented by two, as the notebooks' cells are written", async () => {
    await type(1, "function twice() {\nreturn 2;\n}");
    const lines = soon(() => cell(1).locator(".cm-line").allTextContents());
    await lines.toEqual(["function twice() {", "  return 2;", "}"]);
    await type(1, "layer.forward(1);");
  });

  it("an edit above underlines what it breaks below, and takes the underline away", async () => {
    await type(3, "layer.size;");
    await underlined(3).toEqual(["size"]);
    await type(0, "const layer = { size: 1, forward(n: number) {} };");
    await underlined(3).toEqual([]);
    await type(0, cells[0] as string);
    await underlined(3).toEqual(["size"]);
  });

  it("the pointer on a name shows its type and its documentation", async () => {
    await cell(1).locator("text=forward").last().hover();
    const description = lab.page.locator(".cnn-description");
    await description.waitFor({ timeout });
    expect(await description.textContent()).toMatch(/Layer\.forward\(input: number\): number[\s\S]*twice the number/);
    await look("hover");
  });

  it("Ctrl and a click open the definition, in a file of the project", async () => {
    await cell(1)
      .locator("text=forward")
      .last()
      .click({ modifiers: ["Control"] });
    const editor = lab.page.locator(".jp-FileEditor:visible");
    await editor.waitFor({ timeout });
    const place = "jupyterapp.shell.currentWidget.content.editor?.getCursorPosition?.()";
    await soon(() => lab.page.evaluate(place)).toMatchObject({ line: 3, column: 2 });
    await look("definition");
    await lab.page.evaluate('void jupyterapp.commands.execute("application:close")');
  });

  it("the context menu leads to the definition, in another cell", async () => {
    await cell(1)
      .locator(".cm-line")
      .click({ position: { x: 20, y: 8 }, button: "right" });
    const item = lab.page.locator(".lm-Menu-item", { hasText: "Go to Definition" });
    await item.waitFor({ timeout });
    await look("menu");
    await item.click();
    const active = "jupyterapp.shell.currentWidget.content.activeCellIndex";
    await soon(() => lab.page.evaluate(active)).toBe(0);
    const place = "jupyterapp.shell.currentWidget.content.activeCell.editor.getCursorPosition()";
    await soon(() => lab.page.evaluate(place)).toMatchObject({ line: 1, column: 6 });
  });

  it("all of it works while a cell runs, which stays busy", async () => {
    const running = lab.run(2);
    await cell(2).locator(".jp-OutputArea-output").first().waitFor({ timeout });
    await type(3, "layer.depth;");
    await underlined(3).toEqual(["depth"]);
    const status = "jupyterapp.shell.currentWidget.sessionContext.session.kernel.status";
    expect(await lab.page.evaluate(status)).toBe("busy");
    await look("running");
    await lab.page.click('[data-command="notebook:interrupt-kernel"]');
    await running;
  });

  it("a restarted kernel is asked as before", async () => {
    await lab.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()");
    await type(3, "layer.height;");
    await underlined(3).toEqual(["height"]);
  });

  it("a notebook of another kernel is left alone", async () => {
    lab.page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => sent.push(/\w+_request/.exec(String(payload))?.[0] ?? "")),
    );
    await lab.page.evaluate('void jupyterapp.commands.execute("docmanager:open", { path: "other.ipynb" })');
    const kernel = "jupyterapp.shell.currentWidget.sessionContext?.session?.kernel";
    await expect
      .poll(() => lab.page.evaluate(`${kernel}?.name + " " + ${kernel}?.status`), { timeout: allowed(60_000) })
      .toBe("python3 idle");
    await type(0, "widht + 1");
    await lab.run(0);
    await cell(0).locator(".jp-OutputArea-output").first().waitFor({ timeout });
    expect(sent).toContain("execute_request");
    expect(sent.filter((type) => type.startsWith("typescript"))).toEqual([]);
    expect(await cell(0).locator(".cnn-problem").count()).toBe(0);
  });
});
