import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The file of this name in the folder, or in the nearest folder above that has one. */
export function nearest(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above, name);
}
