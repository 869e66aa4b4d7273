import type { MimeBundle } from "../../protocol/messages";
import { described, descriptionBundle, documentationIn } from "./description-text";

/** Asks a language server for its hover at one place of a text. */
type AskHover = (text: string) => Promise<unknown>;

/** Describes the name at a place of a text; `undefined` if the server knows nothing of it. */
export async function descriptionAt(ask: AskHover, code: string, place: number): Promise<MimeBundle | undefined> {
  const markdown = described(await ask(code));
  if (markdown === undefined) return undefined;
  return descriptionBundle(markdown, await classDocumentation(ask, code, place));
}

/** The documentation of the class after `new`, because the server describes only its constructor; "" elsewhere. */
async function classDocumentation(ask: AskHover, code: string, place: number): Promise<string> {
  const start = place - (/[\p{ID_Continue}$]*$/u.exec(code.slice(0, place))?.[0] ?? "").length;
  const [name = ""] = /^[\p{ID_Continue}$]*/u.exec(code.slice(start)) ?? [];
  const before = code.slice(0, start);
  if (!/\bnew\s+$/.test(before)) return "";
  const nameAlone = `${before.replace(/new(\s+)$/, "   $1")}${name};`;
  return documentationIn(described(await ask(nameAlone)) ?? "");
}
