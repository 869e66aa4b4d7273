// Values as a debugger lists them: one line each, with members that unfold when they are asked for.
import { inspect, types } from "node:util";
import { isTensor, isTypedArray, shapeText } from "./tensor-text";

/** A line of the list, as the Debug Adapter Protocol has it; without a type, because JupyterLab would show that alone. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** The number by which `RowList.children` finds the members; 0 where there are none. */
  readonly variablesReference: number;
}

/** The members of a value, in their order. */
export type Members = readonly (readonly [name: string, value: unknown])[];
type Unfold = () => Members;

/** A line that stands for several values, such as a row of a tensor. */
export class Part {
  constructor(
    readonly text: string,
    readonly unfold: Unfold,
  ) {}
}

/** More members than these are shown in groups. */
const groupSize = 100;
const shownNumbers = 6;
const longestText = 200;

/** Rows that can be unfolded until the list is cleared. */
export class RowList {
  readonly #unfold = new Map<number, Unfold>();
  #last = 0;

  rows(members: Members): Row[] {
    return members.map(([name, value]) => this.row(name, value));
  }

  row(name: string, value: unknown): Row {
    const unfold = value instanceof Part ? value.unfold : membersOf(value);
    const text = value instanceof Part ? value.text : lineOf(value);
    return { name, value: text, variablesReference: unfold ? this.add(unfold) : 0 };
  }

  /** @returns the number of something that unfolds to these members */
  add(unfold: Unfold): number {
    this.#unfold.set(++this.#last, unfold);
    return this.#last;
  }

  children(reference: number): Row[] {
    return this.rows(this.#unfold.get(reference)?.() ?? []);
  }

  /** Numbers are not used again, so that an old one finds nothing. */
  clear(): void {
    this.#unfold.clear();
  }
}

/** A value in one line. None of the value's own code runs. */
function lineOf(value: unknown): string {
  if (typeof value === "function" && !types.isProxy(value)) {
    return /^class\b/.test(Function.prototype.toString.call(value)) ? `class ${value.name}` : `ƒ ${value.name}()`;
  }
  if (isTensor(value)) return `Tensor ${shapeText(value.shape)}`;
  try {
    return inspect(value, {
      depth: 0,
      breakLength: Number.POSITIVE_INFINITY,
      compact: true,
      maxArrayLength: shownNumbers,
      maxStringLength: longestText,
    }).replace(/\s*\n\s*/g, " ");
  } catch {
    return "(cannot be shown)";
  }
}

function membersOf(value: unknown): Unfold | undefined {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return undefined;
  if (isTensor(value)) return () => tensorMembers(value.shape, value.data, 0);
  if (types.isMap(value)) {
    return () =>
      grouped(
        Array.from(Map.prototype.entries.call(value) as MapIterator<[unknown, unknown]>, ([key, held]) => [
          lineOf(key),
          held,
        ]),
      );
  }
  if (types.isSet(value)) {
    return () =>
      grouped(Array.from(Set.prototype.values.call(value) as SetIterator<unknown>, (held, k) => [`[${k}]`, held]));
  }
  if (Array.isArray(value) || isTypedArray(value)) {
    const list = value as ArrayLike<unknown>;
    return list.length === 0 ? undefined : () => numbered(list);
  }
  const names = Object.getOwnPropertyNames(value).filter((name) => isEnumerable(value, name));
  const shown = types.isNativeError(value) ? [...new Set([...names, "message"])] : names;
  return shown.length === 0 ? undefined : () => grouped(shown.map((name) => [name, propertyOf(value, name)]));
}

const isEnumerable = (value: object, name: string): boolean => Object.prototype.propertyIsEnumerable.call(value, name);

/** A getter runs when somebody unfolds it. */
function propertyOf(value: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(value, name);
  if (!descriptor?.get) return descriptor?.value;
  return new Part("(getter)", () => {
    try {
      return [[name, Reflect.get(value, name)]];
    } catch (error) {
      return [["throws", error]];
    }
  });
}

/** A tensor unfolds along its axes: first by the first index; a row of the last axis is a list of numbers. */
function tensorMembers(shape: readonly number[], data: ArrayLike<unknown>, from: number): Members {
  const [count = 0, ...rest] = shape;
  const size = rest.reduce((product, n) => product * n, 1);
  const member = (k: number): readonly [string, unknown] => {
    const at = from + k * size;
    if (rest.length === 0) return [`[${k}]`, data[at]];
    return [`[${k}]`, new Part(tensorPartText(rest, data, at), () => tensorMembers(rest, data, at))];
  };
  return split(count, (first, end) => Array.from({ length: end - first }, (_, k) => member(first + k)));
}

function tensorPartText(shape: readonly number[], data: ArrayLike<unknown>, from: number): string {
  if (shape.length > 1) return `Tensor ${shapeText(shape)}`;
  const size = shape[0] ?? 0;
  const shown = Array.from({ length: Math.min(size, shownNumbers) }, (_, k) => lineOf(data[from + k]));
  return `[ ${shown.join(", ")}${size > shownNumbers ? ", …" : ""} ]`;
}

function numbered(values: ArrayLike<unknown>): Members {
  const part = (from: number, to: number): [string, unknown][] =>
    Array.from({ length: to - from }, (_, k) => [`[${from + k}]`, values[from + k]]);
  return split(values.length, part);
}

const grouped = (members: Members): Members => split(members.length, (from, to) => members.slice(from, to));

/** All members of a short list; a long list in groups, and these in groups of groups. */
function split(length: number, part: (from: number, to: number) => Members): Members {
  if (length <= groupSize) return part(0, length);
  const levels = Math.ceil(Math.log(length) / Math.log(groupSize)) - 1;
  const size = groupSize ** Math.max(1, levels);
  return Array.from({ length: Math.ceil(length / size) }, (_, k) => {
    const from = k * size;
    const to = Math.min(from + size, length);
    return [`[${from} … ${to - 1}]`, new Part("", () => split(to - from, (a, b) => part(from + a, from + b)))];
  });
}
