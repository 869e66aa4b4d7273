import { inWords, type SearchedRange, type SearchedValue } from "./searched-trials";

/** One of several axes that stand side by side: where a value lies on it, from 0 (bottom) to 1, and what is written. */
export interface VerticalAxis {
  readonly name: string;
  readonly place: (value: SearchedValue) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** How far apart two neighbouring choices lie; 0 on an axis of numbers. */
  readonly step: number;
}

/** An axis for a setting: choices evenly spaced in their order, numbers from the range's beginning to its end. */
export function settingAxis(name: string, range: SearchedRange): VerticalAxis {
  if ("choice" in range) return choiceAxis(name, range.choice);
  if ("integer" in range) return numberAxis(name, range.integer, (value) => value);
  if ("uniform" in range) return numberAxis(name, range.uniform, (value) => value);
  return numberAxis(name, range.logUniform, Math.log10);
}

function choiceAxis(name: string, choices: readonly SearchedValue[]): VerticalAxis {
  const at = (k: number) => (k + 0.5) / choices.length;
  const place = (value: SearchedValue) => {
    const k = choices.indexOf(value);
    if (k >= 0) return at(k);
    throw new RangeError(`${name}: expected one of ${choices.map(inWords).join(", ")}, got ${inWords(value)}`);
  };
  return {
    name,
    place,
    step: 1 / choices.length,
    ticks: choices.map((value, k) => ({ at: at(k), text: inWords(value) })),
  };
}

/**
 * An axis for numbers, whose values are spread by `scale`.
 *
 * @param scale  grows with its number: the number itself, or its logarithm to base 10
 */
export function numberAxis(
  name: string,
  [from, to]: readonly [number, number],
  scale: (value: number) => number,
): VerticalAxis {
  const [low, high] = [scale(from), scale(to)];
  const place = (value: SearchedValue) => {
    const at = low === high ? 0.5 : (scale(Number(value)) - low) / (high - low);
    return Math.min(1, Math.max(0, at));
  };
  const values = scale === Math.log10 ? powersAndEnds(from, to) : roundNumbers(from, to);
  return { name, place, step: 0, ticks: values.map((value) => ({ at: place(value), text: inWords(value) })) };
}

/** Both ends, and the powers of ten between them that are not close to an end. */
function powersAndEnds(from: number, to: number): number[] {
  const least = (Math.log10(to) - Math.log10(from)) * 0.12;
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(from)); power <= Math.floor(Math.log10(to)); power++) {
    const free = power - Math.log10(from) > least && Math.log10(to) - power > least;
    if (free) powers.push(Number(`1e${power}`));
  }
  return from === to ? [from] : [from, ...powers, to];
}

/** Some four round numbers from one end to the other. */
function roundNumbers(from: number, to: number): number[] {
  if (from === to) return [from];
  const rough = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const count = Math.floor(to / step + 1e-9) - Math.ceil(from / step - 1e-9) + 1;
  return Array.from({ length: count }, (_, k) => (Math.ceil(from / step - 1e-9) + k) * step);
}
