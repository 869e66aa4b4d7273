import { type Answers, judges } from "./judges";
import type { Judge, Verdict } from "./verdict";

/**
 * Looks at the answer to an exercise and prints what it finds: not answered yet, right with a sentence of insight, or
 * wrong with what differs and a hint. It never throws.
 *
 *   check("1.1", answer);
 *   check("mine", answer, (n: number) => (n === 3 ? right("…") : wrong("…", "…")));
 *
 * @param name    an exercise of the notebooks, or any name with a judge of your own
 * @param answer  undefined while there is none
 * @param judge   left out, the exercise's own
 */
export function check<Name extends keyof Answers>(name: Name, answer: Answers[Name] | undefined): void;
export function check<Answer>(name: string, answer: Answer | undefined, judge: Judge<Answer>): void;
export function check(name: string, answer: unknown, judge?: Judge<never>): void {
  console.log(judged(name, answer, judge).split("\n").map(wrapped).join("\n"));
}

/** What became of a check, for a listener. */
export interface Told {
  readonly name: string;
  readonly outcome: "right" | "wrong" | "unanswered";
  /** Whether a judge of the notebook's own spoke. */
  readonly own: boolean;
  /** What was printed. */
  readonly text: string;
}

let tell: ((told: Told) => void) | undefined;

/**
 * From now on hands each verdict to the listener too. There is one, the first: `npm run collect` comes before the
 * notebook's cells, which can print whatever they like and cannot call the listener.
 *
 * @throws {Error} if there is one already
 */
export function hearVerdicts(listener: (told: Told) => void): void {
  if (tell) throw new Error("hearVerdicts: verdicts have a listener already");
  tell = listener;
}

/** What `check` prints. */
export function judged(name: string, answer: unknown, own?: Judge<never>): string {
  const judge = own ?? (Object.hasOwn(judges, name) ? judges[name as keyof Answers] : undefined);
  if (!judge) return `✗ ${name}: there is no such exercise, only ${Object.keys(judges).join(", ")}`;
  const text = answer === undefined ? `${name} not answered yet` : verdictOf(name, answer, judge as Judge<unknown>);
  const outcome = text.startsWith("✓") ? "right" : text.startsWith("✗") ? "wrong" : "unanswered";
  tell?.({ name, outcome, own: own !== undefined, text });
  return text;
}

function verdictOf(name: string, answer: unknown, judge: Judge<unknown>): string {
  try {
    return sentence(name, judge(answer));
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const where = error instanceof Error ? lineOf(error) : "";
    const hint = "run your code on a small example of your own first";
    return `✗ ${name}: an error came before an answer${where}\n  ${what}\n  Hint: ${hint}`;
  }
}

function sentence(name: string, verdict: Verdict): string {
  if (!verdict) return `${name} not answered yet`;
  if ("insight" in verdict) return `✓ ${name}: ${verdict.insight}`;
  return `✗ ${name}: ${verdict.differs}\n  Hint: ${verdict.hint}`;
}

/** In which line of a cell an error was thrown, from its stack; nothing where no cell's code was on the way to it. */
function lineOf({ stack = "" }: Error): string {
  const [within, around = ""] = stack.split(/\n\s+at judged\b/);
  const place = /(Cell \[\d+\]):(\d+)/.exec(within);
  if (!place) return "";
  const [, cell, line] = place;
  // A cell's number is another one after each run; the same answer is to get the same words.
  return around.includes(`${cell}:`) ? `, in line ${line} of this cell` : `, in line ${line} of ${cell}`;
}

/** Columns of a line: JupyterLab breaks longer ones in the middle of a word. */
const columns = 80;

/** A line, broken between words; what follows is indented by two more than its beginning. */
function wrapped(line: string): string {
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  let [text, column] = ["", 0];
  for (const word of line.trim().split(" ")) {
    const isNext = column > 0 && column + 1 + word.length > columns;
    const before = column === 0 ? " ".repeat(indent) : isNext ? `\n${" ".repeat(indent + 2)}` : " ";
    text += before + word;
    column = (isNext ? 0 : column) + before.replace("\n", "").length + word.length;
  }
  return text;
}
