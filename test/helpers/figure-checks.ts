import type { Figure } from "../../src/index";

/** Every number that a figure draws: of z, x and y. */
export function drawnNumbers({ data }: Figure): number[] {
  const traces = data as { x?: unknown; y?: unknown; z?: unknown }[];
  return traces
    .flatMap(({ x, y, z }) => [x, y, z].flat(3))
    .filter((value): value is number => typeof value === "number");
}

/** @throws {Error} if markup is not one element, well nested, with nothing left unescaped */
export function requireWellFormed(svg: string): void {
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g;
  const rest = svg.replace(tag, (_, closing: string, name: string, _attributes, empty: string) => {
    if (closing && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    if (!closing && !empty) open.push(name);
    return "";
  });
  if (open.length > 0) throw new Error(`<${open[0]}> is not closed`);
  if (/[<>]|&(?!(amp|lt|gt|quot);)/.test(rest)) throw new Error(`not escaped: ${rest}`);
  if (!svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') || !svg.endsWith("</svg>")) {
    throw new Error("expected one svg element with its namespace");
  }
}
