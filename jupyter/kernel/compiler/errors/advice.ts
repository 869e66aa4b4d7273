// Finds words for errors whose cause is not where TypeScript sees it. TypeScript's own words, and what a misspelt name
// may mean, are in checking/explained-errors.ts.
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Diagnostic } from "../checking/checker";
import { runtimeAdvice } from "../checking/runtime-advice";

/** What to write instead, for a mistake that has a common cause. */
export interface Advice {
  /** The place in the cell that the advice is about. */
  readonly start: number;
  readonly text: string;
  /** Whether the advice replaces TypeScript's errors; otherwise it stands above them. */
  readonly isAll: boolean;
}

interface Situation {
  readonly errors: readonly Diagnostic[];
  readonly text: string;
  /** How many names earlier cells declared. */
  readonly knownNames: number;
}

/** TypeScript's error for an unknown name, where it suggests no other name. */
const unknownName = /^Cannot find name '([^':]+)'(?!\. Did you mean)/;
const ofPages = /^(document|window|navigator|localStorage|sessionStorage|location|requestAnimationFrame|HTMLElement)$/;

/** Lines that people type out of habit, and what to write instead. */
const habits: readonly (readonly [line: RegExp, advice: (found: RegExpExecArray) => string])[] = [
  [
    /^[ \t]*!?[ \t]*(?:npm|yarn|pnpm|bun)[ \t]+(?:i|install|add)[ \t]+(.+)$/m,
    ([, packages = ""]) => runtimeAdvice.install(packages),
  ],
  [/^[ \t]*[!%]?[ \t]*pip3?[ \t]+install\b.*$/m, () => runtimeAdvice.pip],
  [
    /^[ \t]*!(?!=)[ \t]*((?:ls|pwd|cd|cat|echo|mkdir|rm|cp|mv|git|node|npx|npm|python3?|curl|wget|head|tail|find|grep|which|nvidia-smi)\b.*)$/m,
    ([, command = ""]) => runtimeAdvice.shell(command),
  ],
  [/^[ \t]*%%?time(?:it)?\b.*$/m, () => 'To time a cell write: console.time("cell"); … console.timeEnd("cell")'],
  [/^[ \t]*%%html\b.*$/m, () => `Write: ${runtimeAdvice.html}`],
  [/^[ \t]*(%%?[a-zA-Z]\w*).*$/m, ([, magic = ""]) => runtimeAdvice.magic(magic)],
  [
    /^[ \t]*\{\s*(?:[\w$]+|"[^"\n]*"|'[^'\n]*')\s*[:,][^;]*\}[ \t]*$/m,
    () => "At the start of a line { opens a block. For an object write: ({ … })",
  ],
  [/^[ \t]*#(?![!\w]*\s*[(=;.]).*$/m, () => "A comment begins with // in TypeScript"],
];

/** @returns advice on a cell's errors; undefined where their cause is not a known one */
export function adviceFor(situation: Situation): Advice | undefined {
  const inCell = situation.errors.filter(({ path }) => path === undefined);
  if (inCell.length === 0) return undefined;
  return habitIn(situation.text, inCell) ?? unknownNames(situation, inCell) ?? foreignImport(inCell);
}

/** A habit counts only where TypeScript reports an error, because a template string may hold such a line too. */
function habitIn(text: string, errors: readonly Diagnostic[]): Advice | undefined {
  const first = Math.min(...errors.map(({ start }) => start));
  for (const [line, advice] of habits) {
    const found = line.exec(text);
    if (!found || first < found.index || first > found.index + found[0].length + 1) continue;
    const start = found.index + (found[0].length - found[0].trimStart().length);
    return { start, text: advice(found), isAll: true };
  }
  return undefined;
}

function unknownNames({ errors, knownNames }: Situation, inCell: readonly Diagnostic[]) {
  const found = errors.map(({ message }) => unknownName.exec(message)?.[1]);
  const start = inCell[0]?.start ?? 0;
  const ofPage = found.find((name) => name && ofPages.test(name));
  if (ofPage) return { start, text: runtimeAdvice.ofPage(ofPage), isAll: errors.length === 1 };
  const otherRuntime = found.find((name) => name === "Deno" || name === "Bun");
  if (otherRuntime) return { start, text: runtimeAdvice.otherRuntime(otherRuntime), isAll: errors.length === 1 };
  const names = [...new Set(found.flatMap((name) => name ?? []))];
  if (names.length === 0 || found.includes(undefined)) return undefined;
  const isFresh = knownNames === 0;
  if (!isFresh && names.length < 2) return undefined;
  const what =
    names.length === 1
      ? `${names[0]} is unknown in this kernel`
      : `${names.length} names are unknown in this kernel: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}`;
  return { start, text: `${what}. Run the cells above first`, isAll: true };
}

function foreignImport(errors: readonly Diagnostic[]): Advice | undefined {
  for (const { start, message } of errors) {
    const [, module] = /module '([^']+)'/.exec(message) ?? [];
    const [, name] = /^(?:npm|jsr):\/?(@?[^@]+)/.exec(module ?? "") ?? [];
    if (name) return { start, text: runtimeAdvice.denoPackage(name), isAll: true };
    if (module && /^https?:/.test(module)) return { start, text: runtimeAdvice.address, isAll: true };
    if (module === "typescript" || /import\("[^"]*\/typescript\/lib\//.test(message))
      return { start, text: runtimeAdvice.typescript, isAll: false };
    if (module && /^src(\/|$)/.test(module))
      return { start, text: `A path begins with a dot. Write: "./${module}"`, isAll: true };
    const missing = module && /^[@a-z]/i.test(module) ? runtimeAdvice.missingPackage(module) : undefined;
    if (missing) return { start, text: missing, isAll: true };
  }
  return undefined;
}

/** If the notebook was written for another kernel, the name of that kernel as people know it. */
export function otherKernel(environment: NodeJS.ProcessEnv, folder: string): string | undefined {
  const name = environment.JPY_SESSION_NAME;
  if (!name?.endsWith(".ipynb")) return undefined;
  try {
    const path = isAbsolute(name) ? name : join(folder, name);
    const { kernelspec } = JSON.parse(readFileSync(path, "utf8")).metadata;
    const isOurs = /typescript|tslab/i.test(`${kernelspec.language} ${kernelspec.name}`);
    return isOurs ? undefined : `${kernelspec.display_name} (${kernelspec.name})`;
  } catch {
    return undefined;
  }
}
