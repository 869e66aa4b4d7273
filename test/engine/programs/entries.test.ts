import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { operandKinds } from "../../../src/engine/programs/entries";
import { entryWords, Op } from "../../../src/engine/simd/op";

const source = ["run", "each-image"].map((file) => readFileSync(`src/engine/simd/${file}.ts`, "utf8")).join("\n");

/** What run.ts does for an operation, the functions that it hands the entry to included. */
function readerOf(op: Op): string {
  const [, body = ""] = new RegExp(`case Op\\.${Op[op]}:([\\s\\S]*?)break;`).exec(source) ?? [];
  const handedTo = Array.from(body.matchAll(/(\w+)\(e, workspace, (?:gradient, )?n\)/g), ([, name]) => {
    return new RegExp(`function ${name}\\([\\s\\S]*?\n}`).exec(source)?.[0] ?? "";
  });
  return [body, ...handedTo].join("\n");
}

/** The words of an entry by position, each as what it is read. */
function read(op: Op): Map<number, string> {
  const words = new Map<number, string>();
  for (const [, word] of readerOf(op).matchAll(/\b[ip]\(e, (\d+)\)/g)) words.set(+word, "number");
  for (const [, base, word] of readerOf(op).matchAll(/\bx\(e, (\w+), (\d+)\)/g)) words.set(+word, base);
  return words;
}

const readAs = { x: "workspace", g: "gradient", p: "number", i: "number" };

describe("entries.ts and run.ts face each other", () => {
  const known = Object.keys(operandKinds).map(Number) as (keyof typeof operandKinds)[];

  test.each(known.map((op) => [Op[op], op] as const))("%s: as many operands, each as it is read", (_, op) => {
    const expected = Object.values(operandKinds[op]).map((kind, k) => [k + 1, readAs[kind]]);
    expect(Array.from(read(op)).sort(([a], [b]) => a - b)).toEqual(expected);
    expect(expected.length).toBeLessThan(entryWords);
  });

  test("every operation has its operands", () => {
    const all = Object.values(Op).filter((op) => typeof op === "number" && op !== Op.End);
    expect(known).toEqual(expect.arrayContaining(all));
    expect(known.length).toBe(all.length);
  });
});
