/** The deepest that a safetensors header goes: { name: { shape: [ … ] } }. */
const deepest = 3;

/**
 * Finds what JSON.parse lets pass although a header must not have it, in one walk over the text:
 *
 *   a key twice in an object    JSON.parse lets the last win, other readers the first: one file could then be two models
 *   brackets nested deeply      time and memory of the parser, and of every later walk, would grow with them
 *
 * @param json  any text; what is not JSON at all is left to the parser
 * @returns     what was expected and what is there instead; undefined where there is nothing wrong
 */
export function jsonFlaw(json: string): { expected: string; found: string } | undefined {
  const open: Set<string>[] = []; // the keys of each object or list that is not closed yet
  let last = ""; // the last string, with its quotes
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === '"') {
      const end = endOfString(json, i);
      last = json.slice(i, end);
      i = end - 1;
    } else if (character === "{" || character === "[") {
      if (open.length === deepest) return { expected: `at most ${deepest} brackets inside each other`, found: "more" };
      open.push(new Set());
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === ":") {
      const key = keyOf(last);
      if (open.at(-1)?.has(key)) return { expected: "each name once", found: `${JSON.stringify(key)} twice` };
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** @returns the position behind the string that begins at `start` */
function endOfString(json: string, start: number): number {
  for (let i = start + 1; i < json.length; i++) {
    if (json[i] === "\\") i++;
    else if (json[i] === '"') return i + 1;
  }
  return json.length;
}

/** "\u0061" and "a" are one key. */
function keyOf(quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted; // the parser refuses it, too
  }
}
