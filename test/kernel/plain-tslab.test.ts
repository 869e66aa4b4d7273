// The notebooks are stored for the kernel name `tslab`: where only npm's tslab answers to it, they open too, and run
// but for a few cells.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient } from "../helpers/kernel/client";
import { codeCells, notebookNames, quickRuns, readNotebook } from "../helpers/notebook";
import { type UnrunCell, unrunCells } from "./plain-tslab-cannot";

/** After an error tslab drops what it is sent, for 200 ms. */
const dropping = 300;

/**
 * How a cell failed under plain tslab, undefined if it ran. It has no `error` messages: what is printed on stderr is an
 * error.
 */
async function failure(kernel: KernelClient, code: string, patience = 90_000): Promise<string | undefined> {
  kernel.late.length = 0;
  const outcome = await Promise.race([kernel.run(code), sleep(patience, undefined)]);
  // After some 500 messages sent at a stretch tslab loses the rest, its answer too.
  if (!outcome) return "no answer";
  await sleep(20); // what nobody awaited fails after the answer
  const late = kernel.late.map(({ content }) => content.text ?? "").join("");
  const { status } = outcome.reply;
  if (status !== "ok") await sleep(dropping);
  const text = `${outcome.stderr}${late}`.trim();
  return status === "ok" && text === "" ? undefined : `${status}: ${text}`;
}

describe("what counts as a failure under plain tslab", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ plainTslab: true });
  });
  afterAll(() => kernel.stop());

  it.each([
    ["what is thrown", 'throw new RangeError("thrown");', /thrown/],
    ["what is thrown after an await", 'await null; throw new RangeError("later");', /later/],
    ["a type error", 'const n: number = "one";', /not assignable/],
    ["what nobody awaited", 'Promise.reject(new Error("unheard")); 1', /unheard/],
    ["a line on stderr", 'console.error("a warning");', /a warning/],
  ])("%s does", async (_name, code, message) => {
    expect(await failure(kernel, code)).toMatch(message);
    expect(await failure(kernel, "1")).toBeUndefined();
  });

  it("printing and showing do not", async () => {
    const code = 'import * as tslab from "tslab"; console.log(1); tslab.display.html("<b>2</b>"); 3';
    expect(await failure(kernel, code)).toBeUndefined();
  });

  it("a lost answer does", async () => {
    const code = "for (let k = 0; k < 2000; k++) console.log(k);";
    expect(await failure(kernel, code, 1500)).toBe("no answer");
  });
});

/**
 * The cells of a notebook that failed under plain tslab, by their first lines, each with its message; the listed ones are
 * mended, so that those below them run.
 */
async function failingCells(notebook: string, listed: readonly UnrunCell[]): Promise<Record<string, string>> {
  const cells = codeCells(readNotebook(join(root, "notebooks", `${notebook}.ipynb`)));
  const kernel = await KernelClient.start({ plainTslab: true, env: quickRuns });
  const failed: Record<string, string> = {};
  try {
    for (const { source } of cells) {
      const message = await failure(kernel, source);
      if (message === undefined) continue;
      const known = listed.find(({ code }) => source.includes(code));
      failed[known?.code ?? (source.split("\n")[0] as string)] = message;
      if (!known) continue;
      const again = await failure(kernel, source.replace(known.code, known.instead));
      if (again !== undefined) failed[known.instead] = again;
    }
  } finally {
    await kernel.stop();
  }
  return failed;
}

describe("plain tslab runs every cell but the listed ones, and those as mended", () => {
  const notebooks = notebookNames(join(root, "notebooks")).filter((name) => /^0[0-4]/.test(name));

  // On a busy machine tslab fails now and then at a cell that it runs the next time, and with it at all below.
  const retry = 2 * Number(process.env.TEST_RETRIES ?? 0);

  it.each(notebooks)("%s", { timeout: 240_000, retry }, async (notebook) => {
    const listed = unrunCells.filter((cell) => cell.notebook === notebook);
    const failed = await failingCells(notebook, listed);
    const expected = listed.map(({ code, error }) => [code, expect.stringContaining(error)]);
    expect(failed).toEqual(Object.fromEntries(expected));
  });

  it("each listed cell is a cell of its notebook, once, and has a reason", () => {
    for (const { notebook, code, reason } of unrunCells) {
      const { cells } = readNotebook(join(root, "notebooks", `${notebook}.ipynb`));
      const found = cells.filter(({ source }) => [source].flat().join("").includes(code));
      expect(found.map(({ cell_type }) => cell_type)).toEqual(["code"]);
      expect(reason).not.toBe("");
    }
  });

  it("the list only shrinks: it is empty", () => {
    expect(unrunCells).toEqual([]);
  });
});
