import { describe, expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(
  'import { setup, Settings } from "./test/kernel/fixtures/thrower"; const smile = "😀"; const settings = { rate: 1, rounds: 2 };',
);

/** Asks at the place of `|`, counted in Unicode code points as the protocol says. */
function ask(type: string, marked: string) {
  const [before = "", after = ""] = marked.split("|");
  const content = { code: before + after, cursor_pos: [...before].length, detail_level: 0 };
  return kernel.request(type, content);
}

describe("completion (Tab)", () => {
  it("knows the variables of earlier cells and the members of their types", async () => {
    expect((await ask("complete_request", "setti|")).reply.matches).toContain("settings");
    expect((await ask("complete_request", "settings.|")).reply.matches).toEqual(["rate", "rounds"]);
  });

  it("knows what is imported from the project, and its types", async () => {
    expect((await ask("complete_request", "setup(1).|")).reply.matches).toEqual(["learningRate"]);
  });

  it("tells what kind of thing each match is", async () => {
    const { reply } = await ask("complete_request", "setu|");
    const types = reply.metadata._jupyter_types_experimental;
    expect(types.find(({ text }: { text: string }) => text === "setup").type).toMatch(/function|alias/);
  });

  it("counts the cursor in code points, so that an emoji before it does no harm", async () => {
    const { reply } = await ask("complete_request", 'const s = "😀😀"; settings.ra|');
    expect(reply.matches).toEqual(["rate"]);
    expect([reply.cursor_start, reply.cursor_end]).toEqual([25, 27]);
  });
});

describe("inspection (Shift-Tab)", () => {
  it("shows a class's description and shapes after `new`, beside its constructor's", async () => {
    await kernel.run('import { Conv3x3 } from "./src/layers/conv3x3";');
    for (const asked of ["new Conv3x3|(8)", "new Conv|3x3(8)", "const c = new Conv3x3(8|)"]) {
      const { reply } = await ask("inspect_request", asked);
      expect(reply.data["text/plain"]).toContain("(h, w) -> (h - 2, w - 2, f)");
      expect(reply.data["text/plain"]).toContain("@param filters");
    }
  });

  it("shows signature and docstring of the project's symbols, as text and as markdown", async () => {
    const { reply } = await ask("inspect_request", "set|up");
    expect(reply.found).toBe(true);
    expect(reply.data["text/plain"]).toContain("setup(learningRate: number): Settings");
    expect(reply.data["text/plain"]).toContain("Makes settings that a training run can use.");
    expect(reply.data["text/plain"]).toContain("@param learningRate");
    expect(reply.data["text/markdown"]).toMatch(/^```typescript\n/);
  });

  it("inside the brackets of a call describes what is called", async () => {
    expect((await ask("inspect_request", "setup(|")).reply.data["text/plain"]).toContain("setup(learningRate: number)");
    expect((await ask("inspect_request", "setup(Math.max(1, 2), |)")).reply.data["text/plain"]).toContain("setup(");
    expect((await ask("inspect_request", "new Map([1|")).reply.found).toBe(false);
  });

  it("says so when there is nothing to tell", async () => {
    expect((await ask("inspect_request", "  |")).reply).toMatchObject({
      status: "ok",
      found: false,
    });
  });
});
