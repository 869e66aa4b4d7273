// What `npm run bench -- kernel --compare` says of this kernel, tried. The other kernels' columns are run by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { comparedKernels } from "../../bench/kernel/compare/kernels";
import { comparisonTable, find } from "../../bench/kernel/compare/main";
import { probes } from "../../bench/kernel/compare/probes";
import { has } from "../../bench/kernel/compare/trial";
import { root } from "../../scripts/project.mjs";

const kernels = comparedKernels(root);
const kernelOf = (name: string) => {
  const found = kernels.find((kernel) => kernel.name === name);
  if (!found) throw new Error(`${name} is not installed`);
  return found;
};
const ours = kernelOf("this kernel");

/** What others have and this kernel has not. */
const lacking = probes.filter(({ title }) => /^(shell lines|a second cell)/.test(title));

describe("this kernel", () => {
  it.each(probes.filter((probe) => !lacking.includes(probe)))("$title: yes", async (probe) => {
    expect(await find(ours, probe)).toEqual({ holds: true });
  });

  it.each(lacking)("$title: no", async (probe) => {
    expect((await find(ours, probe))?.holds).toBe(false);
  });
});

it("the probes tell one kernel from another", async () => {
  const [result] = probes;
  if (!result) throw new Error("there are no probes");
  expect(await find(kernelOf("plain tslab"), result)).toEqual({ holds: false, instead: "printed text" });
  expect(await find(kernelOf("ipykernel"), result)).toEqual({ holds: true });
});

describe("the tables of the documents", () => {
  const linesOf = (file: string) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .filter((line) => probes.some(({ title }) => line.startsWith(`| ${title} |`)));

  it("have a line for each probe, the README's for the short ones, and say the same", () => {
    const long = linesOf("docs/kernels-compared.md");
    const short = linesOf("README.md");
    const titles = (lines: readonly string[]) => lines.map((line) => line.split(" | ")[0]?.slice(2));
    expect(titles(long)).toEqual(probes.map(({ title }) => title));
    expect(titles(short)).toEqual(probes.filter(({ isShort }) => isShort).map(({ title }) => title));
    for (const line of short) expect(long).toContain(line);
  });

  it("say of this kernel what is tried here", () => {
    for (const line of linesOf("docs/kernels-compared.md")) {
      const isLacking = lacking.some(({ title }) => line.startsWith(`| ${title} |`));
      expect(line).toContain(isLacking ? " | no" : " | yes | ");
    }
  });
});

it("the table is Markdown: yes, no with what came instead, a dash where a language has no such thing", () => {
  const [probe] = probes;
  const found = new Map([
    [ours, has(true)],
    [kernelOf("plain tslab"), has(false, "printed | text")],
    [kernelOf("ipykernel"), undefined],
  ]);
  const table = comparisonTable([...found.keys()], new Map([[probe as (typeof probes)[number], found]]));
  expect(table.split("\n")).toEqual([
    "| | this kernel | plain tslab | ipykernel |",
    "|---|---|---|---|",
    `| ${probe?.title} | yes | no: printed \\| text | – |`,
  ]);
});
