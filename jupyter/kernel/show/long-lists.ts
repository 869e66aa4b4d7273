// Shows lists that nobody reads to their end: how many items they have, the first few and the last.
import { type InspectOptions, inspect, types } from "node:util";

/** What the kernel adds to the options of `util.inspect`, which hands them on to what is nested. */
export interface ListOptions extends InspectOptions {
  /** A list with more items is shown by its ends. */
  readonly longestList?: number;
}

/** Node shows as many items, and then says how many more there are. */
export const longestByDefault = 100;
/** The limit for the lists of a value that contains many values. */
export const longestAmongMany = 12;

/** Items shown at the start and at the end. */
const shown = { start: 6, end: 2 };

/** Texts up to this length, numbers above all, share a line. */
const narrow = 24;

/** How many of so many items are shown. */
export const shownCount = (length: number, longest: number): number =>
  length > longest ? shown.start + shown.end : length;

/**
 * An array, a map or a set with many items; undefined for everything else, which `util.inspect` shows by itself, and
 * where `options` have no `longestList`: what `console.log` and `console.dir` print is what Node prints.
 */
export function longListText(value: unknown, depth: number, options: ListOptions): string | undefined {
  const { longestList, breakLength = 80 } = options;
  if (longestList === undefined || depth < 0) return undefined;
  const items = endsOf(value, longestList);
  if (!items) return undefined;
  const text = (item: unknown) => inspect(item, { ...options, depth: depth - 1 });
  const texts = items.map((item) => (item.length === 2 ? `${text(item[0])} => ${text(item[1])}` : text(item[0])));
  const all = [...texts.slice(0, shown.start), "…", ...texts.slice(shown.start)];
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const line = `${headOf(value)} ${open} ${all.join(", ")} ${close}`;
  if (line.length <= breakLength && !line.includes("\n")) return line;
  const lines = all.every((one) => one.length <= narrow) ? filled(all, breakLength) : all;
  return `${headOf(value)} ${open}\n${lines.map(indented).join(",\n")}\n${close}`;
}

const indented = (text: string) => `  ${text.replaceAll("\n", "\n  ")}`;

/** Lines with as many texts as they hold. */
function filled(texts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = `${lines.at(-1)}, ${text}`;
    if (lines.length > 0 && longer.length + 3 <= width) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}

/** The items at both ends, of a map with their keys. */
function endsOf(value: unknown, longest: number): unknown[][] | undefined {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value)) {
    const indexes = indexesOf(value.length, longest);
    return indexes?.every((k) => Object.hasOwn(value, k)) ? indexes.map((k) => [value[k]]) : undefined;
  }
  const isMap = types.isMap(value);
  if (!isMap && !types.isSet(value)) return undefined;
  const keys = isMap ? Map.prototype.keys.call(value) : Set.prototype.values.call(value);
  const all = value.size > longest ? Array.from(keys) : [];
  return indexesOf(all.length, longest)?.map((k) =>
    isMap ? [all[k], Map.prototype.get.call(value, all[k])] : [all[k]],
  );
}

const indexesOf = (length: number, longest: number): number[] | undefined =>
  length > longest
    ? Array.from({ length: shownCount(length, longest) }, (_, k) =>
        k < shown.start ? k : length - shownCount(length, longest) + k,
      )
    : undefined;

/** `Array(1000)` */
function headOf(value: unknown): string {
  const { name } = Object.getPrototypeOf(value).constructor ?? {};
  return `${name}(${Array.isArray(value) ? value.length : (value as Set<unknown>).size})`;
}
