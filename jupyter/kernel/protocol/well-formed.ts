/**
 * Replaces half a pair of surrogates by U+FFFD. `JSON.stringify` writes such a half as `\ud83d`, and Jupyter cannot
 * save a notebook that contains one. Halves come from texts that were cut in the middle of a character.
 */
export const wellFormed = (json: string): string =>
  json.includes("\\ud")
    ? json.replace(/\\(?:ud[89a-f]..|.)/g, (found) => (found.length > 2 ? "\\ufffd" : found))
    : json;
