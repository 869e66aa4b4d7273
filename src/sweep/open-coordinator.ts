import { defaultThreads } from "../training/default-threads";
import { Coordinator } from "./coordinator";
import type { FromCoordinator, Setup } from "./messages";
import { Pool } from "./pool";
import { ResultsFile } from "./results-file";
import { decider } from "./rungs";

/** The bundled runner and its hash, as scripts/sweep/bundle.mjs gives them. */
export interface Code {
  readonly code: string;
  readonly file: string;
}

/** A coordinator, and what ends it with all that it started. */
export interface OpenCoordinator {
  readonly coordinator: Coordinator;
  close(): Promise<void>;
}

/**
 * Opens the file of results, and what runs the trials.
 *
 * @throws {Error} if another process writes the file @throws {FormatError} if it is not a file of results
 */
export function openCoordinator(setup: Setup, runner: Code, tell: (message: FromCoordinator) => void): OpenCoordinator {
  const { header, file: path, processes = defaultThreads() } = setup;
  const { code } = runner;
  const { rungs } = header;
  const file = new ResultsFile(path, header, code);
  const host = new Pool({ file: runner.file, processes });
  tell({ started: { pid: process.pid, processes, code } });
  const coordinator = new Coordinator({ host, decider: decider(rungs), rungs, file, code, tell });
  const close = async () => {
    await host.close();
    file.close();
  };
  return { coordinator, close };
}
