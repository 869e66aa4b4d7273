// Places in the code of cells and files, by their names: see node/vm.ts.
import type { ScriptPlace } from "../../kernel/show/script-places";
import { placeInScript } from "../node/vm";

export type { ScriptPlace };

/** In the place of Node's: code that was evaluated has the address that it names itself. */
export function placeOf(site: NodeJS.CallSite): ScriptPlace {
  const { getScriptNameOrSourceURL } = site as Partial<{ getScriptNameOrSourceURL(): string }>;
  const url = getScriptNameOrSourceURL?.call(site) ?? site.getFileName() ?? "";
  const place = placeInScript(url, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  return { ...place, name: (site.getFunctionName() ?? "").replace(/^eval$/, "") };
}

/** A line of a stack, in Chromium's form and in that of Firefox and Safari. */
const line = /^(?:\s+at (?:(?:async )?(.*?) \()?|(.*?)@)(?:.*> eval\/)?(.+?):(\d+):(\d+)\)?$/;

export const placesIn = (stack: string): ScriptPlace[] =>
  stack.split("\n").flatMap((text) => {
    const [, chromium, other, url = "", row, column] = line.exec(text) ?? [];
    const place = placeInScript(url, Number(row), Number(column));
    const name = (chromium ?? other ?? "").replace(/^eval$|^Object\.|^\*|^async\*|\/<$/g, "");
    return place.script === undefined ? [] : [{ ...place, name }];
  });
