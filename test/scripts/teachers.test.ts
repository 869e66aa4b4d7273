// What a teacher makes of the notebooks: pages with folded solutions, and their figures as SVG files.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { describeInBrowser } from "../helpers/browser";
import { solutionsOf } from "../helpers/exercises";
import { notebook } from "../helpers/notebook";
import { type Ended, runScript } from "../helpers/project-copy";

let folder: string;
let exported: Ended;

/** A notebook whose last cell answers this exercise. */
function exercise(name: string, ...cells: string[]): string {
  const made = notebook(...cells, "1;");
  Object.assign(made.cells[cells.length]!.metadata, { tags: [`exercise:${name}`] });
  return JSON.stringify(made);
}

beforeAll(async () => {
  folder = mkdtempSync(join(root, ".local", "teachers-")); // in the project, of which a cell imports
  const chart =
    'import { lineChart, show } from "./src/index";\nshow(lineChart({ x: [1, 2], y: [3, 1] }, { title: "A <b>fall</b>" }));';
  writeFileSync(join(folder, "01-convolution.ipynb"), exercise("1.1", chart));
  writeFileSync(join(folder, "02-max-pooling.ipynb"), exercise("2.9"));
  const words = ["--from", folder, "--to", join(folder, "pages")];
  exported = await runScript(root, ["scripts/export.mjs", "--solutions", ...words]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("with --solutions each solution is folded behind its exercise", () => {
  const page = readFileSync(join(folder, "pages", "01-convolution.html"), "utf8");
  expect(page).toMatch(/<details class="solution"><summary>A solution of 1\.1<\/summary>/);
  expect(solutionsOf("01-convolution").get("1.1")).toContain("lowerRight");
  expect(page).toContain("lowerRight");
});

test("an exercise without a solution is named, and costs only its own page", () => {
  expect(exported.output).toMatch(
    /✗ 02-max-pooling\.ipynb has exercises without a solution in .*02-max-pooling\.md: 2\.9/,
  );
  expect(readdirSync(join(folder, "pages")).sort()).toEqual(["01-convolution.html", "THIRD-PARTY.html", "index.html"]);
});

test("npm run figures names the command that makes pages where there are none", async () => {
  const { status, output } = await runScript(root, ["scripts/figures.mjs", "--from", join(folder, "nowhere")]);
  expect(output).toMatch(/^\n✗ No exported pages in .*nowhere: npm run export makes them\.\n$/);
  expect(status).toBe(1);
});

describeInBrowser("with a browser", () => {
  test("npm run figures draws each figure of a page as an SVG file, named after its title", async () => {
    const words = ["--from", join(folder, "pages"), "--to", join(folder, "figures")];
    const { status, output } = await runScript(root, ["scripts/figures.mjs", ...words, "01-convolution"]);
    expect(output).toMatch(/^✓ .*figures: 01-convolution, 1 figures\n$/);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, "figures"))).toEqual(["01-convolution-01-a-fall.svg"]);
    const file = join(folder, "figures", "01-convolution-01-a-fall.svg");
    execFileSync("python3", ["-c", "import sys, xml.dom.minidom as dom; dom.parse(sys.argv[1])", file]); // well-formed
    const svg = readFileSync(file, "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/<script|href="http/);
  });
});
