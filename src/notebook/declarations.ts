/** A declaration as its author wrote it, with the comment above it. */
export interface Declaration {
  /** Its text, without the indentation that all lines share. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A statement from line `from` to line `to`, that one included; both count from 0. */
interface Statement {
  readonly from: number;
  readonly to: number;
  /** Its code without comments and what stands in quotes. */
  readonly bare: string;
}

/**
 * Finds what a file or a cell declares at its top, by name; of several under one name, such as overloads, all.
 *
 * @param member  of a class: a method, getter, field or the constructor
 * @returns       undefined where there is none
 */
export function declarationIn(source: string, name: string, member?: string): Declaration | undefined {
  const lines = source.split("\n");
  const bare = withoutWords(source).split("\n");
  const all = statements(bare, 0, bare.length - 1);
  const found = all.filter((statement) => declares(statement, name));
  if (member === undefined || found.length === 0) return textOf(lines, bare, found);
  return textOf(
    lines,
    bare,
    found.flatMap((declared) => membersOf(bare, declared).filter((statement) => hasName(statement, member))),
  );
}

/** The names of a class's members, as they are declared. */
export function memberNames(source: string, name: string): string[] {
  const bare = withoutWords(source).split("\n");
  const found = statements(bare, 0, bare.length - 1).filter((statement) => declares(statement, name));
  const members = found.flatMap((declared) => membersOf(bare, declared));
  return [...new Set(members.flatMap((statement) => memberHead.exec(statement.bare)?.[1] ?? []))];
}

const memberHead =
  /^(?:(?:public|private|protected|readonly|static|override|abstract|async|declare|get|set)\s+)*\*?\s*(#?[\w$]+)\s*[(<?!:=;]/;

function hasName({ bare }: Statement, member: string): boolean {
  return memberHead.exec(bare)?.[1] === member;
}

const declarationHead =
  /^(?:export\s+|default\s+|declare\s+|abstract\s+|async\s+)*(?:class|function\s*\*?|const|let|var|interface|type|enum)\s+([\w$]+)/;

function declares({ bare }: Statement, name: string): boolean {
  return declarationHead.exec(bare)?.[1] === name;
}

function membersOf(bare: readonly string[], { from, to }: Statement): Statement[] {
  const opening = bare.findIndex((line, k) => k >= from && line.includes("{"));
  return statements(bare, opening + 1, to - 1);
}

/**
 * What stands side by side in these lines: a statement ends with the line that closes its brackets and ends in ";" or
 * "}".
 */
function statements(bare: readonly string[], first: number, last: number): Statement[] {
  const found: Statement[] = [];
  let depth = 0;
  let from: number | undefined;
  for (let k = first; k <= last; k++) {
    const line = bare[k].trim();
    if (line === "") continue;
    from ??= k;
    for (const sign of line) {
      if ("{([".includes(sign)) depth++;
      else if ("})]".includes(sign)) depth--;
    }
    if (depth > 0 || !/[;}]$/.test(line)) continue;
    found.push({
      from,
      to: k,
      bare: bare
        .slice(from, k + 1)
        .join("\n")
        .trim(),
    });
    from = undefined;
    depth = 0;
  }
  return found;
}

const comment = String.raw`\/\*[\s\S]*?\*\/|\/\/.*`;
const text = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|${"`"}(?:\\[\s\S]|[^${"`"}\\])*${"`"}`;
const expression = String.raw`(?<=[=(,:;!&|?{}[]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n[])+\/`;
const words = new RegExp(`${comment}|${text}|${expression}`, "g");

/** The same text with blanks for comments, strings and regular expressions, whose brackets count for nothing. */
function withoutWords(source: string): string {
  return source.replace(words, (word) => word.replace(/[^\n]/g, " "));
}

function textOf(
  lines: readonly string[],
  bare: readonly string[],
  found: readonly Statement[],
): Declaration | undefined {
  if (found.length === 0) return undefined;
  const starts = found.map(({ from }) => {
    let start = from;
    // Lines that hold a comment only, and no blank one between it and the code.
    while (start > 0 && bare[start - 1].trim() === "" && lines[start - 1].trim() !== "") start--;
    return start;
  });
  const parts = found.map(({ to }, k) => {
    const part = lines.slice(starts[k], to + 1);
    const gap = k > 0 && starts[k] > found[k - 1].to + 1;
    return gap ? ["", ...part] : part;
  });
  const shown = parts.flat();
  const indents = shown.flatMap((line) => (line.trim() === "" ? [] : line.search(/\S/)));
  const common = Math.min(...indents);
  return { text: shown.map((line) => line.slice(common)).join("\n"), line: starts[0] + 1 };
}
