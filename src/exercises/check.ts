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
  console.log(judged(name, answer, judge));
}

/** What `check` prints. */
export function judged(name: string, answer: unknown, own?: Judge<never>): string {
  const judge = own ?? (Object.hasOwn(judges, name) ? judges[name as keyof Answers] : undefined);
  if (!judge) return `✗ ${name}: there is no such exercise, only ${Object.keys(judges).join(", ")}`;
  if (answer === undefined) return `${name} not answered yet`;
  try {
    return sentence(name, (judge as Judge<unknown>)(answer));
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const hint = "run your code on a small example of your own first";
    return `✗ ${name}: an error came before an answer\n  ${what}\n  Hint: ${hint}`;
  }
}

function sentence(name: string, verdict: Verdict): string {
  if (!verdict) return `${name} not answered yet`;
  if ("insight" in verdict) return `✓ ${name}: ${verdict.insight}`;
  return `✗ ${name}: ${verdict.differs}\n  Hint: ${verdict.hint}`;
}
