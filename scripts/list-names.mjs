// docs/names.md, made of src/index.ts: all that a notebook can import, under the index's headings.
import { readFileSync, writeFileSync } from "node:fs";
import { parseFlags } from "./flags.mjs";
import { inProject, runIfStarted } from "./project.mjs";

/** The page that lists the names, from the project's root. */
export const page = "docs/names.md";

/** @param {string} index  the text of src/index.ts @returns {{ name: string, type: boolean }[]} what it exports */
export function exportedNames(index) {
  return index.split("\n").flatMap((line) => parsed(line)?.names ?? []);
}

/** @param {string} index  the text of src/index.ts @returns {string} the page */
export function namesPage(index) {
  const parts = index.split(/^\/\/ (?!biome)/m).slice(1);
  const lines = parts.flatMap((part) => {
    const [heading, ...rest] = part.split("\n");
    const rows = rest.flatMap((line) => rowOf(line) ?? []);
    const table = ["", "| name | what | file |", "| --- | --- | --- |", ...rows];
    return ["", `## ${heading}`, ...(rows.length > 0 ? table : [])];
  });
  const first = lines.indexOf("## Numbers") - 1;
  return `${[
    "# What a notebook can import",
    "",
    'All of it from `"./src/index"`, the table of contents that this page is made of (`npm run list-names`). Shift-Tab on a name in a cell shows',
    "its documentation; the file has formulas, shapes and errors.",
    ...lines.slice(first),
  ].join("\n")}\n`;
}

/** @param {string} line @returns {string | undefined} the names of an export, as a row of the table */
function rowOf(line) {
  const entry = parsed(line);
  const names = entry?.names.map(({ name, type }) => `\`${name}\`${type ? " (type)" : ""}`).join(", ");
  return entry && `| ${names} | ${entry.what} | \`src/${entry.file}.ts\` |`;
}

/** @param {string} line */
function parsed(line) {
  const [, typeOnly, list, file, what] = /^export (type )?\{ (.*) \} from "\.\/(.*)"; \/\/ (.*)$/.exec(line) ?? [];
  if (!list) return undefined;
  const names = list.split(", ").map((name) => ({
    name: name.replace("type ", ""),
    type: Boolean(typeOnly) || name.startsWith("type "),
  }));
  return { names, file, what };
}

await runIfStarted(import.meta.url, () => {
  parseFlags("no flags", {});
  writeFileSync(inProject(page), namesPage(readFileSync(inProject("src/index.ts"), "utf8")));
});
