// What an editor asks a running kernel about a cell that is being typed.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient, plainTslab } from "../helpers/kernel/client";
import { strictConfig, temporaryProject } from "../helpers/kernel/temporary-project";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

/** The file that a test edits. */
const name = "typing-layer";
const edited = join(root, `.local/${name}.ts`);

describe.skipIf(plainTslab)("a cell that is being typed", () => {
  const kernel = useKernel();
  afterAll(() => rmSync(edited, { force: true }));

  const cellsOf = (codes: readonly string[]) => codes.map((code, k) => ({ id: `${k}`, code }));

  /** The errors in the last of these cells: the text that each underlines, and its number. */
  async function check(...codes: string[]): Promise<[string, number][]> {
    const last = `${codes.length - 1}`;
    const asked = { cells: cellsOf(codes), wanted: [last] };
    const { problems } = await kernel.reply("typescript_check_request", asked, "control");
    type Problem = { from: number; to: number; code: number };
    return problems[last].map(({ from, to, code }: Problem) => [codes.at(-1)?.slice(from, to), code]);
  }

  /** Asks at the place of `|` in the last of these cells. */
  function ask(what: "hover" | "definition", ...codes: string[]) {
    const [before = "", after = ""] = (codes.at(-1) ?? "").split("|");
    const cells = cellsOf([...codes.slice(0, -1), before + after]);
    const content = { cells, cell: `${codes.length - 1}`, position: before.length };
    return kernel.reply(`typescript_${what}_request`, content, "control");
  }

  it("is answered while a cell runs, on either channel, and no status is published", async () => {
    const seen: string[] = [];
    const running = kernel.run("for (let k = 0; ; k++) if (k % 100_000_000 === 0) console.log(k);");
    expect(await kernel.nextOutput(allowed(60_000), "stream")).toBe(true);
    for (const channel of ["shell", "control"] as const) {
      const asked = { cells: cellsOf(['const n: number = "one";']), wanted: ["0"] };
      const outcome = kernel.request("typescript_check_request", asked, channel).then(() => seen.push("idle"));
      const { problems } = await kernel.reply("typescript_check_request", asked, channel);
      expect(problems["0"]).toMatchObject([{ from: 6, to: 7, code: 2322 }]);
      void outcome;
    }
    // Status messages come in their order: those of the two requests would be here before the one of the cell.
    await kernel.interrupt();
    expect((await running).reply.ename).toBe("Interrupted");
    expect(seen).toEqual([]);
  });

  it("knows what really ran by the ids of cells, and what failed as it stands", async () => {
    await kernel.run("let loss = 1;", {}, { cellId: "0" });
    await kernel.run("let rate = 0.1; throw new Error('after that');\nlet later = 1;", {}, { cellId: "1" });
    expect(await check("let loss = 'x';", "loss.trim();")).toEqual([]);
    expect(await check("let loss = 1;", "let rate = 0.1; throw 1;\nlet later = 1;", "later.trim()")).toEqual([
      ["trim", 2339],
    ]);
    expect(await check("loss.trim()")).toEqual([["trim", 2339]]);
  });

  it("sees the edits in a file that a cell will import, which has not run", async () => {
    const code = `import { size } from "./.local/${name}";\nsize.trim()`;
    expect(await check(code)).toEqual([[`"./.local/${name}"`, 2307]]);
    mkdirSync(join(root, ".local"), { recursive: true });
    writeFileSync(edited, "export const size = 1;\n");
    expect(await check(code)).toEqual([["trim", 2339]]);
    writeFileSync(edited, 'export const size = "one";\n');
    expect(await check(code)).toEqual([]);
  });

  it("sees a package that is installed meanwhile", async () => {
    const project = temporaryProject({ "tsconfig.json": strictConfig, "package.json": "{}" });
    const other = await KernelClient.start({ project: project.folder });
    try {
      const code = 'import { n } from "typed";\nn.trim();';
      const codes = async () => {
        const asked = { cells: [{ id: "0", code }], wanted: ["0"] };
        const { problems } = await other.reply("typescript_check_request", asked);
        return problems["0"].map(({ code }: { code: number }) => code);
      };
      expect(await codes()).toEqual([2307]);
      const manifest = JSON.stringify({ name: "typed", main: "index.js", types: "index.d.ts" });
      project.install("typed", { "package.json": manifest, "index.d.ts": "export const n: number;", "index.js": "" });
      expect(await codes()).toEqual([2339]);
    } finally {
      await other.stop();
      project.close();
    }
  });

  it("hover describes a name with its documentation, also a variable of a cell above", async () => {
    const above = 'import { setup } from "./test/kernel/fixtures/thrower";\nlet settings = setup(1);';
    const { data } = await ask("hover", above, "set|up(1)");
    expect(data["text/markdown"]).toContain("setup(learningRate: number): Settings");
    expect(data["text/markdown"]).toContain("Makes settings that a training run can use.");
    expect((await ask("hover", above, "sett|ings")).data["text/plain"]).toBe("let settings: Settings");
    expect((await ask("hover", above, "nowh|ere")).found).toBe(false);
    expect((await ask("hover", above, " | ")).found).toBe(false);
  });

  it("a definition is found in a file of the project, in a cell above, in one that ran, and in the cell itself", async () => {
    const above = 'import { setup } from "./test/kernel/fixtures/thrower";\n\nlet settings = setup(1);';
    const { declared } = await ask("definition", above, "set|up(1)");
    expect(declared).toMatchObject({ path: "../test/kernel/fixtures/thrower.ts", character: 16 });
    expect((await ask("definition", above, "settings|")).declared).toEqual({ cell: "0", line: 2, character: 4 });
    expect((await ask("definition", "const a = 1;\n|a + 1")).declared).toEqual({ cell: "0", line: 0, character: 6 });
    await kernel.run("\nfunction ran() {}", {}, { cellId: "far below" });
    expect((await ask("definition", "r|an()")).declared).toEqual({ cell: "far below", line: 1, character: 9 });
    expect((await ask("definition", "nowh|ere")).declared).toBeNull();
  });

  it.each([
    [
      "typescript_check_request",
      { cells: [{ id: "0" }], wanted: [] },
      /^cells must be a list of cells with id and code, got/,
    ],
    ["typescript_check_request", { cells: [], wanted: "0" }, /^wanted must be a list of texts, got "0"/],
    ["typescript_hover_request", { cells: [], cell: "0" }, /^position must be a number, got nothing/],
  ])("a malformed %s says what was expected", async (type, content, message) => {
    const reply = await kernel.reply(type, content);
    expect(reply).toMatchObject({ status: "error", ename: "MalformedRequest" });
    expect(reply.evalue).toMatch(message);
  });

  it("a cell that is wanted and not on the page is passed over", async () => {
    const reply = await kernel.reply("typescript_check_request", { cells: [], wanted: ["0"] });
    expect(reply).toEqual({ status: "ok", problems: {} });
    const hover = await kernel.reply("typescript_hover_request", { cells: [], cell: "0", position: 1 });
    expect(hover).toEqual({ status: "ok", found: false, data: {} });
  });
});
