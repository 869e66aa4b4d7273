// The judge of exercise 4.3a: which lines of exercises/as-it-circulates.ts are wrong.
import { readFileSync } from "node:fs";
import { type Judge, right, wrong } from "./verdict";

const file = "exercises/as-it-circulates.ts";

type Kind = "sizes" | "memory" | "numbers" | "run";

/** What to ask whoever has not found all of a kind. */
const questions: Readonly<Record<Kind, string>> = {
  sizes: "follow one image: how many places has a filter in a row, and where does the second row of windows begin?",
  memory: "which fields does `backprop` read? Look for the line that writes each of them",
  numbers: "what if a total is 1,000? If two numbers of a window are equal? If nothing comes in?",
  run: "what would have to be called for the loss to fall?",
};

interface Mistake {
  readonly kind: Kind;
  /** Lines that may be named for it, hashed: a list of them would be the solution. */
  readonly lines: readonly number[];
}

export const mistakes: readonly Mistake[] = [
  { kind: "sizes", lines: [0xc5260c00] },
  { kind: "sizes", lines: [0x1fc481cb] },
  { kind: "memory", lines: [0xcee96980, 0xef859491, 0x5bd87e64] },
  { kind: "memory", lines: [0xa3e76e68, 0xd9b81a76, 0x9b926223] },
  { kind: "memory", lines: [0x39d79722, 0xa575ceaa, 0xc2f62515] },
  { kind: "memory", lines: [0x2362433b, 0xa575ceaa, 0x4df90fc7] },
  { kind: "memory", lines: [0x20ae03a1, 0xa575ceaa, 0x2bba0dc1] },
  { kind: "numbers", lines: [0x2cd5f895, 0x4df90fc7] },
  { kind: "numbers", lines: [0xd8541256, 0x5f403ec1, 0x8664e9ae] },
  { kind: "numbers", lines: [0xa1fa46d4, 0xee785bc0, 0x2f431d70, 0x5f3e03c6] },
  { kind: "run", lines: [0xf4744366, 0x75c5d3a6, 0x90855540, 0xdef44f81] },
];

/** A line that one may name or not: that the first layer returns nothing was meant so. */
const neither = 0xc05d906d;

/** FNV-1a of a line without its indent. */
export function lineHash(line: string): number {
  let hash = 0x811c9dc5;
  for (const character of line.trim()) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** 4.3a: the numbers of the lines that are wrong. */
export const wrongLines: Judge<readonly number[]> = (named) => {
  if (named.length === 0) return undefined;
  const text = readFileSync(file, "utf8").trimEnd().split("\n");
  const outside = named.findIndex((line) => !(Number.isInteger(line) && line >= 1 && line <= text.length));
  if (outside >= 0) return wrong(`there is no line ${named[outside]}`, `${file} has the lines 1 to ${text.length}`);
  const accused = [...new Set(named)].map((line) => text[line - 1]).filter((line) => !isComment(line));
  const hashes = accused.map(lineHash).filter((hash) => hash !== neither);
  const isFound = ({ lines }: Mistake) => lines.some((line) => hashes.includes(line));
  const missed = mistakes.filter((mistake) => !isFound(mistake));
  const innocent = hashes.filter((hash) => !mistakes.some(({ lines }) => lines.includes(hash))).length;
  if (missed.length === 0 && innocent === 0) {
    return right(
      "NumPy shouts at two of them; a typed array at none. Hence the checks in every layer of this package.",
    );
  }
  const found = `${mistakes.length - missed.length} of ${mistakes.length} found, ${innocent} accused wrongly`;
  if (accused.length === 0) return wrong(found, "these lines are empty or comments: name lines of code");
  if (missed.length === 0) {
    const lines = innocent === 1 ? "one of your lines does what it should" : "some of your lines do what they should";
    return wrong(found, `${lines}: which could you not argue for?`);
  }
  return wrong(found, questions[missed[0].kind]);
};

const isComment = (line: string) => /^\s*(\/\/|\/\*|\*|$)/.test(line);
