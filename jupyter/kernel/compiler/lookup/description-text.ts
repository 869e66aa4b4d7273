// What Shift-Tab shows of a name, as Markdown and as plain text: made of a language server's hover.
import type { MimeBundle } from "../../protocol/messages";

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
