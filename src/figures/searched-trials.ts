/** A setting's value in one trial. */
export type SearchedValue = number | string | boolean;

/** What a setting was allowed to be: plain data, as `choice`, `integer`, `uniform` and `logUniform` make it. */
export type SearchedRange =
  | { readonly choice: readonly SearchedValue[] }
  | { readonly integer: readonly [number, number] }
  | { readonly uniform: readonly [number, number] }
  | { readonly logUniform: readonly [number, number] };

/** One trial that ended: its settings, and what it reached on the validation images. */
export interface SearchedTrial {
  readonly settings: Readonly<Record<string, SearchedValue>>;
  /** After its last epoch. Not a finite number where the run diverged. */
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
  readonly epochs: number;
  /** Whether halving ended it before its last epoch. */
  readonly stopped?: boolean;
}

/** What the figures about a search are drawn from; a study is one. */
export interface SearchedTrials {
  /** Each setting under its name, in the order in which they are shown. */
  readonly space: Readonly<Record<string, SearchedRange>>;
  readonly rows: readonly SearchedTrial[];
}

/** The loss as what trials are put in order by: whatever is not a finite number is worse than every number. */
export const lossOf = ({ loss }: SearchedTrial): number => (Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY);

/** The trials, the best first; of equal losses the one that came first. */
export function bestFirst(rows: readonly SearchedTrial[]): SearchedTrial[] {
  return [...rows].sort((a, b) => {
    const [p, q] = [lossOf(a), lossOf(b)];
    return p === q ? 0 : p - q;
  });
}

/** "filters 16, rate 0.01" */
export const settingsInWords = (settings: SearchedTrial["settings"]): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${inWords(value)}`)
    .join(", ");

/** A value as it is written: numbers to four significant digits. */
export const inWords = (value: SearchedValue): string =>
  typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);

/** "loss 0.08", or of a run that diverged "loss diverged" */
export const lossInWords = ({ loss }: SearchedTrial): string =>
  `loss ${Number.isFinite(loss) ? inWords(loss) : "diverged"}`;
