// The processes that compile for the kernel do not belong to the cells. Each one leads its own process group, so that a
// signal to the processes of cells does not reach it.
import childProcess, { type ChildProcess } from "node:child_process";
import { basename } from "node:path";

/**
 * Makes every process that this thread starts the leader of a group; to be called before any is started.
 *
 * @param started  called with each process, its program's name and its arguments
 */
export function detachProcesses(started: (child: ChildProcess, name: string, argv: readonly string[]) => void): void {
  const { spawn } = childProcess;
  childProcess.spawn = ((command: string, ...rest: unknown[]) => {
    const options = rest.find((value) => typeof value === "object" && !Array.isArray(value)) ?? {};
    const argv = rest.filter((value) => value !== options);
    const child = Reflect.apply(spawn, childProcess, [command, ...argv, { ...options, detached: true }]);
    if (child.pid !== undefined) started(child, basename(command), argv.flat().map(String));
    return child;
  }) as typeof spawn;
}
