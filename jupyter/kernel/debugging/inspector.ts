import { type Debugger, type Runtime, Session } from "node:inspector";

/** V8's methods that the debugger calls, each with its parameters and its result. */
interface Methods {
  "Debugger.enable": [object, object];
  "Debugger.disable": [object, object];
  "Debugger.setBlackboxPatterns": [Debugger.SetBlackboxPatternsParameterType, object];
  "Debugger.setPauseOnExceptions": [Debugger.SetPauseOnExceptionsParameterType, object];
  "Debugger.getPossibleBreakpoints": [
    Debugger.GetPossibleBreakpointsParameterType,
    Debugger.GetPossibleBreakpointsReturnType,
  ];
  "Debugger.setBreakpoint": [Debugger.SetBreakpointParameterType, Debugger.SetBreakpointReturnType];
  "Debugger.removeBreakpoint": [Debugger.RemoveBreakpointParameterType, object];
  "Debugger.getScriptSource": [Debugger.GetScriptSourceParameterType, Debugger.GetScriptSourceReturnType];
  "Debugger.evaluateOnCallFrame": [
    Debugger.EvaluateOnCallFrameParameterType & Limited,
    Debugger.EvaluateOnCallFrameReturnType,
  ];
  "Debugger.pause": [object, object];
  "Debugger.resume": [ResumeParameters, object];
  "Debugger.stepOver": [StepParameters, object];
  "Debugger.stepInto": [StepParameters, object];
  "Debugger.stepOut": [object, object];
  "Runtime.evaluate": [Runtime.EvaluateParameterType & Partial<Limited>, Runtime.EvaluateReturnType];
  "Runtime.callFunctionOn": [Runtime.CallFunctionOnParameterType, Runtime.CallFunctionOnReturnType];
}

/** The name of the global symbol under which the main thread keeps its DebugView. */
export const debugView = "jupyter.debugger";
/** What gives the DebugView in the main thread. */
export const viewExpression = `globalThis[Symbol.for(${JSON.stringify(debugView)})]`;

interface ResumeParameters {
  /** Ends the paused code instead of going on with it. */
  readonly terminateOnResume?: boolean;
}

interface Limited {
  /** Milliseconds after which V8 gives up the evaluation. */
  readonly timeout: number;
}

/** Positions in a script that a step passes over. */
export interface LocationRange {
  readonly scriptId: string;
  readonly start: { readonly lineNumber: number; readonly columnNumber: number };
  readonly end: { readonly lineNumber: number; readonly columnNumber: number };
}

interface StepParameters {
  readonly skipList?: readonly LocationRange[];
}

/** What is called at events of V8. */
export interface Listeners {
  readonly scriptParsed: (script: Debugger.ScriptParsedEventDataType) => void;
  readonly paused: (pause: Debugger.PausedEventDataType) => void;
  readonly resumed: () => void;
}

/** A value of the main thread. */
export class Remote {
  readonly argument: Runtime.CallArgument;

  constructor({ objectId, unserializableValue, value }: Runtime.RemoteObject) {
    if (objectId !== undefined) this.argument = { objectId };
    else this.argument = unserializableValue === undefined ? { value } : { unserializableValue };
  }
}

/** The main thread's inspector. It answers also while the main thread computes, waits in Atomics.wait, or is paused. */
export class Inspector {
  readonly #session = new Session();
  /** V8's number of the DebugView. */
  #viewId: string | undefined;

  constructor({ scriptParsed, paused, resumed }: Listeners) {
    this.#session.connectToMainThread();
    this.#session.on("Debugger.scriptParsed", ({ params }) => scriptParsed(params));
    this.#session.on("Debugger.paused", ({ params }) => paused(params));
    this.#session.on("Debugger.resumed", resumed);
  }

  post<Method extends keyof Methods>(method: Method, parameters: Methods[Method][0]): Promise<Methods[Method][1]> {
    return new Promise((done, failed) => {
      this.#session.post(method, parameters, (error: Error | null, result?: object) => {
        if (error) failed(new Error(`${method}: ${error.message}`));
        else done((result ?? {}) as Methods[Method][1]);
      });
    });
  }

  /**
   * Calls a function of the main thread's DebugView.
   *
   * @param values  plain values, or a `Remote`
   * @throws {Error} what the function throws
   */
  async view<Result>(name: string, ...values: readonly unknown[]): Promise<Result> {
    // V8 keeps a handle for each answer to this expression, so it is asked once.
    this.#viewId ??= (await this.post("Runtime.evaluate", { expression: viewExpression })).result.objectId;
    const { result, exceptionDetails } = await this.post("Runtime.callFunctionOn", {
      ...(this.#viewId === undefined ? {} : { objectId: this.#viewId }),
      functionDeclaration: `function (...values) { return this.call(${JSON.stringify(name)}, values); }`,
      arguments: values.map((value) => (value instanceof Remote ? value.argument : { value })),
      returnByValue: true,
      silent: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Result;
  }

  close(): void {
    this.#session.disconnect();
  }
}
