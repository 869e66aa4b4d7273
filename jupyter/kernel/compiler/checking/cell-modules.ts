// The texts of the modules that the type checker sees: see notebook-program.ts.
import type { DeclaredName, NameKind } from "../rewriting/declared-names";

/** A name that an earlier cell declared at its top. */
export interface KnownName {
  /** The module of the cell that declared it: "cell3". */
  readonly module: string;
  readonly kind: NameKind;
  readonly hasValue: boolean;
  readonly isType: boolean;
}

/** The names that earlier cells declared, each as it was declared last. */
export type KnownNames = ReadonlyMap<string, KnownName>;

/**
 * A variable is declared anew in each cell, so that the cell can assign to it; a name that is a type too is imported.
 */
const isVariable = ({ kind, isType }: KnownName): boolean => (kind === "let" || kind === "const") && !isType;

const words = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
/** Finds names that a text most likely declares. Only speed depends on it. */
const declaredWords =
  /\b(?:let|const|var|using|function\s*\*?|class|enum|namespace|interface|type)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)|\bimport\b([^;'"`()]{0,1000}?)\bfrom\b/gu;

/** The words of a text that may be names. */
export const wordsIn = (text: string): readonly string[] => text.match(words) ?? [];

/** @returns the names that a text most likely declares, found without parsing it */
export function likelyDeclared(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name, clause] of text.matchAll(declaredWords)) {
    if (name) names.add(name);
    for (const word of clause?.match(words) ?? []) names.add(word);
  }
  return names;
}

/** The notebook's names among the words of a text. */
export function mentioned(words: readonly string[], own: ReadonlySet<string>, known: KnownNames): Set<string> {
  return new Set(words.filter((word) => known.has(word) && !own.has(word)));
}

/** A cell's text, and behind it the names of the notebook that it uses. */
export function liveText(text: string, mentioned: Iterable<string>, known: KnownNames): string {
  return `${text}\n${using(mentioned, known)}`;
}

/** Code that declares names of the notebook. A variable gets its declared type, not the type of its value. */
export function using(names: Iterable<string>, known: KnownNames): string {
  const imports: string[] = [];
  const declarations: string[] = [];
  for (const name of names) {
    const one = known.get(name) as KnownName;
    if (isVariable(one)) {
      imports.push(`__type_${name}`);
      declarations.push(`declare ${one.kind} ${name}: __type_${name};`);
    } else imports.push(name);
  }
  return `import { ${imports.join(", ")} } from "./__notebook__"; ${declarations.join(" ")}`;
}

/** The module of a cell that ran, with the names that it used then: later cells do not change its types. */
export function frozenText(
  text: string,
  names: readonly DeclaredName[],
  mentioned: ReadonlySet<string>,
  known: KnownNames,
): string {
  const used = Array.from(mentioned, (name) => {
    const one = known.get(name) as KnownName;
    const path = `"./__${one.module}__"`;
    // The type of an import by its name would be looked for in what the text above does, and so in itself.
    return isVariable(one)
      ? `declare ${one.kind} ${name}: typeof import(${path}).${name};`
      : `import { ${name} } from ${path};`;
  });
  const exported = names.filter(({ exported }) => !exported).map(({ name }) => name);
  return `${text}\n${used.join(" ")} export { ${exported.join(", ")} };`;
}

/** The module that collects the notebook's names, each from the cell that declared it last. */
export function namesText(known: KnownNames): string {
  const lines = Array.from(known, ([name, one]) => {
    const from = `from "./__${one.module}__";`;
    return isVariable(one)
      ? `import { ${name} as __value_${name} } ${from} export type __type_${name} = typeof __value_${name};`
      : `export { ${name} } ${from}`;
  });
  return ["export {};", ...lines].join("\n");
}
