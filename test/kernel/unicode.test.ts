// Text that is no valid Unicode, and characters that arrive in parts.
import { describe, expect, it } from "vitest";
import { SignedFrames } from "../../jupyter/kernel/protocol/signed-frames";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(
  'import * as tslab from "tslab"; const half = "👍".slice(0, 1), other = "👍".slice(1); const é = Buffer.from("é"), thumb = Buffer.from("👍"); const nap = (ms: number) => new Promise((done) => setTimeout(done, ms));',
);

/** The JSON of everything that came of a cell; a front end or a notebook file takes it only if it is well formed. */
async function everything(code: string): Promise<string> {
  const { reply, outputs } = await kernel.run(code);
  return JSON.stringify([reply, outputs]);
}

/** JSON.stringify writes half a pair as an escape, and a whole pair as itself. */
const halves = /\\ud[89a-f]../;

const places = {
  "what is printed": "console.log(half + 'x', other);",
  "an error's text": "throw new Error('half: ' + half);",
  "an error's name": "throw Object.assign(new Error('x'), { name: half });",
  "a result": "({ [Symbol.for('jupyter.display')]: () => ({ 'text/plain': half, 'text/html': [other] }) })",
  "the name of a mime type": "({ [Symbol.for('jupyter.display')]: () => ({ ['text/' + half]: 1, 'text/plain': '' }) })",
  "a display": "tslab.display.html('<b>' + half + '</b>');",
  "a key inside a display":
    "({ [Symbol.for('jupyter.display')]: () => ({ 'application/json': { [half]: 1 }, 'text/plain': '' }) })",
  "the pager": "(globalThis as any)[Symbol.for('jupyter.kernel')].page({ 'text/plain': half });",
};

describe("half a pair of surrogates", () => {
  it.each(Object.entries(places))("becomes U+FFFD in %s", async (_where, code) => {
    const all = await everything(code);
    expect(all).not.toMatch(halves);
    expect(all).toContain("\ufffd");
  });

  it("becomes U+FFFD in the echo of a cell, in the history and in a completion", async () => {
    expect(await everything(`"${"👍".slice(0, 1)}"; 1`)).not.toMatch(halves);
    const { reply } = await kernel.request("history_request", {
      hist_access_type: "tail",
      n: 3,
      output: true,
    });
    expect(JSON.stringify(reply)).not.toMatch(halves);
    const code = `const ${"👍".slice(0, 1)} = { alpha: 1 }; half.le`;
    const ask = { code, cursor_pos: code.length, detail_level: 0 };
    for (const type of ["complete_request", "inspect_request", "is_complete_request"])
      expect(JSON.stringify((await kernel.request(type, ask)).reply)).not.toMatch(halves);
  });

  it("leaves whole pairs, and text that only looks like an escape, as they are", async () => {
    const { stdout } = await kernel.run(
      String.raw`console.log("👍", "\\ud83d", "\\\\ud83d", JSON.stringify({ a: "\\" }), half + other)`,
    );
    expect(stdout).toBe(`${String.raw`👍 \ud83d \\ud83d {"a":"\\"} 👍`}\n`);
  });

  it("is looked for in every message, and nothing else is touched", () => {
    const signedFrames = new SignedFrames("key");
    const texts = {
      "\ud83d": "\ufffd",
      "a\udc4d\ud83d": "a\ufffd\ufffd",
      "\\ud83d": "\\ud83d",
      "\\\\\ud83d\\n\n": "\\\\\ufffd\\n\n",
      "👍\ud83d👍": "👍\ufffd👍",
    };
    for (const [text, whole] of Object.entries(texts)) {
      const { content } = signedFrames.decode(signedFrames.encode("stream", { text }, undefined));
      expect(content.text).toBe(whole);
    }
  });
});

describe("a character whose bytes are written in parts", () => {
  it.each([
    ["é", "process.stdout.write(é.subarray(0, 1)); process.stdout.write(é.subarray(1));"],
    ["👍", "for (const byte of thumb) process.stdout.write(Uint8Array.of(byte));"],
    ["é", "process.stdout.write(é.subarray(0, 1)); console.error('between'); process.stdout.write(é.subarray(1));"],
    ["é", "process.stdout.write(é.subarray(0, 1)); await nap(50); process.stdout.write(é.subarray(1));"],
  ])("arrives whole: %s", async (character, code) => {
    expect((await kernel.run(code)).stdout).toBe(character);
  });

  it("both streams may be in the middle of one", async () => {
    const { stdout, stderr } = await kernel.run(
      "for (const byte of thumb) { process.stdout.write(Uint8Array.of(byte)); process.stderr.write(Uint8Array.of(byte)); }",
    );
    expect([stdout, stderr]).toEqual(["👍", "👍"]);
  });

  it("what a cell leaves half does not spoil the next cell", async () => {
    await kernel.run("process.stdout.write(é.subarray(0, 1));");
    expect((await kernel.run("process.stdout.write(Buffer.from('abc'));")).stdout).toBe("abc");
  });

  it("two cells at once may each be in the middle of one", async () => {
    kernel.late.length = 0;
    await kernel.run(
      "process.stdout.write(é.subarray(0, 1)); void setTimeout(() => process.stdout.write(é.subarray(1)), 60);",
    );
    const { stdout } = await kernel.run(
      "process.stdout.write(thumb.subarray(0, 2)); await nap(150); process.stdout.write(thumb.subarray(2));",
    );
    expect(stdout).toBe("👍");
    expect(kernel.late.map(({ content }) => content.text).join("")).toBe("é");
  });

  it("text in another encoding is written as Node writes it", async () => {
    expect((await kernel.run("process.stdout.write('w6k=', 'base64');")).stdout).toBe("é");
  });
});
