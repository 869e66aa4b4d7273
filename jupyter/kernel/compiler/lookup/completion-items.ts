// What Tab offers: which of a language server's completions, and of what kind.

/**
 * @see https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#completionItemKind
 */
const kinds: Readonly<Record<number, string>> = {
  2: "method",
  3: "function",
  4: "constructor",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  17: "file",
  19: "folder",
  20: "enum member",
  21: "constant",
  25: "type parameter",
};

/** The part of a completion of the language server that is used here. */
export interface CompletionItem {
  readonly label: string;
  readonly kind?: number;
  readonly sortText?: string;
  readonly textEdit?: { readonly range: { readonly start: { readonly character: number } } };
  readonly data?: { readonly autoImport?: unknown };
}

/** @returns what a completion is, in Jupyter's words ("function", "class"); "" if that is not known */
export const kindOf = ({ kind = 0 }: CompletionItem): string => kinds[kind] ?? "";

/** Tab offers neither names that would have to be imported first nor names that the compiler made up. */
export const isOffered = ({ label, data }: CompletionItem): boolean =>
  data?.autoImport === undefined && !/^__(type|value)_|^__(cell\d*|notebook|keep|ambient)__/.test(label);
