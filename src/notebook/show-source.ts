import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declarationIn, memberNames } from "./declarations";
import { type DeclaringSource, notebookKernel } from "./notebook-kernel";

type Declared = { readonly name: string; readonly prototype?: object };

/**
 * Shows below the running cell how something of the package is written: `showSource(Conv3x3, "backward")`,
 * `showSource(crossEntropy)`.
 * It is the text on disk now: after an edit that no import cell has taken in yet, it is newer than the code that runs.
 * What a cell declares is shown as the cell has it, except under plain tslab.
 *
 * @param what     a class, a function, or an object, which stands for its class
 * @param members  of a class: methods, getters, fields, "constructor", or what is declared beside it in the same file;
 *                 left out, all of it. One that is inherited is shown where it is written
 * @throws {TypeError} if it is none of these
 * @throws {RangeError} if the class has no such member
 * @throws {Error} if its text is neither in the project's files nor in a cell; outside a notebook
 */
export function showSource(what: object, ...members: string[]): void {
  const declared = declaredOf(what);
  const parts = members.length > 0 ? members.map((member) => memberSource(declared, member)) : [wholeSource(declared)];
  const markdown = parts.map(({ title, place, text }) => `**${title}** · \`${place}\`\n\n${fenced(text)}`);
  const plain = parts.map(({ title, place, text }) => `${title}, ${place}\n\n${text}`);
  const data = { "text/markdown": markdown.join("\n\n"), "text/plain": plain.join("\n\n") };
  notebookKernel().display({ data, metadata: {}, transient: {} }, false);
}

interface Part {
  readonly title: string;
  readonly place: string;
  readonly text: string;
}

function declaredOf(what: object): Declared {
  if (typeof what === "function") return what;
  const made = typeof what === "object" && what !== null ? (what as { constructor?: unknown }).constructor : undefined;
  if (typeof made === "function" && made !== Object) return made;
  const got = typeof what === "object" ? JSON.stringify(what)?.slice(0, 40) : `${typeof what} ${String(what)}`;
  throw new TypeError(`showSource: expected a class or a function, as in showSource(Conv3x3, "backward"), got ${got}`);
}

function wholeSource(declared: Declared): Part {
  const source = sourceOf(declared);
  const found = declarationIn(source.text, declared.name);
  if (!found) throw gone(declared, source);
  return { title: declared.name, place: placeOf(source, found.line), text: found.text };
}

/** The member, as the class or one that it extends writes it, or what stands beside that class under this name. */
function memberSource(declared: Declared, member: string): Part {
  const known: string[] = [];
  for (let owner: Declared | null = declared; owner?.name; owner = Object.getPrototypeOf(owner)) {
    const source = sourceOf(owner);
    const found = declarationIn(source.text, owner.name, member);
    if (found) return { title: `${owner.name}.${member}`, place: placeOf(source, found.line), text: found.text };
    if (!declarationIn(source.text, owner.name)) throw gone(owner, source);
    const beside = declarationIn(source.text, member);
    if (beside) return { title: member, place: placeOf(source, beside.line), text: beside.text };
    known.push(...memberNames(source.text, owner.name));
  }
  const names = [...new Set(known)].join(", ") || "none";
  throw new RangeError(`showSource: ${declared.name} has no "${member}"; its members are ${names}`);
}

const placeOf = ({ place }: DeclaringSource, line: number): string => `${place}, line ${line}`;

function gone({ name }: Declared, { place }: DeclaringSource): Error {
  return new Error(`showSource: ${place} declares no ${name} any more; rerun the cell that imports it`);
}

function sourceOf(declared: Declared): DeclaringSource {
  const kernel = notebookKernel();
  const source = kernel.sourceOf ? kernel.sourceOf(declared) : fromFolder("src", declared.name);
  if (source) return source;
  throw new Error(
    `showSource: expected something that this project's files or a cell declares, got ${declared.name || "a nameless function"}`,
  );
}

/**
 * The file that exports a class, function or constant of this name, for kernels that do not know where values come
 * from.
 */
function fromFolder(folder: string, name: string): DeclaringSource | undefined {
  const exported = new RegExp(String.raw`^export (?:abstract |async )?(?:class|function|const) ${name}\b`, "m");
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".ts") || entry.startsWith(join("engine", "simd"))) continue;
    const place = join(folder, entry);
    const text = readFileSync(place, "utf8");
    if (exported.test(text)) return { place, text };
  }
  return undefined;
}

/** A text as a block of TypeScript, whose fence is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}typescript\n${text}\n${fence}`;
}
