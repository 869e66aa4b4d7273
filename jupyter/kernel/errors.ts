import { inspect, stripVTControlCharacters } from "node:util";
import { codeFrame, errorName, place } from "./code-frame";
import { CompileError } from "./compile-error";
import type { Position, Positions } from "./positions";

/** The content of an `error` message, and of the reply of a failed cell. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

interface Frame extends Position {
  readonly name: string;
}

const framesOf = new WeakMap<Error, readonly Frame[]>();

/** Makes `error.stack` show what its reader wrote, everywhere in the process. */
export function installStackTraces(positions: Positions): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.flatMap((site) => frameOf(site, positions) ?? []);
    if (error instanceof Error) framesOf.set(error, frames);
    const lines = frames.map(({ name, file, line, column }) =>
      name ? `    at ${name} (${file}:${line}:${column})` : `    at ${file}:${line}:${column}`,
    );
    return [headline(error), ...lines].join("\n");
  };
}

function frameOf(site: NodeJS.CallSite, positions: Positions): Frame | undefined {
  const script = site.getFileName();
  const position =
    script && positions.find(script, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  if (!position) return undefined;
  const called = site.getFunctionName() ?? "";
  const type = site.isToplevel() || called.includes(".") ? "" : site.getTypeName();
  const name =
    called && type && type !== "Object" && !called.startsWith(type) ? `${type}.${called}` : called;
  return { ...position, name: site.isConstructor() ? `new ${name}` : name };
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/** What a cell threw, as a front end shows it. */
export function describeError(error: unknown, positions: Positions): ErrorContent {
  if (error instanceof CompileError) {
    const { name, message, traceback } = error;
    return { ename: name, evalue: message, traceback };
  }
  if (!(error instanceof Error)) {
    const evalue = inspect(error);
    return {
      ename: "Thrown value",
      evalue,
      traceback: [`${errorName("Thrown value")}: ${evalue}`],
    };
  }
  const evalue = String(error.message);
  return { ename: String(error.name), evalue, traceback: traceback(error, positions) };
}

/** Printed where a message of its own is not possible: after the cell has ended. */
export const printError = (error: unknown, positions: Positions): string =>
  stripVTControlCharacters(describeError(error, positions).traceback.join("\n"));

/** The message; each place in the reader's code, innermost first, the first two and the cell's with their code; the cause. */
function traceback(error: Error, positions: Positions, depth = 0): string[] {
  // Reading it calls prepareStackTrace.
  void error.stack;
  const lines = [`${errorName(String(error.name))}: ${error.message}`];
  const frames = framesOf.get(error) ?? [];
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

const nested = (error: unknown, positions: Positions, depth: number) =>
  error instanceof Error ? traceback(error, positions, depth + 1) : [inspect(error)];
