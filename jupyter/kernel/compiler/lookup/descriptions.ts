// Turns the answers of a language server into what Jupyter shows.
import type { MimeBundle } from "../../protocol/messages";

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

/** The Markdown of a hover; `undefined` if the server knows nothing. */
export function described(hover: unknown): string | undefined {
  const { contents } = (hover ?? {}) as { contents?: { value?: string } };
  const text = contents?.value?.replaceAll("\r", "").trim();
  // The server says `any` of a name that does not exist.
  return !text || /^```typescript\nany\n```$/.test(text) ? undefined : withoutImport(text);
}

/** Leaves `class Conv3x3` of "(alias) class Conv3x3 / import Conv3x3". */
const withoutImport = (text: string): string =>
  text.replace(/^```typescript\n\(alias\) ([\s\S]*?)(\nimport [^\n]*)?\n```/, "```typescript\n$1\n```");

/** The text below a hover's first block of code. */
export const documentationIn = (markdown: string): string => markdown.replace(/^```typescript\n[\s\S]*?\n```\n*/, "");

/** @param classDocumentation  is put between the signature and its documentation */
export function descriptionBundle(markdown: string, classDocumentation: string): MimeBundle {
  const [signature = ""] = /^```typescript\n[\s\S]*?\n```/.exec(markdown) ?? [];
  const parts = [signature, classDocumentation, documentationIn(markdown)];
  const text = parts.filter((part) => part !== "").join("\n\n");
  return { "text/plain": withoutMarkup(text), "text/markdown": text };
}

const withoutMarkup = (markdown: string): string =>
  markdown
    .replace(/^```.*\n?/gm, "")
    .replace(/^\*(@\w+)\* (?:`([^`]*)` (?:— )?|— )?/gm, (_all, tag, name) =>
      name === undefined ? `${tag} ` : `${tag} ${name} `,
    )
    .replace(/\n{3,}/g, "\n\n")
    .trim();
