// What a front end asks about values while code is paused, and between cells: scopes, variables, expressions.
import type { Debugger, Runtime } from "node:inspector";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CompilerClient } from "../compiler/client-for-requests";
import { moduleParameters } from "../compiler/files/module-code";
import type { MimeBundle } from "../protocol/messages";
import { readerFunction } from "../text/reader-names";
import type { ExecutionControl, Frame } from "./execution-control";
import { importedNames } from "./imported-names";
import { type Inspector, Remote, viewExpression } from "./inspector";
import type { Script, Scripts } from "./scripts";

type Variables = DebugProtocol.VariablesResponse["body"]["variables"];

interface Parts {
  readonly compiler: CompilerClient;
  readonly control: ExecutionControl;
  readonly inspector: () => Inspector;
  readonly scripts: Scripts;
}

/** What gives the notebook's variables in the main thread. */
const notebookScope = `${viewExpression}.values`;
/** Milliseconds after which V8 gives up an expression of the console: while code is paused, Stop cannot reach it. */
const timeout = 5000;
/** The last digits of a frame's number say how deep it is, the others count pauses and evaluations. */
const frameNumbers = 10_000;

/** Answers questions about frames, scopes, variables and expressions. */
export class Values {
  readonly #parts: Parts;
  #firstFrame = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Gives the frames new numbers, because JupyterLab asks for the variables only of frames that it does not know. The last
   * digits stay: by them it asks for a variable that it has drawn.
   */
  renumber(): void {
    this.#firstFrame += frameNumbers;
  }

  stackTrace(): DebugProtocol.StackTraceResponse["body"] {
    const frames = this.#parts.control.frames ?? [];
    const stackFrames = frames.map((frame, k) => {
      const { script, line, column } = frame;
      const source = { name: script.path, path: script.path };
      return { id: this.#firstFrame + frames.length - 1 - k, name: nameOf(frame), source, line, column };
    });
    return { stackFrames, totalFrames: stackFrames.length };
  }

  async scopes(frameId: number): Promise<DebugProtocol.ScopesResponse["body"]> {
    const frame = this.#frame(frameId);
    if (!frame) return { scopes: [] };
    const { script, call } = frame;
    const hidden = await this.#hiddenNames(script, call);
    const isTop = startsOutside(call.functionLocation);
    const own = isTop ? namesOf(script) : [];
    const scope = async (name: string, some: readonly Debugger.Scope[], ofNotebook: string[], receiver: unknown) => {
      const objects = some.map(({ object }) => new Remote(object));
      const variablesReference = await this.#view<number>("scope", hidden, ofNotebook, receiver, ...objects);
      return { name, variablesReference, expensive: false };
    };
    const inner = innerScopes(call);
    const ofModule = inner.filter(({ startLocation }) => startsOutside(startLocation));
    const ofFunctions = inner.filter((one) => !ofModule.includes(one));
    const scopes = [await scope("Locals", isTop ? inner : ofFunctions, own, isTop ? null : new Remote(call.this))];
    if (!isTop && !script.cell) scopes.push(await scope("Module", ofModule, [], null));
    const variablesReference = await this.#view<number>("globalScope", own);
    return { scopes: [...scopes, { name: "Globals", variablesReference, expensive: false }] };
  }

  variables(reference: number): Promise<Variables> {
    return this.#view("children", reference);
  }

  globals(): Promise<Variables> {
    return this.#view("globals");
  }

  /** What a front end draws for a variable. */
  async rich(name: string, frameId: number | undefined): Promise<MimeBundle> {
    const frame = this.#frame(frameId);
    if (!frame) return this.#view("richGlobal", name);
    const { result, exceptionDetails } = await this.#valueOf(name, frame);
    return exceptionDetails ? {} : this.#view("rich", new Remote(result));
  }

  /** Makes a variable of the notebook from one of a frame. @throws {Error} if there is no such variable */
  async copyToGlobals(name: string, frameId: number, newName: string): Promise<void> {
    const { result, exceptionDetails } = await this.#valueOf(name, this.#frame(frameId));
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    await this.#parts.compiler.ask("newVariable", { name: newName });
    await this.#view("setGlobal", newName, new Remote(result));
  }

  /** The value of what was typed into the console, or the error. */
  async evaluate(expression: string, frameId: number | undefined): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const frame = this.#frame(frameId);
    if (frame) this.renumber();
    const { result, exceptionDetails } = await this.#valueOf(expression, frame);
    if (exceptionDetails) {
      const text = exceptionDetails.exception?.description ?? exceptionDetails.text;
      return { result: text.split("\n    at ")[0] as string, variablesReference: 0 };
    }
    const { value, variablesReference } = await this.#view<Variables[number]>("describe", new Remote(result));
    return { result: value, variablesReference };
  }

