import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { KernelClient, plainTslab } from "./client";

/**
 * One kernel for all tests of a file; plain tslab, of which many tests leave a wreck, is started for each.
 *
 * @param prepare  a cell to run first
 */
export function useKernel(prepare = "0"): KernelClient {
  let kernel: KernelClient;
  const start = async () => {
    kernel = await KernelClient.start();
    await kernel.run(prepare);
  };
  const stop = () => kernel.stop();
  if (plainTslab) {
    beforeEach(start);
    afterEach(stop);
  } else {
    beforeAll(start);
    afterAll(stop);
  }
  return new Proxy({} as KernelClient, {
    get: (_none, name) => {
      const value = Reflect.get(kernel, name);
      return typeof value === "function" ? value.bind(kernel) : value;
    },
  });
}
