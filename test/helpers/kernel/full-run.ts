// A notebook run from its first cell to its last, and what its reader then sees in words and numbers.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/project.mjs";
import type { ShownCell } from "../claims";
import { readNotebook } from "../notebook";
import { KernelClient, type Outcome } from "./client";
import { type TemporaryProject, temporaryProject } from "./temporary-project";

/** The project without its reader's models, so that what a notebook saves takes no place of theirs. */
export function notebooksProject(): TemporaryProject {
  const project = temporaryProject({});
  for (const name of ["package.json", "tsconfig.json", "src", "scripts", "notebooks"])
    cpSync(join(root, name), join(project.folder, name), { recursive: true });
  mkdirSync(join(project.folder, "data"));
  symlinkSync(join(root, "data", "mnist"), join(project.folder, "data", "mnist"));
  return project;
}

/** @throws {Error} at the first cell that fails */
export async function runNotebook(project: TemporaryProject, name: string): Promise<ShownCell[]> {
  const folder = join(project.folder, "notebooks");
  const { cells } = readNotebook(join(folder, `${name}.ipynb`));
  // Not in short, whatever this process was told; and on one thread, which gives the same bits: another test runs on the
  // other core, and two threads that lack a core wait for each other most of the time.
  const env = { CNN_NOTEBOOKS_QUICK: "0", CNN_THREADS: "1" };
  const kernel = await KernelClient.start({ project: project.folder, folder, env });
  try {
    const run: ShownCell[] = [];
    for (const { id = "", cell_type, source } of cells) {
      const cell = {
        id,
        kind: cell_type === "code" ? cell_type : "markdown",
        source: [source].flat().join(""),
      } as const;
      run.push({ ...cell, shown: cell.kind === "code" ? seen(cell.id, await kernel.run(cell.source)) : "" });
    }
    return run;
  } finally {
    await kernel.stop();
  }
}

function seen(id: string, { outputs, reply }: Outcome): string {
  if (reply.status !== "ok") throw new Error(`cell ${id} failed: ${reply.evalue}`);
  const texts: string[] = [];
  const replaced = new Map<string, string>();
  for (const { type, content } of outputs) {
    if (type === "stream") texts.push(content.text);
    else if (content.transient?.display_id) replaced.set(content.transient.display_id, wordsOf(content.data));
    else texts.push(`\n${wordsOf(content.data)}\n`);
  }
  return [...texts, ...replaced.values()].join("");
}

interface FigureWords {
  readonly data: readonly { readonly name?: string; readonly text?: readonly string[] }[];
  readonly layout: {
    readonly title?: { readonly text?: string };
    readonly annotations?: readonly { readonly text?: string }[];
    readonly meta?: { readonly description?: string };
  };
}

const plotly = "application/vnd.plotly.v1+json";

function wordsOf(data: Readonly<Record<string, unknown>>): string {
  const figure = data[plotly] as FigureWords | undefined;
  if (!figure) return String(data["text/plain"] ?? "");
  const { title, annotations = [], meta } = figure.layout;
  const ofTraces = figure.data.flatMap(({ name, text = [] }) => [name, ...[text].flat()]);
  return [title?.text, meta?.description, ...annotations.map(({ text }) => text), ...ofTraces].join("\n");
}
