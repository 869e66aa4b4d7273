/** What a judge says of an answer; undefined where there is none yet. */
export type Verdict = Right | Wrong | undefined;

export interface Right {
  readonly right: true;
  /** What the exercise was about, in a sentence. */
  readonly insight: string;
}

export interface Wrong {
  readonly right: false;
  /** What differs: a shape, a size, by how much. It never says the answer. */
  readonly differs: string;
  /** What to look at, chosen by the kind of mistake. */
  readonly hint: string;
}

/** Looks at an answer. It computes what is right: nothing to read off. */
export type Judge<Answer> = (answer: Answer) => Verdict;

export const right = (insight: string): Right => ({ right: true, insight });
export const wrong = (differs: string, hint: string): Wrong => ({ right: false, differs, hint });
