import type { DebugProtocol } from "@vscode/debugprotocol";
import { Fields } from "../protocol/checked-requests";
import type { Breakpoints } from "./breakpoints";
import { type ExecutionControl, threadId } from "./execution-control";
import type { Inspector } from "./inspector";
import { cellPrefix, cellSuffix, hashSeed, type Scripts } from "./scripts";
import type { Values } from "./values";

/** What the requests are answered with; Debugger has all of it. */
export interface Debuggee {
  readonly breakpoints: Breakpoints;
  readonly control: ExecutionControl;
  readonly inspector: Inspector;
  /** Whether a cell is at hand. */
  readonly isRunning: boolean;
  readonly isStarted: boolean;
  /** Whether V8 looks out for where to pause, which it begins to do with `watch`. */
  readonly isWatching: boolean;
  watch(): Promise<void>;
  readonly scripts: Scripts;
  readonly values: Values;
  /** Turns the debugger on, and off; paused code then goes on. */
  start(): Promise<void>;
  end(): Promise<void>;
  /** Pauses the running cell; with none running, the next one at its start. */
  pause(): Promise<void>;
  /** Tells a front end that it can send its breakpoints, after the reply to its request. */
  tellInitialized(): void;
}

/** What answers each request of the debugger, by its command: its arguments in, the reply's body out. */
export type Commands = Readonly<Record<string, (given: Fields) => object | undefined | Promise<object | undefined>>>;

/** JupyterLab asks for the variables at every message of a running cell; within this time it gets what it had. */
const freshMilliseconds = 1000;

const exceptionFilters: DebugProtocol.ExceptionBreakpointsFilter[] = [
  { filter: "uncaught", label: "Uncaught errors", description: "Pause where an error is thrown that nothing catches" },
  { filter: "all", label: "All errors", description: "Pause where an error is thrown, also if it is caught" },
];

/** @returns the answer to each command of a debug_request; an answer throws where the command cannot be carried out */
export function commands(debug: Debuggee): Commands {
  let globals: { readonly variables: readonly object[]; readonly at: number } = { variables: [], at: 0 };

  async function inspectVariables(): Promise<object> {
    const isFresh = performance.now() - globals.at < freshMilliseconds;
    if (!(debug.isRunning && isFresh)) globals = { variables: await debug.values.globals(), at: performance.now() };
    return { variables: globals.variables };
  }

  async function setBreakpoints(given: Fields): Promise<object> {
    requireStarted();
    const path = pathOf(given);
    const lines = given.each("breakpoints").map((one) => one.number("line"));
    if (lines.length > 0) await debug.watch();
    const found = await debug.breakpoints.set(path, lines);
    return { breakpoints: found.map((line, id) => ({ id, verified: true, line, source: { path } })) };
  }

  function requireStarted(): void {
    if (!debug.isStarted) throw new Error("the debugger is not on");
  }

  return {
    debugInfo: () => ({
      isStarted: debug.isStarted,
      hashMethod: "Murmur2",
      hashSeed,
      tmpFilePrefix: cellPrefix,
      tmpFileSuffix: cellSuffix,
      breakpoints: debug.breakpoints.list().map(({ source, lines }) => ({
        source,
        breakpoints: lines.map((line) => ({ line })),
      })),
      stoppedThreads: debug.control.frames ? [threadId] : [],
      richRendering: true,
      copyToGlobals: true,
      exceptionPaths: [],
    }),
    initialize: async () => {
      await debug.start();
      return {
        supportsConfigurationDoneRequest: true,
        supportsModulesRequest: true,
        exceptionBreakpointFilters: exceptionFilters,
      };
    },
    attach: () => {
      debug.tellInitialized();
      return undefined;
    },
    configurationDone: () => undefined,
    disconnect: async () => {
      await debug.end();
      return undefined;
    },
    dumpCell: (given) => ({ sourcePath: debug.scripts.dump(given.text("code")) }),
    setBreakpoints,
    setExceptionBreakpoints: async (given) => {
      requireStarted();
      const filters = given.list("filters");
      if (filters.length > 0) await debug.watch();
      if (debug.isWatching) await debug.control.pauseOnErrors(filters);
      return undefined;
    },
    source: (given) => ({ content: debug.scripts.text(pathOf(given)) }),
    modules: async () => {
      const files = debug.scripts.files(await debug.inspector.view<string[]>("files"));
      const modules = files.map((path) => ({ id: path, name: path, path }));
      return { modules, totalModules: modules.length };
    },
    threads: () => ({ threads: [{ id: threadId, name: "cells" }] }),
    continue: async () => {
      await debug.control.resume();
      return { allThreadsContinued: true };
    },
    pause: async () => {
      requireStarted();
      await debug.pause();
      return undefined;
    },
    next: () => step("Debugger.stepOver"),
    stepIn: () => step("Debugger.stepInto"),
    stepOut: () => step("Debugger.stepOut"),
    stackTrace: () => debug.values.stackTrace(),
    scopes: (given) => debug.values.scopes(given.number("frameId")),
    variables: async (given) => ({ variables: await debug.values.variables(given.number("variablesReference")) }),
    inspectVariables,
    richInspectVariables: async (given) => ({
      data: await debug.values.rich(given.text("variableName"), given.maybeNumber("frameId")),
      metadata: {},
    }),
    copyToGlobals: async (given) => {
      const [from, to] = [given.text("srcVariableName"), given.text("dstVariableName")];
      await debug.values.copyToGlobals(from, given.number("srcFrameId"), to);
      return undefined;
    },
    evaluate: (given) => debug.values.evaluate(given.text("expression"), given.maybeNumber("frameId")),
  };

  async function step(how: Parameters<typeof debug.control.step>[0]): Promise<undefined> {
    await debug.control.step(how);
    return undefined;
  }
}

const pathOf = (given: Fields): string => new Fields(given.object("source")).text("path");
