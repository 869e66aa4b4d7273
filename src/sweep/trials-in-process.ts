import { Coordinator } from "./coordinator";
import { inProcessHost } from "./in-process-host";
import type { Asked, FromCoordinator, Setup } from "./messages";
import { ResultsFile } from "./results-file";
import { decider } from "./rungs";

/**
 * Runs a sweep's trials in this process, one after the other: where there are no other processes, as in the browser
 * edition. Nothing waits for a stopped cell here: the trial that runs is the cell.
 *
 * @param code  names what computes: results of another one are not taken from the file
 */
export async function trialsInProcess(
  { header, file: path }: Setup,
  asked: readonly Asked[],
  hear: (message: FromCoordinator) => void,
  code: string,
): Promise<void> {
  const file = new ResultsFile(path, header, code);
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
