// Every notebook, run once in full: what its text says in numbers is what its cells show. Seconds excepted.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { exempt } from "../helpers/claimed-numbers";
import { readClaims, type ShownCell, unsupported, unsupportedOf } from "../helpers/claims";
import { plainTslab } from "../helpers/kernel/client";
import { notebooksProject, runNotebook } from "../helpers/kernel/full-run";
import type { TemporaryProject } from "../helpers/kernel/temporary-project";
import { notebookNames } from "../helpers/notebook";
import { allowed } from "../helpers/slack.mjs";

const folder = join(root, "notebooks");
const names = notebookNames(folder);
const claims = readClaims(readFileSync(join(folder, "claims.md"), "utf8"));

describe.skipIf(plainTslab)("run in full, in their order", () => {
  let project: TemporaryProject;
  /** By notebook; notebook 6 finds what notebook 5 saved. */
  const runs = new Map<string, ShownCell[]>();
  beforeAll(() => {
    project = notebooksProject();
  });
  afterAll(() => project.close());

  it.each(names)(
    "%s: each number of its text is in what its cells show",
    async (name) => {
      const cells = await runNotebook(project, name);
      runs.set(name, cells);
      if (name === "00-start-here") return; // what it says of the others is looked at below
      expect(unsupported(cells, exempt[name])).toEqual([]);
    },
    allowed(15 * 60_000),
  );

  it.each(claims)("$notebook: $sentence", (claim) => {
    expect(unsupportedOf(claim, runs.get(claim.notebook) ?? [])).toEqual([]);
  });

  it("README's results of networks are those of the notebook that it names", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const results = readme.split("\n").filter((line) => /^\|.* %/.test(line) && /\(notebook \d\)/.test(line));
    expect(results).toHaveLength(3);
    for (const line of results) {
      const number = /\(notebook (\d)\)/.exec(line)?.[1];
      const name = names.find((name) => name.startsWith(`0${number}`)) ?? "";
      const cells = (runs.get(name) ?? []).filter(({ kind }) => kind === "code");
      expect(unsupported([asText("README.md", line), ...cells])).toEqual([]);
    }
  });

  it("README's first lines and the start page say nothing else", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [opening = ""] = readme.split("\n## ");
    const all = [...runs.values()].flat().filter(({ kind }) => kind === "code");
    const start = (runs.get("00-start-here") ?? []).filter(({ kind }) => kind === "markdown");
    expect(unsupported([asText("README.md", opening), ...start, ...all], exempt["00-start-here"])).toEqual([]);
  });
});

const asText = (id: string, source: string): ShownCell => ({ id, kind: "markdown", source, shown: "" });
