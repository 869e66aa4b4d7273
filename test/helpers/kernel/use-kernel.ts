import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { KernelClient, plainTslab, type StartOptions } from "./client";

/**
 * One kernel for all tests of a file, and a new one after a test that failed, which may have left it waiting for what
 * never comes. Plain tslab, of which many tests leave a wreck, is started for each.
 *
 * @param prepare  a cell to run first
 * @param options  asked for when it starts
 */
export function useKernel(prepare = "0", options = (): StartOptions => ({})): KernelClient {
  let kernel: KernelClient;
  const start = async () => {
    kernel = await KernelClient.start(options());
    await kernel.run(prepare);
  };
  const stop = () => kernel.stop();
  if (plainTslab) {
    beforeEach(start);
    afterEach(stop);
  } else {
    beforeAll(start);
    afterAll(stop);
    afterEach(async ({ task }) => {
      if (task.result?.state !== "fail") return;
      await stop();
      await start();
    });
  }
  return new Proxy({} as KernelClient, {
    get: (_none, name) => {
      const value = Reflect.get(kernel, name);
      return typeof value === "function" ? value.bind(kernel) : value;
    },
  });
}
