// Where the segments of source maps lead: the word in the code that runs, beside the word that its reader wrote.

import { type CellMap, CellPlaces } from "../../../jupyter/kernel/compiler/rewriting/cell-map";
import { pieceAt } from "../../../jupyter/kernel/compiler/rewriting/edits";
import { type Segment, segmentsOf, wordAt } from "../../helpers/compiler/segments";

/**
 * exact: the same word. carried: the start of an emitted line, to which esbuild gives the place of what came last; the
 * block of a `finally`. glue: made by the rewriter, or by esbuild for imports and exports. literal: a string or number
 * that is written in another way, or a constant. renamed: a local variable whose name an outer one has too; what is
 * imported under another name. erased: what stands behind a word of TypeScript alone. lowered: code in place of what Node
 * does not have, enums and namespaces among them. other: none of these.
 */
export type Kind = (typeof kinds)[number];
export const kinds = ["exact", "carried", "glue", "literal", "renamed", "erased", "lowered", "other"] as const;

export interface Landing {
  readonly kind: Kind;
  /** The emitted line and the reader's, each with a bar at the place. */
  readonly shown: string;
}

export function landings(cell: CellMap, code: string): Landing[] {
  const places = new CellPlaces(cell);
  const starts = lineStarts(cell.rewritten);
  return all(cell.map, (segment, isCarried) => {
    const { line, column, source } = segment;
    const found = places.find(line + 1, column + 1);
    if (!found) throw new Error(`no place for ${JSON.stringify(segment)}`);
    const at = (starts[source.line] as number) + source.column;
    const isGlue = pieceAt(cell.pieces, at).inserted;
    const to = { line: found.line - 1, column: found.column - 1 };
    return landing(code, segment, cell.text, to, isGlue ? "glue" : isCarried && "carried");
  });
}

const moduleGlue =
  /^(var \w+_exports = |__export\(|module\.exports = __to|__reExport\(| {2}\w+: \(\) => \w+,?$|\}\);$|(var \w+ = (__toESM\()?)?require\()/;

export function landingsOfFile(map: string, code: string, text: string): Landing[] {
  const lines = code.split("\n");
  return all(map, (segment, isCarried) => {
    const isGlue = moduleGlue.test(lines[segment.line] as string) && segment.source.column === 0;
    const rest = (lines[segment.line] as string).slice(segment.column).trimStart();
    const isOfImport = /^(require\(|module\.exports|\(0, import_)/.test(rest);
    const known = isGlue || isOfImport ? "glue" : isCarried && "carried";
    return landing(code, segment, text, segment.source, known);
  });
}

type Mapped = Segment & Required<Pick<Segment, "source">>;
type Spot = Readonly<Record<"line" | "column", number>>;

function all(map: string, landing: (segment: Mapped, isCarried: boolean) => Landing): Landing[] {
  const segments = segmentsOf(map);
  return segments.flatMap((segment, k) => {
    const { column, source } = segment;
    const before = segments[k - 1]?.source;
    const isSame = source?.line === before?.line && source?.column === before?.column;
    return source ? [landing({ ...segment, source }, column === 0 && isSame)] : [];
  });
}

function landing(code: string, from: Spot, text: string, to: Spot, known: Kind | false): Landing {
  const [made, written] = [restFrom(code, from), restFrom(text, to)];
  const shown = `${around(code, from)} → ${around(text, to)}`;
  const kind = kindOf(made, written, text);
  return { kind: kind === "exact" ? kind : known || kind, shown };
}

function kindOf(code: string, source: string, text: string): Kind {
  const [made, written] = [wordAt([code], 0, 0), wordAt([source], 0, 0)];
  if (made === written) return "exact";
  if (made === "{" && written === "finally") return "carried";
  const isLiteral = (word: string) => /^["'`\d.]/.test(word);
  if (isLiteral(made) || made === "void") return "literal";
  if (written !== "" && made.replace(/\d+$/, "") === written) return "renamed";
  if (/^\w/.test(made) && text.includes(` ${made} as ${written} `)) return "renamed";
  if (/^(async|get|set)$/.test(made) && /^(private|protected|public|override)$/.test(written)) return "erased";
  if (made === "(" && written === "<") return "erased";
  if (made === "Promise" && written === "import") return "lowered"; // import() becomes a promise of require()
  if (/^(enum|namespace|class|export|@|accessor|using|abstract|const enum)\b/.test(source)) return "lowered";
  if (/^(\/\* @__PURE__|return \w+2;|this\.\w+ = |#|let \w+2 = function)/.test(code)) return "lowered";
  return /^[\p{ID_Start}_]/u.test(made) && !text.includes(made) ? "lowered" : "other";
}

/** The text from a place, or from the next word behind it, to the end of the line. */
const restFrom = (text: string, { line, column }: Spot): string =>
  (text.split("\n")[line] ?? "").slice(column).trimStart();

function around(text: string, { line, column }: Spot): string {
  const row = text.split("\n")[line] ?? "";
  return `${row.slice(Math.max(0, column - 25), column)}|${row.slice(column, column + 25)}`;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
