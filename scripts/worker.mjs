// npm run worker -- --redis rediss://HOST [--processes N] [--until-idle SECONDS]: runs the trials of sweeps that wait in
// a Redis, on as many machines as it is started on. The password comes from REDIS_PASSWORD alone.
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { parseFlags, wholeNumber } from "./flags.mjs";
import { root, runIfStarted, SetupError } from "./project.mjs";
import { setup } from "./setup.mjs";
import { bundleProgram, bundleRunner, redisPackages } from "./sweep/bundle.mjs";

async function main() {
  const { values } = parseFlags("--redis ADDRESS, --processes N, --until-idle SECONDS", {
    redis: { type: "string" },
    processes: { type: "string" },
    "until-idle": { type: "string" },
  });
  const { redis, "until-idle": idle } = values;
  if (redis === undefined) throw new SetupError("worker: --redis must say where trials come from: rediss://HOST.");
  const processes = values.processes === undefined ? undefined : wholeNumber("--processes", values.processes);
  const untilIdle = idle === undefined ? undefined : wholeNumber("--until-idle", idle);
  await setup();
  const { code, file } = bundleRunner(root);
  const program = bundleProgram(root, "src/sweep/worker-program.ts", "worker", redisPackages);
  /** @type {typeof import("../src/sweep/worker-program")} */
  const { runWorker } = createRequire(import.meta.url)(program.file);
  const log = (/** @type {string} */ line) => console.log(`${new Date().toISOString()} ${hostname()} ${line}`);
  try {
    const status = await runWorker({ redis, code, file, root, processes, untilIdle, log });
    process.exit(status);
  } catch (error) {
    throw new SetupError(`worker: ${/** @type {Error} */ (error).message}`);
  }
}

await runIfStarted(import.meta.url, main);
