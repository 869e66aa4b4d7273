import { afterAll, afterEach, beforeAll } from "vitest";
import { allowed } from "../slack.mjs";
import { type Lab, type LabFolder, openLab } from "./lab";

/**
 * One JupyterLab for all tests of a suite, and a new one after a test that failed, which may have left a cell paused or
 * a menu open.
 *
 * @param prepare  what to do in it first
 */
export function useLab(
  cells: readonly string[] | string,
  { prepare, ...options }: LabFolder & { readonly prepare?: (lab: Lab) => Promise<void> } = {},
): Lab {
  let lab: Lab | undefined;
  const start = async () => {
    lab = await openLab(cells, options);
    await prepare?.(lab);
  };
  const stop = () => lab?.close();
  beforeAll(start, allowed(120_000));
  afterAll(stop);
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    await stop();
    await start();
  }, allowed(120_000));
  return new Proxy({} as Lab, { get: (_none, name) => Reflect.get(lab as Lab, name) });
}
