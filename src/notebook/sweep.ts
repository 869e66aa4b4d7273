import type { SweepOptions } from "../sweep/plan";
import type { Settings, Space } from "../sweep/space";
import type { Study } from "../sweep/study";
import { savedAt } from "../training/quick-runs";
import { codeFingerprint } from "./displays/code-fingerprint";
import { emittedFiles } from "./emitted-files";
import { liveSweep } from "./live-sweep";
import { offeredKernel } from "./notebook-kernel";

/**
 * Trains a network with many settings, and tells which did best on validation images.
 *
 *   const study = await sweep(
 *     { filters: choice(8, 16), rate: logUniform(0.001, 0.1) },
 *     {
 *       name: "first",
 *       trials: 20,
 *       network: ({ filters }) => [new Conv2D(filters), new ReLU(), new MaxPool2D(), new Softmax(10)],
 *       train: ({ rate }) => ({ epochs: 3, batchSize: 32, learningRate: rate }),
 *     },
 *   );
 *
 * Trials run in processes of their own, as many as there are cores, or with `redis` on many machines, and show how far
 * they have come below the cell. Each result is a line of data/sweeps/<name>.jsonl. After Stop the trials are gone
 * within seconds, and what was reached stays: the same call goes on from there.
 *
 * @throws {RangeError} if the space, an option, or what network or train return for some settings cannot be used:
 *                      nothing has run then
 * @throws {Error} if another process writes the file, or every trial failed
 */
export async function sweep<const S extends Space>(space: S, options: SweepOptions<S>): Promise<Study<Settings<S>>> {
  // What a sweep needs is loaded when one begins: the package that checks trials, and Node's processes.
  const { planSweep } = await import("../sweep/plan");
  const { runPlan } = await import("../sweep/run-plan");
  const plan = planSweep(space, options);
  const file = savedAt(`data/sweeps/${options.name}.jsonl`);
  const { processes, redis } = options;
  const live = liveSweep(plan);
  const where = { ...(processes !== undefined && { processes }), ...(redis !== undefined && { redis }) };
  const setup = { header: plan.header, file, ...where };
  const page = { code: codeOfTrials, whenStopped: (work: () => void) => offeredKernel()?.whenStopped?.(work) };
  return (await runPlan(plan, setup, live, page)) as Study<Settings<S>>;
}

/** Names what computes a trial, so that a page that was reloaded goes on, and one with an edited layer begins anew. */
function codeOfTrials(): string {
  const files = emittedFiles("src/sweep/run-trial.ts");
  return `page${codeFingerprint(files.map(({ path, code }) => `${path}\n${code}`).join("\n"))}`;
}
