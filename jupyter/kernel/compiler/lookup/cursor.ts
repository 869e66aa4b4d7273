// Finds what stands at the cursor. Jupyter counts the cursor's position in Unicode code points; JavaScript and the
// language server count UTF-16 units.

/** The name of a module up to the cursor, if the cursor is in one: `import fs from "node:f`. */
export const importAt = (code: string, position: number): string | undefined =>
  /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]*)$/.exec(code.slice(0, position))?.[1];

/** The text that Tab completes: the last part of a path, or the whole name of a package. */
export const begunIn = (path: string): string => (path.startsWith(".") ? path.slice(path.lastIndexOf("/") + 1) : path);

/** The position of the name at the cursor, or right before it: the server describes what stands behind a position. */
export function nameAt(code: string, position: number): number | undefined {
  const isName = (character: string | undefined) => /[\p{ID_Continue}$]/u.test(character ?? "");
  if (isName(code[position])) return position;
  return isName(code[position - 1]) ? position - 1 : undefined;
}

/** The position of the name that is called, if the cursor stands inside the brackets of a call. */
export function calledAt(code: string, position: number): number | undefined {
  let depth = 0;
  for (let k = position - 1; k >= 0; k--) {
    const character = code[k] as string;
    if (")]}".includes(character)) depth++;
    if (!"([{".includes(character)) continue;
    if (depth-- > 0) continue;
    return character === "(" && /[\w$]/.test(code[k - 1] ?? "") ? k - 1 : undefined;
  }
  return undefined;
}

/** @param points  left out, it means the end of the code */
export const toUnits = (code: string, points?: number): number =>
  points === undefined ? code.length : [...code].slice(0, points).join("").length;

/** @param units  a position in UTF-16 units @returns the same position in Unicode code points, as Jupyter counts */
export const toPoints = (code: string, units: number): number => [...code.slice(0, units)].length;
