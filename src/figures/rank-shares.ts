import { meanOf } from "../statistics";
import { lossOf, type SearchedRange, type SearchedTrials, type SearchedValue } from "./searched-trials";

/** Numbers are put into so many groups of equal size; a choice is a group of its own. */
export const quantileGroups = 6;

/**
 * How much of the variance of the loss's rank each setting explains by itself.
 *
 *   omega² = (SS_between − (g − 1) · MS_within) / (SS_total + MS_within),   MS_within = (SS_total − SS_between) / (n − g)
 *
 * over n trials in g groups: a choice's values, or six quantiles of a number's. Unlike eta², it does not grow with the
 * number of groups where nothing depends on them; where it comes out below 0, it is 0. Ranks, since losses differ by
 * powers of ten. What two settings do only together counts for neither.
 *
 * @returns a share from 0 to 1 by the setting's name; NaN where there are not more trials than groups
 * @see Hays, Statistics for Psychologists, 1963
 */
export function rankShares({ space, rows }: SearchedTrials): Record<string, number> {
  const ranks = ranksOf(rows.map(lossOf));
  const shares = Object.entries(space).map(([name, range]) => {
    const values = rows.map(({ settings }) => settings[name]);
    return [name, omegaSquared(groupsOf(values, range), ranks)] as const;
  });
  return Object.fromEntries(shares);
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] === values[b] ? 0 : values[a] - values[b]));
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** @returns which group each value belongs to */
export function groupsOf(values: readonly SearchedValue[], range: SearchedRange): number[] {
  if ("choice" in range) return values.map((value) => range.choice.indexOf(value));
  const numbers = values.map(Number);
  const order = [...numbers].sort((a, b) => a - b);
  // Equal numbers stay together, in the group of the first of them.
  const first = new Map<number, number>();
  for (const [k, value] of order.entries()) if (!first.has(value)) first.set(value, k);
  return numbers.map((value) => Math.floor(((first.get(value) ?? 0) * quantileGroups) / numbers.length));
}

/** @param groups  a group's number for each value @param values  what they explain a part of */
export function omegaSquared(groups: readonly number[], values: readonly number[]): number {
  const members = new Map<number, number[]>();
  for (const [k, group] of groups.entries()) {
    const others = members.get(group);
    if (others) others.push(values[k]);
    else members.set(group, [values[k]]);
  }
  const [n, g, mean] = [values.length, members.size, meanOf(values)];
  if (n <= g) return Number.NaN;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (total === 0) return 0;
  const between = [...members.values()].reduce((sum, group) => sum + group.length * (meanOf(group) - mean) ** 2, 0);
  const within = (total - between) / (n - g);
  return Math.max(0, (between - (g - 1) * within) / (total + within));
}
