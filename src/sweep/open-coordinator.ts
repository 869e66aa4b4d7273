import { defaultThreads } from "../training/default-threads";
import { Coordinator } from "./coordinator";
import type { FromCoordinator, Setup } from "./messages";
import { Pool } from "./pool";
import { ResultsFile } from "./results-file";
import { decider } from "./rungs";
import type { OpenTrials } from "./trial-host";

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
 * @throws {Error} if there is no Redis, or it cannot be used
 */
export async function openCoordinator(
  setup: Setup,
  runner: Code,
  tell: (message: FromCoordinator) => void,
): Promise<OpenCoordinator> {
  const { header, file: path } = setup;
  const { code } = runner;
  const { rungs } = header;
  const file = new ResultsFile(path, header, code);
  try {
    const { host, decider, processes } = await openTrials(setup, runner, tell);
    tell({ started: { pid: process.pid, processes, code } });
    const coordinator = new Coordinator({ host, decider, rungs, file, code, tell });
    const close = async () => {
      await host.close();
      file.close();
    };
    return { coordinator, close };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Processes of this machine, or workers on many, whose packages are loaded where they are asked for only. */
async function openTrials(setup: Setup, runner: Code, tell: (message: FromCoordinator) => void): Promise<OpenTrials> {
  const { header, processes = defaultThreads(), redis } = setup;
  if (redis === undefined) {
    return { host: new Pool({ file: runner.file, processes }), decider: decider(header.rungs), processes };
  }
  const { trialsInRedis } = await import("./redis-trials");
  return trialsInRedis(header, redis, runner.code, (notice) => tell({ notice }));
}
