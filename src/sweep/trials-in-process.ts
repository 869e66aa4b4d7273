import { Coordinator } from "./coordinator";
import { inProcessHost } from "./in-process-host";
import type { Asked, FromCoordinator, Setup } from "./messages";
import { ResultsFile } from "./results-file";
import { decider } from "./rungs";

/** What a sweep in the browser edition has to be told. */
export interface PageOfSweep {
  /** Names what computes the trials: results of other code are not taken from the file. */
  readonly code: () => string;
  /** Has work done when the cell is stopped, of which nothing runs on then. */
  readonly whenStopped: (work: () => void) => void;
}

/**
 * Runs a sweep's trials in this process, one after the other: where there are no other processes, as in the browser
 * edition. Nothing waits for a stopped cell here: the trial that runs is the cell.
 *
 * @param page  what the kernel knows of its page
 */
export async function trialsInProcess(
  { header, file: path }: Setup,
  asked: readonly Asked[],
  hear: (message: FromCoordinator) => void,
  page: PageOfSweep,
): Promise<void> {
  const code = page.code();
  const file = new ResultsFile(path, header, code);
  page.whenStopped(() => file.close());
  const host = inProcessHost();
  const { rungs } = header;
  try {
    hear({ started: { pid: 0, processes: 1, code } });
    const queue = asked.values();
    const coordinator: Coordinator = new Coordinator({ host, decider: decider(rungs), rungs, file, code, tell: hear });
    coordinator.take([...queue]);
    coordinator.end();
    await coordinator.done;
    hear({ done: true });
  } finally {
    await host.close();
    file.close();
  }
}
