// What the notebooks claim (notebooks/claims.md), and whether what their cells show bears it out.
import { isShown, type ProseNumber, plain, proseNumbers } from "./prose-numbers";

/** A row of notebooks/claims.md. */
export interface Claim {
  readonly notebook: string;
  /** A sentence of the notebook's text, or a part of one. */
  readonly sentence: string;
  /** The ids of the cells that show it. */
  readonly cells: readonly string[];
  readonly seeds: string;
}

/** A cell with what it showed, as far as a test ran it. */
export interface ShownCell {
  readonly id: string;
  readonly kind: "code" | "markdown";
  readonly source: string;
  /** What it printed, its results as text, and titles, captions and descriptions of its figures. */
  readonly shown: string;
}

/** Headings "## 06-inside", below each a table of claim, cells, seeds. @throws {Error} at a row of another form */
export function readClaims(markdown: string): Claim[] {
  let notebook = "";
  return markdown.split("\n").flatMap((line) => {
    if (line.startsWith("## ")) notebook = line.slice(3).trim();
    if (!line.startsWith("|") || /^\| ?(claim|---)/.test(line)) return [];
    const [sentence = "", cells = "", seeds = "", ...rest] = line.slice(1, -1).split(" | ");
    if (!cells.trim() || !seeds.trim() || rest.length > 0)
      throw new Error(`claims.md: expected three columns: ${line}`);
    return [{ notebook, sentence: plain(sentence), cells: cells.match(/[\w-]+/g) ?? [], seeds: seeds.trim() }];
  });
}

/** Whether a cell is an exercise's: its text asks, and claims nothing. */
export const asks = (id: string): boolean => id.startsWith("exercise-");

/** Numbers that are no results of the cells, as the text has them, each with the reason. */
export type Exempt = Readonly<Record<string, string>>;

/**
 * The numbers of a notebook's text that nothing bears out: neither what a cell showed, nor, where it is no per cent, a
 * number in a cell's code; of whole numbers below ten only those of claims are looked at, which name digits and counts.
 */
export function unsupported(cells: readonly ShownCell[], exempt: Exempt = {}): string[] {
  const shown = cells.map((cell) => cell.shown).join("\n");
  const code = cells.map(({ kind, source }) => (kind === "code" ? source.replaceAll("_", "") : "")).join("\n");
  return cells.flatMap(({ id, kind, source }) => {
    if (kind === "code" || asks(id)) return [];
    const numbers = proseNumbers(source).filter((number) => !isSmall(number) && !isExempt(number, exempt));
    const missing = numbers.filter((number) => !isShown(number, shown) && !isSet(number, code));
    return missing.map(({ text, sentence }) => `${id}: ${text} in "${sentence}"`);
  });
}

/** The numbers of a claim that the output and code of its own cells do not have. */
export function unsupportedOf({ sentence, cells: ids }: Claim, cells: readonly ShownCell[]): string[] {
  const own = cells.filter(({ id }) => ids.includes(id));
  const shown = own.map((cell) => cell.shown).join("\n");
  const code = own.map(({ source }) => source.replaceAll("_", "")).join("\n");
  const missing = proseNumbers(sentence).filter((number) => !isShown(number, shown) && !isSet(number, code));
  return missing.map(({ text }) => text);
}

const isSmall = ({ value, digits, percent }: ProseNumber) => digits === 0 && !percent && value < 10;
const isExempt = ({ text, sentence }: ProseNumber, exempt: Exempt) =>
  text in exempt || Object.keys(exempt).some((words) => words.includes(" ") && sentence.includes(words));
const isSet = (number: ProseNumber, code: string) => !number.percent && isShown({ ...number, digits: 9 }, code);

/** The sentences of a text whose results, per cents and numbers with a point, no claim has. */
export function unclaimed(text: string, claims: readonly Claim[], exempt: Exempt = {}): string[] {
  const results = proseNumbers(text).filter(({ percent, digits }) => percent || digits > 0);
  const open = results.filter((number) => {
    const claimed = claims.some(({ sentence }) => {
      const same = number.sentence.includes(sentence) || sentence.includes(number.sentence);
      return same && sentence.includes(number.text);
    });
    return !claimed && !isExempt(number, exempt);
  });
  return open.map(({ text, sentence }) => `${text} in "${sentence}"`);
}
