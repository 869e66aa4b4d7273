// What a notebook invites to rerun can be rerun: each cell twice in a row, then all of them once more, with the same
// outputs.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { exerciseOf, solutionsOf } from "../helpers/exercises";
import { KernelClient, type Outcome, plainTslab } from "../helpers/kernel/client";
import { codeCells, notebookNames, quickRuns, readNotebook } from "../helpers/notebook";
import { allowed } from "../helpers/slack.mjs";

interface Cell {
  readonly source: string;
  readonly tags: readonly string[];
}

/** A cell with this tag trains on, or draws unseeded numbers. */
const changesState = "changes-state";

/** The name of a widget's model, which is a new one each time. */
const modelNames = /"model_id":"[^"]*"/g;

/** What a reader sees, without live progress, whose seconds differ, and without the messages of new widgets' models. */
function seen({ outputs, reply }: Outcome): string {
  expect(reply.status, reply.evalue).toBe("ok");
  const parts = outputs.map(({ type, content }) => {
    if (type === "stream") return content.text as string;
    if (type.startsWith("comm_")) return "";
    const { data, transient } = content;
    return transient?.display_id || !data ? "" : `\n${JSON.stringify(data).replace(modelNames, "")}\n`;
  });
  return parts.join("");
}

/**
 * The first line of each cell that gave something else when it was run again; a second list for the second way through.
 * Then, in the same kernel, the solutions run in the place of their cells.
 */
async function changedWhenRerun(
  cells: readonly Cell[],
  solutions: readonly string[] = [],
): Promise<{ atOnce: string[]; later: string[]; said: string[] }> {
  const kernel = await KernelClient.start({ env: quickRuns });
  const run = async ({ source }: Cell) => seen(await kernel.run(source));
  const compared = cells.filter(({ tags }) => !tags.includes(changesState));
  const first = new Map<Cell, string>();
  const changed = { atOnce: [] as string[], later: [] as string[], said: [] as string[] };
  try {
    for (const cell of cells) {
      first.set(cell, await run(cell));
      if (compared.includes(cell) && (await run(cell)) !== first.get(cell)) changed.atOnce.push(firstLine(cell));
    }
    for (const cell of cells) {
      const again = await run(cell);
      if (compared.includes(cell) && again !== first.get(cell)) changed.later.push(firstLine(cell));
    }
    for (const source of solutions) changed.said.push(await run({ source, tags: [] }));
  } finally {
    await kernel.stop();
  }
  return changed;
}

const firstLine = ({ source }: Cell): string => source.split("\n")[0];

describe.skipIf(plainTslab)("what can be rerun", () => {
  it("a cell that counts is found, and one that says so is left out", async () => {
    const counts = (name: string) =>
      `const ${name} = Reflect.get(globalThis, "${name}") ?? 0; Reflect.set(globalThis, "${name}", ${name} + 1); console.log(${name});`;
    const cells = [
      { source: counts("a"), tags: [] },
      { source: counts("b"), tags: [changesState] },
      { source: "console.log(0);", tags: [] },
    ];
    const line = firstLine(cells[0]);
    expect(await changedWhenRerun(cells)).toEqual({ atOnce: [line], later: [line], said: [] });
  });

  it("a cell that spoils an earlier one is found on the second way through", async () => {
    const cells = [
      { source: "const box = ((globalThis as any).box ??= { value: 1 }); console.log(box.value);", tags: [] },
      { source: "box.value = 2;", tags: [] },
    ];
    expect(await changedWhenRerun(cells)).toEqual({ atOnce: [], later: [firstLine(cells[0])], said: [] });
  });

  const names = notebookNames(join(root, "notebooks")).filter((name) => /^0[1-7]-/.test(name));
  it.each(names)(
    "%s: every cell, at once and from the top; then every exercise is solved",
    async (name) => {
      const cells = codeCells(readNotebook(join(root, "notebooks", `${name}.ipynb`)));
      const solutions = solutionsOf(name);
      const exercises = cells.flatMap(({ tags }) => exerciseOf(tags) ?? []);
      expect([...solutions.keys()]).toEqual(exercises);
      const { said, ...changed } = await changedWhenRerun(cells, [...solutions.values()]);
      expect(changed).toEqual({ atOnce: [], later: [] });
      expect(said.map((words) => words.split(":")[0])).toEqual(exercises.map((exercise) => `✓ ${exercise}`));
    },
    allowed(600_000),
  );
});
