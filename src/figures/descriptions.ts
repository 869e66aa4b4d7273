/** "1, 2, 3", and of a long list the beginning. */
export function listed(words: readonly string[], most = 24): string {
  const shown = words.slice(0, most).join(", ");
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

/** "1 map", "8 maps" */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** "8 maps of 26 × 26 numbers: filter 1, filter 2" */
export function describedGrid(
  panels: readonly ({ readonly caption: string } | undefined)[],
  noun: string,
  [h, w]: readonly [number, number],
  { of, range }: { of: string; range?: readonly [number, number] },
): string {
  const there = panels.filter((panel) => panel !== undefined);
  const captions = there.map(({ caption }) => caption).filter(Boolean);
  const scale = range
    ? `, on a scale from ${range[0]} (${range[0] < 0 ? "blue" : "pale"}) to ${range[1]} (orange)`
    : "";
  return `${counted(there.length, noun)} of ${h} × ${w} ${of}${scale}${captions.length > 0 ? `: ${listed(captions)}` : ""}.`;
}

/** "loss goes from 2.3 to 0.12" of a curve, its ends that are numbers; "loss has no numbers" */
export function describedCurve(name: string, y: readonly number[], format: (value: number) => string): string {
  const values = y.filter(Number.isFinite);
  if (values.length === 0) return `${name} has no numbers`;
  return `${name} goes from ${format(values[0])} to ${format(values[values.length - 1])}`;
}
