import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Finds the paths below a folder that match a pattern such as `.local/kernel*`; a `*` stands for any part of one name.
 */
export function globFiles(folder: string, glob: string): string[] {
  const [first = "", ...rest] = glob.split("/");
  const pattern = new RegExp(`^${first.split("*").map(escaped).join(".*")}$`);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  const names = isFolder ? readdirSync(folder).filter((name) => pattern.test(name)) : [];
  if (rest.length === 0) return names;
  return names.flatMap((name) => globFiles(join(folder, name), rest.join("/")).map((found) => join(name, found)));
}

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\?]/g, "\\$&");
