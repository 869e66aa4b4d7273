import { isPage } from "../is-page";
import type { Ended, FromCoordinator, Setup } from "./messages";
import type { Plan } from "./plan";
import { Study } from "./study";
import { type PageOfSweep, trialsInProcess } from "./trials-in-process";
import { trialsInProcesses } from "./trials-in-processes";

/**
 * Runs the trials of a plan: in processes of this machine, or, in a page, in this one.
 *
 * @param hear  called with each message, as it comes
 * @param page  what a page has to be told
 * @throws {Error} if the trials cannot be run, or every one of them failed
 */
export async function runPlan(
  plan: Plan,
  setup: Setup,
  hear: (message: FromCoordinator) => void,
  page: PageOfSweep = { code: () => "page", whenStopped: () => {} },
): Promise<Study> {
  const ended = new Map<string, Ended>();
  const each = [...new Map(plan.asked.map((asked) => [asked.id, asked])).values()]; // each trial once
  const listen = (message: FromCoordinator) => {
    if ("ended" in message) ended.set(message.ended.id, message.ended);
    hear(message);
  };
  if (isPage()) await trialsInProcess(setup, each, listen, page);
  else await trialsInProcesses(setup, each, listen);
  const study = new Study(plan.header, plan.asked, ended);
  const [failed] = study.failed;
  if (study.trials.length === 0 && failed) {
    throw new Error(`sweep: at least one of ${plan.asked.length} trials must have a result, got none: ${failed.error}`);
  }
  return study;
}
