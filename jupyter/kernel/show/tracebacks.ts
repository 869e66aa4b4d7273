import { stripVTControlCharacters } from "node:util";
import { compileFunction } from "node:vm";
import type { ErrorContent } from "../protocol/messages";
import { codeFrame, errorName, place } from "../text/code-frame";
import { readerFunction, readerNames } from "../text/reader-names";
import { inspected } from "./displayed-value";
import { placeOf, placesIn, type ScriptPlace } from "./script-places";
import type { Position, SourcePositions } from "./source-positions";

interface Frame extends Position {
  readonly name: string;
}

const framesOf = new WeakMap<Error, readonly Frame[]>();

/** Makes `error.stack` show places in the text that the reader wrote, everywhere in the process. */
export function installStackTraces(positions: SourcePositions): void {
  Error.prepareStackTrace = (error, sites) => {
    const places = sites.map(placeOf);
    const shown = places.slice(0, countOfShown(places));
    const frames = shown.flatMap((place, k) => frameOf(sites[k] as NodeJS.CallSite, place, positions) ?? []);
    if (error instanceof Error) framesOf.set(error, frames);
    const lines = frames.map(({ name, file, line, column }) =>
      name ? `    at ${name} (${file}:${line}:${column})` : `    at ${file}:${line}:${column}`,
    );
    return [headline(error), ...lines].join("\n");
  };
}

/** The name of the script that `callReader` is in. */
const machinery = "called-by-the-package";

/** Calls the reader's code for `outputsTo`, whose own callers then say nothing in a traceback. */
export const callReader = compileFunction("return work()", ["work"], { filename: machinery }) as <T>(
  work: () => T,
) => T;

/** How many calls there are before the one by `callReader`. */
function countOfShown(places: readonly ScriptPlace[]): number {
  const door = places.findIndex(({ script }) => script === machinery);
  return door < 0 ? places.length : door;
}

function frameOf(site: NodeJS.CallSite, place: ScriptPlace, positions: SourcePositions): Frame | undefined {
  const { name: own, script, line, column } = place;
  const position = script && positions.find(script, line, column);
  if (!position) return undefined;
  const called = readerFunction(own);
  const type = site.isToplevel() || called.includes(".") ? "" : site.getTypeName();
  const name = called && type && type !== "Object" && !called.startsWith(type) ? `${type}.${called}` : called;
  return { ...position, name: site.isConstructor() ? `new ${name}` : name };
}

/** The frames of an error in an engine that does not call prepareStackTrace. */
function framesIn(stack: string, positions: SourcePositions): Frame[] {
  const places = placesIn(stack);
  return places.slice(0, countOfShown(places)).flatMap(({ name, script, line, column }) => {
    const position = script && positions.find(script, line, column);
    return position ? [{ ...position, name: readerFunction(name) }] : [];
  });
}

function headline(error: unknown): string {
  try {
    return readerNames(Error.prototype.toString.call(error));
  } catch {
    return "Error";
  }
}

/** What a cell threw, as a front end shows it. */
export function describeError(error: unknown, positions: SourcePositions): ErrorContent {
  if (!(error instanceof Error)) {
    const evalue = inspected(error);
    return {
      ename: "Thrown value",
      evalue,
      traceback: [`${errorName("Thrown value")}: ${evalue}`],
    };
  }
  const evalue = readerNames(String(error.message));
  return { ename: String(error.name), evalue, traceback: traceback(error, positions) };
}

/** An error as plain text. It is printed where a cell has ended and an `error` message can no longer be sent. */
export const printError = (error: unknown, positions: SourcePositions): string =>
  stripVTControlCharacters(describeError(error, positions).traceback.join("\n"));

/**
 * The message, then each place in the reader's code, innermost first, then the cause. Code is shown at the first two
 * places and at the cell's own.
 */
function traceback(error: Error, positions: SourcePositions, depth = 0): string[] {
  // Reading the stack calls prepareStackTrace, which fills `framesOf`.
  void error.stack;
  const lines = [`${errorName(String(error.name))}: ${readerNames(error.message)}`];
  const frames = framesOf.get(error) ?? framesIn(error.stack ?? "", positions);
  const ofCell = frames.findIndex(({ file }) => file.startsWith("Cell ["));
  frames.forEach(({ name, file, line, column }, k) => {
    lines.push(`    at ${name ? `${name}, ` : ""}${place(file, line, column)}`);
    const text = file.includes("node_modules") ? undefined : positions.text(file);
    if (text && (k < 2 || k === ofCell)) lines.push(codeFrame(text, line, column));
  });
  if (error instanceof AggregateError && depth < 3) {
    for (const one of error.errors) lines.push("One of:", ...nested(one, positions, depth));
  }
  if (error.cause !== undefined && depth < 3) {
    lines.push("Caused by:", ...nested(error.cause, positions, depth));
  }
  return lines;
}

const nested = (error: unknown, positions: SourcePositions, depth: number) =>
  error instanceof Error ? traceback(error, positions, depth + 1) : [inspected(error)];
