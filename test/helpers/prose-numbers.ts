// The numbers of a text, and whether an output has them. For tests that keep what notebooks say true.

/** A number as a text has it. */
export interface ProseNumber {
  /** As written: "97.2", "60,000". */
  readonly text: string;
  readonly value: number;
  /** Behind the point. */
  readonly digits: number;
  /** Whether a per cent sign follows. */
  readonly percent: boolean;
  /** The sentence that it stands in. */
  readonly sentence: string;
}

/** Parts of a text that claim nothing: code, formulas, headings, references. */
const blocks: readonly RegExp[] = [
  /```[\s\S]*?```/g,
  /\$\$[\s\S]*?\$\$/g,
  /^#+ .*$/gm,
  /\*\*References\.\*\*[\s\S]*?(?=\n\n|$)/g,
];

/** Notebooks' numbers, years of references, sizes by which a thing is called, times: no results. */
const names: readonly RegExp[] = [
  /`[^`]*`/g,
  /\$[^$]+\$/g,
  /!?\[[^\]]*\]\([^)]*\)/g,
  /\([A-Z][^()]*,? (?:19|20)\d\d\)/g, // (Zeiler and Fergus, 2013)
  /\b(?:notebooks?|part|exercise|layer|filters?|seeds?) \d+(?:(?:,| and| to) \d+)*/gi,
  /-?\d+(?: [x×] \d+)+/g, // 28 x 28, 3 × 3 × 8
  /[Aa]bout \d+ minutes/g, // how long one reads
  /\b\d[\d.,]* (?:s|ms|seconds?|minutes?)\b/g, // how long something takes, another machine says otherwise
];

/** Sentences of a text in Markdown, tables by their rows, white space as single spaces, without emphasis. */
export function sentencesOf(markdown: string): string[] {
  const paragraphs = markdown.split(/\n\s*\n|\n(?=[-|#] ?)/);
  return paragraphs.flatMap((paragraph) => plain(paragraph).split(/(?<=[.:;?!])\s+(?=[^\d\s])/)).filter(Boolean);
}

/** One line, without the marks of emphasis. */
export const plain = (text: string): string => text.replace(/\*+/g, "").replace(/\s+/g, " ").trim();

/** All numbers that a text claims; names, sizes, years and times are none. */
export function proseNumbers(markdown: string): ProseNumber[] {
  const claiming = blocks.reduce((text, block) => text.replace(block, "\n\n"), markdown);
  return sentencesOf(claiming).flatMap((sentence) => {
    const bare = names.reduce((text, name) => text.replace(name, " "), sentence);
    return numbersOf(bare).map((number) => ({ ...number, sentence }));
  });
}

const pattern = /(?<![\w.])[-−]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(e[-+]?\d+)?(\s?%)?/g;

function numbersOf(text: string): Omit<ProseNumber, "sentence">[] {
  return [...text.matchAll(pattern)].map(([, whole = "", fraction = "", power = "", percent]) => ({
    text: `${whole}${fraction}${power}`,
    value: Number(`${whole.replaceAll(",", "")}${fraction}${power}`),
    digits: Math.max(0, fraction.length - 1),
    percent: percent !== undefined,
  }));
}

/**
 * Whether an output has a number: the same, or one that is the same when rounded as the text rounds it; of a share also
 * as per cent. Signs are left out, since a text says "falls by".
 */
export function isShown({ value, digits, percent, text }: ProseNumber, output: string): boolean {
  const half = text.includes("e") ? 0.05 * value : 0.5 * 10 ** -digits;
  // A rounded half may have been rounded either way.
  const near = (shown: number) => Math.abs(shown - value) <= half * (1 + 1e-9) && (shown === value || value !== 0);
  return numbersOf(output).some((shown) => near(shown.value) || (percent && !shown.percent && near(100 * shown.value)));
}
