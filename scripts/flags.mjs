// The flags of the project's commands: what is not known is refused in one sentence, before anything is done.
import { parseArgs } from "node:util";
import { SetupError } from "./project.mjs";

/**
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} Options
 * @param {string} usage                              what is known, for the refusal
 * @param {Options} options                           as `parseArgs` takes them
 * @param {{ words?: readonly string[], most?: number }} [given]
 *   words: what was typed; most: how many words that are no flags may stand there, none where nothing is said
 */
export function parseFlags(usage, options, { words = process.argv.slice(2), most = 0 } = {}) {
  const { values, positionals, tokens } = parsed(usage, options, words);
  // A variable of the shell that is not set leaves an empty text: as a folder, it would be the project's own.
  for (const token of tokens) {
    if (token.kind === "option" && token.value === "")
      throw new SetupError(`--${token.name} is empty. Known: ${usage}.`);
  }
  const [extra] = positionals.slice(most);
  if (extra !== undefined) throw new SetupError(`Unknown word '${extra}'. Known: ${usage}.`);
  return { values, words: positionals };
}

/**
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} Options
 * @param {string} usage
 * @param {Options} options
 * @param {readonly string[]} words
 */
function parsed(usage, options, words) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    // Node's own first sentence names the flag; the others are about programs in general.
    const [sentence] = /** @type {Error} */ (error).message.split(/(?<=\.)\s|\n/);
    throw new SetupError(`${sentence?.replace(/\.?$/, ".")} Known: ${usage}.`);
  }
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {number} a whole number from 1
 */
export function wholeNumber(name, value) {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new SetupError(`${name} must be a whole number from 1, got "${value}".`);
}