  /** Evaluates TypeScript in a frame, or between cells. Names that are not local are the module's or the notebook's. */
  async #valueOf(text: string, frame: Frame | undefined): Promise<Runtime.EvaluateReturnType> {
    const { compiler, inspector } = this.#parts;
    const imports = frame && !frame.script.cell ? await this.#imports(frame.script) : new Map<string, string>();
    const locals = frame ? await this.#localNames(frame.call) : [];
    const used = Array.from(imports).filter(([name]) => !locals.includes(name) && containsName(text, name));
    const known = [...locals, ...used.map(([name]) => name)];
    const own = frame ? namesOf(frame.script) : [];
    const code = await compiler.ask("expression", { text, locals: known, own, scope: notebookScope });
    const expression = `"use strict";void 0;${used.length === 0 ? code : withNames(code, used)}`;
    const parameters = { expression, silent: true, timeout };
    try {
      if (!frame) return await inspector().post("Runtime.evaluate", parameters);
      const { callFrameId } = frame.call;
      return await inspector().post("Debugger.evaluateOnCallFrame", { callFrameId, ...parameters });
    } catch (error) {
      if (!/terminated/.test(String(error))) throw error;
      throw new Error(`an expression may take ${timeout / 1000} s while code is paused; this one took longer`);
    }
  }

  #frame(id: number | undefined): Frame | undefined {
    return id === undefined ? undefined : this.#parts.control.frames?.at(-1 - (id % frameNumbers));
  }

  #view<Result>(name: string, ...values: readonly unknown[]): Promise<Result> {
    return this.#parts.inspector().view<Result>(name, ...values);
  }

  async #imports({ id, text }: Script): Promise<ReadonlyMap<string, string>> {
    return importedNames(text, (await this.#parts.scripts.code(id)).scriptSource);
  }

  async #localNames(call: Debugger.CallFrame): Promise<string[]> {
    const names: string[] = [];
    for (const { object } of innerScopes(call)) {
      const functionDeclaration = "function () { return Object.keys(this); }";
      const { objectId } = object;
      if (objectId === undefined) continue;
      const { result } = await this.#parts
        .inspector()
        .post("Runtime.callFunctionOn", { objectId, functionDeclaration, returnByValue: true, silent: true });
      names.push(...(result.value as string[]));
    }
    return [...new Set(names)];
  }

  /** The names in a frame that the reader did not write. */
  async #hiddenNames(script: Script, call: Debugger.CallFrame): Promise<string[]> {
    const given = [...moduleParameters, ...(script.cell?.madeUpNames ?? []), "arguments"];
    const names = await this.#localNames(call);
    return names.filter((name) => given.includes(name) || !containsName(script.text, name));
  }
}

/** The scopes of functions and blocks, innermost first. */
const innerScopes = ({ scopeChain }: Debugger.CallFrame) =>
  scopeChain.filter(({ type }) => type !== "global" && type !== "script");

/** Whether something begins in what the kernel puts around the code of cells and files: left of the first line. */
const startsOutside = (start: Debugger.Location | undefined): boolean =>
  start !== undefined && start.lineNumber === 0 && (start.columnNumber ?? 0) < 0;

/** The notebook's variables that a cell declares. */
const namesOf = ({ cell }: Script): string[] =>
  cell?.names.filter(({ hasValue }) => hasValue).map(({ name }) => name) ?? [];

const containsName = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);

/** Gives imported names their values around an expression. */
function withNames(code: string, names: readonly (readonly [string, string])[]): string {
  const parameters = names.map(([name]) => name).join(", ");
  const values = names.map(([, value]) => value).join(", ");
  const isExpression = !/^(?:const|let|var|if|for|while|throw|function|class)\b/.test(code);
  const body = isExpression ? `(${code.replace(/;\s*$/, "")})` : `{${code}}`;
  return `((${parameters}) => ${body})(${values})`;
}

function nameOf({ call, script }: Frame): string {
  const { functionName, functionLocation, this: receiver } = call;
  if (startsOutside(functionLocation)) return script.cell ? script.name : "module";
  const name = readerFunction(functionName);
  if (!name) return "(anonymous)";
  const type = receiver.className;
  return type && !/^(?:Object|global)$/.test(type) ? `${type}.${name}` : name;
}
