import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { describeInBrowser, leavePicture, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { allowed } from "../helpers/slack.mjs";

const folder = join(root, ".local/live-lab");
const layer = (body: string) =>
  writeFileSync(join(folder, "layer.ts"), `export class Layer {\n  answer(): number {\n    ${body}\n  }\n}\n`);

const cells = {
  error: 'import { setup } from "./test/kernel/fixtures/thrower";\nsetup(-1);',
  endless: "let steps = 0;\nfor (;;) if (++steps % 50_000_000 === 0) console.log(steps);",
  next: "console.log(steps > 0);",
  live: 'import { Layer } from "./.local/live-lab/layer";\nnew Layer().answer()',
  display: `import * as tslab from "tslab";
const panel = tslab.newDisplay();
for (let k = 0, next = 0; k < 40; ) {
  if (performance.now() < next) continue;
  next = performance.now() + 100;
  panel.svg(\`<svg xmlns="http://www.w3.org/2000/svg" width="500" height="200"><rect width="\${++k * 10}" height="200"/></svg>\`);
}`,
  tab: "setup",
  dialogue: 'const name = prompt("Name?");\nconfirm("Sure?") && "Hello " + name',
  asking: 'prompt("Again?")',
};
const place = Object.fromEntries(Object.keys(cells).map((name, k) => [name, k])) as Record<keyof typeof cells, number>;

describeInBrowser("the kernel in JupyterLab", () => {
  const lab = useLab(Object.values(cells), {
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      layer("return 1;");
    },
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const look = (name: string) => leavePicture(lab.page, name);

  it("an error is shown with its places, in the project's files and in the cell", async () => {
    await lab.run(place.error);
    const text = await lab.output(place.error);
    expect(text).toContain("RangeError: setup: learningRate must be > 0, got -1");
    expect(text).toContain("at check, test/kernel/fixtures/thrower.ts:8:11");
    expect(text).toContain("at Cell [1]:2:1");
    expect(text).not.toMatch(/node:|tslab/);
    await look("error");
  });

  it("the Stop button ends an endless loop within a second, and the next cell runs", async () => {
    const running = lab.run(place.endless);
    await lab.page.locator(".jp-Cell").nth(place.endless).locator(".jp-OutputArea-output").first().waitFor();
    const pressed = performance.now();
    await lab.page.click('[data-command="notebook:interrupt-kernel"]');
    await running;
    expect(performance.now() - pressed).toBeLessThan(allowed(1000));
    expect(await lab.output(place.endless)).toMatch(/\nInterrupted: the cell was stopped$/);
    await lab.run(place.next);
    expect(await lab.output(place.next)).toContain("true");
    await look("stop");
  });

  it("an edit of a file is live when the import cell is rerun; a type error in it is shown", async () => {
    await lab.run(place.live);
    expect(await lab.output(place.live)).toBe("1");
    layer("return 2;");
    await lab.run(place.live);
    expect(await lab.output(place.live)).toBe("2");
    layer('return "two";');
    await lab.run(place.live);
    expect(await lab.output(place.live)).toContain(".local/live-lab/layer.ts:3:5 error TS2322");
    await look("live");
  });

  it("a display updated ten times a second keeps one height and is never blank", async () => {
    await lab.page.evaluate(`{
      const cell = document.querySelectorAll(".jp-Cell")[${place.display}];
      window.frames_ = [];
      const sample = () => {
        const picture = cell.querySelector(".jp-OutputArea-output img, .jp-OutputArea-output svg");
        const height = Math.round(cell.querySelector(".jp-OutputArea")?.getBoundingClientRect().height ?? 0);
        window.frames_.push({ height, picture: picture?.src ?? picture?.outerHTML });
        requestAnimationFrame(sample);
      };
      sample();
    }`);
    await lab.run(place.display);
    await look("display");
    const frames = (await lab.page.evaluate("window.frames_")) as {
      height: number;
      picture?: string;
    }[];
    const shown = frames.slice(frames.findIndex(({ picture }) => picture));
    expect(shown.filter(({ picture }) => !picture)).toEqual([]);
    expect([...new Set(shown.map(({ height }) => height))]).toHaveLength(1);
    expect(new Set(shown.map(({ picture }) => picture)).size).toBeGreaterThan(20);
  });

  it("Tab completes a symbol of the project, Shift-Tab shows its docstring", async () => {
    const { page } = lab;
    // It imports the symbol.
    await lab.run(place.error);
    const editor = page.locator(".jp-Cell").nth(place.tab).locator(".cm-content");
    await editor.click();
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+Tab");
    const tooltip = page.locator(".jp-Tooltip");
    await soon(() => tooltip.textContent()).toContain("Makes settings that a training run can use.");
    await look("inspection");
    // Closes the tooltip, and leaves the editor.
    await page.keyboard.press("Escape");
    await editor.click();
    await page.keyboard.press("End");
    await page.keyboard.type("(1).lear");
    await soon(() => editor.textContent()).toBe("setup(1).lear");
    await page.keyboard.press("Tab");
    const match = page.locator(".jp-Completer-item");
    await match.waitFor();
    expect(await match.textContent()).toContain("learningRate");
    await look("completion");
    await page.keyboard.press("Enter");
    await soon(() => editor.textContent()).toBe("setup(1).learningRate");
  });

  it("a cell asks in a line below it, and goes on with what is typed there; Stop ends a cell that waits", async () => {
    /** The dead line of an answered question stays a moment. */
    const input = (label: string) => lab.page.locator(".jp-Stdin", { hasText: label }).last().locator("input");
    const running = lab.run(place.dialogue);
    await input("Name?").fill("Ada Lövelace");
    await input("Name?").press("Enter");
    await input("Sure? [y/N]").fill("y");
    await look("prompt");
    await input("Sure? [y/N]").press("Enter");
    await running;
    expect(await lab.output(place.dialogue)).toMatch(
      /Name\? +Ada Lövelace\s+Sure\? \[y\/N\] +y\s+'Hello Ada Lövelace'/,
    );
    const asking = lab.run(place.asking);
    await input("Again?").waitFor();
    await lab.page.click('[data-command="notebook:interrupt-kernel"]');
    await asking;
    expect(await lab.output(place.asking)).toMatch(/Interrupted: the cell was stopped/);
  });
});
