import { canonicalText } from "./canonical-text";

/** What a setting may be. Plain data: a cell and a file have one notation. */
export type Dimension =
  | { readonly choice: readonly unknown[] }
  | { readonly integer: readonly [from: number, to: number] }
  | { readonly uniform: readonly [from: number, to: number] }
  | { readonly logUniform: readonly [from: number, to: number] };

/** Settings by name, and what each may be. */
export type Space = Readonly<Record<string, Dimension>>;

/** A value for each setting of a space. */
export type Settings<S> = {
  readonly [Name in keyof S]: S[Name] extends { readonly choice: readonly (infer Value)[] } ? Value : number;
};

/** One of these values, each equally likely. */
export const choice = <const Values extends readonly unknown[]>(...values: Values): { readonly choice: Values } => ({
  choice: values,
});

/** A whole number, both ends included. */
export const integer = (from: number, to: number) => ({ integer: [from, to] as const });

/** A number from one to another, each equally likely. */
export const uniform = (from: number, to: number) => ({ uniform: [from, to] as const });

/** A number from one to another, each factor equally likely: 0.001 to 0.01 as often as 0.01 to 0.1. */
export const logUniform = (from: number, to: number) => ({ logUniform: [from, to] as const });

/**
 * @param place  who asks, for the message
 * @throws {RangeError} if a setting cannot be drawn: names it, what was expected, and what it got
 */
export function requireSpace(space: Space, place = "sweep"): void {
  if (typeof space !== "object" || space === null || Array.isArray(space) || Object.keys(space).length === 0) {
    throw new RangeError(
      `${place}: space must be an object of settings, as { rate: logUniform(0.001, 0.1) }, got ${JSON.stringify(space)}`,
    );
  }
  for (const [name, dimension] of Object.entries(space)) requireDimension(dimension, `${place}: space.${name}`);
}

function requireDimension(dimension: Dimension, place: string): void {
  const kinds = ["choice", "integer", "uniform", "logUniform"];
  const names = typeof dimension === "object" && dimension !== null ? Object.keys(dimension) : [];
  if (names.length !== 1 || !kinds.includes(names[0])) {
    throw new RangeError(
      `${place} must be choice(…), integer(from, to), uniform(from, to) or logUniform(from, to), got ${shown(dimension)}`,
    );
  }
  if ("choice" in dimension) {
    requireChoice(dimension.choice, place);
    return;
  }
  const [kind] = names;
  const ends = Object.values(dimension)[0] as readonly unknown[];
  const [from, to] = Array.isArray(ends) && ends.length === 2 ? ends : [];
  const refuse = (expected: string) => {
    throw new RangeError(
      `${place}: ${kind} must have ${expected}, got ${kind}(${[ends].flat().map(shown).join(", ")})`,
    );
  };
  if (!Number.isFinite(from) || !Number.isFinite(to)) refuse("two numbers, from and to");
  if (kind === "integer" && !(Number.isSafeInteger(from) && Number.isSafeInteger(to))) refuse("whole numbers");
  if (kind === "logUniform" && !(from > 0)) refuse("numbers > 0");
  if (from > to) refuse("from <= to");
}

function requireChoice(values: readonly unknown[], place: string): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw new RangeError(
      `${place}: choice must have at least one value, got ${Array.isArray(values) ? "none" : shown(values)}`,
    );
  }
  const odd = values.findIndex((value) => !isPlain(value));
  if (odd >= 0) {
    throw new RangeError(
      `${place}: choice must be of plain data, numbers, words, true and false, or lists and objects of them, ` +
        `got ${shown(values[odd])}`,
    );
  }
  const texts = values.map(canonicalText);
  const again = texts.findIndex((text, k) => texts.indexOf(text) < k);
  if (again >= 0) throw new RangeError(`${place}: choice must have each value once, got ${texts[again]} twice`);
}

/** Whether JSON keeps the value as it is. */
function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== "object") return false;
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

function shown(value: unknown): string {
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (typeof value === "object" && value !== null) {
    const { name } = Object.getPrototypeOf(value)?.constructor ?? {};
    return name && name !== "Object" && name !== "Array" ? `a ${name}` : JSON.stringify(value);
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
