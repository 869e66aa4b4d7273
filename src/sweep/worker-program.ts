// What `npm run worker` starts: trials from Redis, run on this machine until somebody ends it.
import { setTimeout as sleep } from "node:timers/promises";
import { defaultThreads } from "../training/default-threads";
import { Pool } from "./pool";
import { connect, connectionFrom, settingsAtRisk } from "./redis-connection";
import { startWorker } from "./redis-worker";

/** What scripts/worker.mjs hands over. */
export interface WorkerProgram {
  readonly redis: string;
  readonly code: string;
  /** The bundled runner. */
  readonly file: string;
  /** The project's folder. */
  readonly root: string;
  /** Left out, as many as CNN_THREADS says, or the machine has cores. */
  readonly processes?: number | undefined;
  /** Seconds without a trial after which it ends. Default: never. */
  readonly untilIdle?: number | undefined;
  readonly log: (line: string) => void;
}

/**
 * Runs trials until SIGTERM or SIGINT, which is taken once as a wish to end when the running trials have, and twice as
 * an order, or until it was idle for long enough.
 *
 * @returns the exit code: 1 where trials were cut off
 */
export async function runWorker(program: WorkerProgram): Promise<number> {
  const { code, file, root, processes = defaultThreads(), untilIdle, log } = program;
  const address = connectionFrom(program.redis);
  const redis = await connect(address, { onProblem: repeated(log) });
  for (const risk of await settingsAtRisk(redis)) log(`warning: ${risk}`);
  const onDeath = (pid: number, how: string) => log(`process ${pid} died by ${how}: its trial is run again`);
  const pool = new Pool({ file, processes, cwd: root, onDeath });
  const worker = startWorker({ redis, code, host: pool, processes, log });
  log(`code ${code}, ${processes} at a time, trials from ${address.host}:${address.port}`);
  const ended = await end(worker, untilIdle, log);
  await pool.close();
  redis.disconnect();
  log(`ended after ${worker.done} trials`);
  return ended === "cut off" ? 1 : 0;
}

const sameWish = 1000; // milliseconds

/** Waits for the end: finished, or cut off. */
async function end(worker: ReturnType<typeof startWorker>, untilIdle: number | undefined, log: (line: string) => void) {
  let asked = 0;
  let last = Number.NEGATIVE_INFINITY;
  const cutOff = new Promise<"cut off">((resolve) => {
    const ask = () => {
      // A batch system tells every process of a group, npm among them, which tells this one once more.
      if (performance.now() - last < sameWish) return;
      last = performance.now();
      asked++;
      if (asked === 1) log(`ends when its ${worker.running} running trials have; once more ends it at once`);
      else resolve("cut off");
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, ask);
  });
  const wish = async () => {
    while (asked === 0 && !(untilIdle !== undefined && worker.idle > untilIdle * 1000)) await sleep(200);
    const finished = worker.finish();
    // Where nothing runs, a Redis that is away is not waited for.
    await (worker.running > 0 ? finished : Promise.race([finished, sleep(5000)]));
    return "finished" as const;
  };
  return Promise.race([cutOff, wish()]);
}

/** A log in which the same line does not come twice in a row, as while Redis is away. */
function repeated(log: (line: string) => void): (line: string) => void {
  let last = "";
  return (line) => {
    if (line !== last) log(line);
    last = line;
  };
}
