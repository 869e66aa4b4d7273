// What the other threads ask the compiler thread.
import type { MessagePort } from "node:worker_threads";
import type { CheckReply, CheckRequest, DefinitionReply, HoverReply, PlaceRequest } from "../protocol/editor-requests";
import type { ErrorContent } from "../protocol/messages";
import type {
  CompleteReply,
  CompleteRequest,
  InspectReply,
  InspectRequest,
  IsCompleteReply,
  IsCompleteRequest,
} from "../protocol/requests";
import type { Port } from "../threads/port";
import type { CompiledCell, Counts, ExpressionToCompile, ModuleNews } from "./cells/compiled-cell";
import type { Place } from "./rewriting/cell-map";

/** A cell that can run, or what is wrong with it. */
export type CompileOutcome = { readonly cell: CompiledCell } | { readonly error: ErrorContent };

/** A cell, as the compiler thread is given it. */
export interface CellToCompile {
  /** Counts all cells that the request thread was sent, silent ones too. */
  readonly serial: number;
  readonly text: string;
  /** What the reader calls the cell. */
  readonly name: string;
}

export interface EndedCell {
  /** `CompiledCell.number` */
  readonly number: number;
  /** The names that it declared. */
  readonly declared: readonly string[];
  /** The cell's id on its page, if it ran without an error. */
  readonly cellId: string | undefined;
}

/** What each question takes, and what its answer is. */
export interface Asked {
  compile: [CellToCompile, CompileOutcome];
  /** A cell has ended. */
  declare: [EndedCell, undefined];
  complete: [CompleteRequest, CompleteReply];
  inspect: [InspectRequest, InspectReply];
  isComplete: [IsCompleteRequest, IsCompleteReply];
  check: [CheckRequest, CheckReply];
  hover: [PlaceRequest, HoverReply];
  definition: [PlaceRequest, DefinitionReply];
  /** A debugger asks for this: see CellCompiler.compileExpression. */
  expression: [ExpressionToCompile, string];
  /** Whether an error that is thrown at the place is caught in the same function. */
  isCaught: [Place & { readonly text: string }, boolean];
  /** A debugger has made this variable of the notebook. */
  newVariable: [{ readonly name: string }, undefined];
  counts: [undefined, Counts];
}

/** A function for each question that the compiler thread is asked. */
export type Answers = {
  readonly [What in keyof Asked]: (asked: Asked[What][0]) => Asked[What][1] | Promise<Asked[What][1]>;
};

/** A question to the compiler thread. */
export interface CompilerQuestion {
  readonly id: number;
  readonly what: keyof Asked;
  readonly asked: unknown;
}

/** The answer to the question of the same `id`, or why there is none. */
export type CompilerAnswer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string };

/** A question of running code, which waits for the answer. */
export interface FileRequest {
  readonly id: number;
  readonly paths: readonly string[];
  /** Whether the files were sent before and got lost. If not, they and what they import are looked up on disk. */
  readonly isLost: boolean;
}

/** The files of the `FileRequest` of the same `id`, or why they cannot run. */
export type FileAnswer = { readonly id: number } & ({ readonly modules: ModuleNews } | { readonly failure: string });

/** What the compiler works with: the ways to those who ask, and the folders. */
export interface CompilerParts {
  /** The project's folder. */
  readonly root: string;
  /** The notebook's folder. */
  readonly folder: string;
  /** The port to the request thread. */
  readonly requests: Port;
  /** The port to the main thread. */
  readonly main: Port;
  readonly shared: Int32Array;
  /** Texts of files, by path, that were found right together before this kernel began. */
  readonly checked?: ReadonlyMap<string, string>;
  /** A cell to read ahead while nobody asks for anything: one that imports the same will come. */
  readonly readAhead?: string;
}

/** What the compiler thread is started with. */
export interface CompilerData extends CompilerParts {
  readonly role: "compiler";
  readonly requests: MessagePort;
  readonly main: MessagePort;
}
