/**
 * JSON.parse lets the last of several equal keys win, other readers the first: one file could then be two models.
 *
 * @param json  text that JSON.parse takes
 * @returns     the first key that an object has twice, if there is one
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = []; // the keys of each object that is not closed yet; an array has none
  let last = "";
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const keys = open[open.length - 1];
      const key = JSON.parse(last) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    } else last = token;
  }
  return undefined;
}
