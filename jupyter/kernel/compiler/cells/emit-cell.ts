import type { Checker, Diagnostic } from "../checking/checker";
import type { NotebookProgram, ReadCell } from "../checking/notebook-program";
import { EmitError, type Emitted, type Emitter } from "../emitting/emitter";

/** A cell's JavaScript, or what the emitter objects to. */
export async function emitCell(
  { edited, made, names }: ReadCell,
  program: NotebookProgram,
  emitter: Emitter,
): Promise<Emitted | EmitError> {
  const own = names.map(({ name }) => name);
  try {
    return await emitRewritten(edited.text, made.scope, [...own, ...program.values], program, emitter);
  } catch (error) {
    if (error instanceof EmitError) return error;
    throw error;
  }
}

/**
 * The JavaScript of code whose names of the notebook are properties already.
 *
 * @param scope  the object whose properties they are
 * @param names  the notebook's names
 * @throws {EmitError} if it cannot be read
 */
export function emitRewritten(
  text: string,
  scope: string,
  names: readonly string[],
  { checker, extension }: NotebookProgram,
  emitter: Emitter,
): Promise<Emitted> {
  return emitter.emit(text, { form: "cell", extension, ...jsxFunctions(checker.options, scope, names) });
}

/** The functions that JSX stands for may be variables of the notebook. */
function jsxFunctions({ jsx: hasJsx, compilerOptions }: Checker["options"], scope: string, names: readonly string[]) {
  const { jsx, jsxFactory, jsxFragmentFactory } = compilerOptions;
  if (!hasJsx || String(jsx).startsWith("react-jsx")) return {};
  const property = (factory: unknown, usual: string) => {
    const path = typeof factory === "string" ? factory : usual;
    return names.includes(path.split(".")[0] as string) ? `${scope}.${path}` : path;
  };
  return {
    jsxFactory: property(jsxFactory, "React.createElement"),
    jsxFragment: property(jsxFragmentFactory, "React.Fragment"),
  };
}

/** An error of the emitter that the checker does not find, at its place in the cell as it was typed. */
export function emitError({ message, start }: EmitError, { edited, text }: ReadCell): Diagnostic {
  const piece = edited.pieces.filter(({ at }) => at <= start).at(-1);
  const from = piece ? piece.from + (piece.inserted ? 0 : start - piece.at) : 0;
  return { path: undefined, start: Math.min(from, text.length), length: 1, code: 0, message };
}
