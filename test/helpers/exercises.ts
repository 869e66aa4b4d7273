import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/project.mjs";

/** The solutions of a notebook, by the exercise's name: the cell that takes the place of the unanswered one. */
export function solutionsOf(notebook: string): Map<string, string> {
  const text = readFileSync(join(root, "exercises", "solutions", `${notebook}.md`), "utf8");
  const found = text.matchAll(/^## (\d\.\d[ab]?)\n[\s\S]*?^```typescript\n([\s\S]*?)^```$/gm);
  return new Map(Array.from(found, ([, name = "", code = ""]) => [name, code.trimEnd()]));
}

/** The exercise that a cell is the answer to, by its tag. */
export function exerciseOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith("exercise:"))?.slice("exercise:".length);
}
