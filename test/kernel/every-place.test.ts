import { describe, expect, it } from "vitest";
import { failure, run } from "../helpers/kernel/run-entry";
import { useKernel } from "../helpers/kernel/use-kernel";
import { type Place, places, uses } from "./every-place";

// What a place hands to `got`, and then what a function that was declared beside the variable reads.
const kernel = useKernel(
  "const seen: unknown[] = [], readers: (() => unknown)[] = [];\n" +
    "const got = Object.assign((...v: unknown[]): any => void seen.push(...v), { done() {} });\n" +
    "const plain = (v: any) => (typeof v === 'function' ? v.name : v?.sep ?? v?.v ?? v?.A ?? v);",
);

const prefix = (k: number, place: number, later: boolean) => `${later ? "later" : "own"}${place}_${k}`;

/** The row's text with names of its own. */
const named = (text: string, name: string) => text.replace(/\b[xy]\b/g, `${name}$&`);

async function check({ code }: Place, place: number, later: boolean): Promise<void> {
  const rows = uses.map((use, k) => ({ ...use, name: prefix(k, place, later) }));
  const declared = rows
    .map(({ declare, name, read = "x" }) => `${named(declare, name)};\nreaders.push(() => ${named(read, name)});`)
    .join("\n");
  const used = rows
    .map(({ code: expression, name }) => `${code.replace("E", `(${named(expression, name)})`)};`)
    .join("\n");
  await run(kernel, "seen.length = 0; readers.length = 0;");
  for (const cell of later ? [declared, used] : [`${declared}\n${used}`])
    expect(failure(await run(kernel, cell)), cell).toBe("");
  const read = "console.log(JSON.stringify([seen.splice(0), readers.splice(0).map((f) => plain(f()))]))";
  const [values, after] = JSON.parse((await run(kernel, read)).stdout);
  const text = (k: number, value: unknown, reads: unknown) =>
    `${uses[k]?.declare} … ${uses[k]?.code}: ${JSON.stringify(value)}, then ${JSON.stringify(reads)}`;
  const unnamed = (value: unknown, name: string) => JSON.parse(JSON.stringify(value ?? null).replaceAll(name, ""));
  expect(rows.map(({ name }, k) => text(k, unnamed(values[k], name), unnamed(after[k], name)))).toEqual(
    uses.map(({ value, after: reads = value }, k) => text(k, JSON.parse(value), JSON.parse(reads))),
  );
}

describe("a name where it is declared", () => {
  for (const [k, place] of places.entries()) it(place.title, () => check(place, k, false));
});

describe("a name of an earlier cell", () => {
  for (const [k, place] of places.entries()) it(place.title, () => check(place, k, true));
});
