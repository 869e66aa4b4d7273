// The bench starts this file: a worker host whose trials compute nothing. At SIGTERM it tells what it took.
//   sweep-redis-worker.ts redis://127.0.0.1:6379 8 0    address, processes, milliseconds an epoch
import { Pool } from "../src/sweep/pool";
import { connect, connectionFrom } from "../src/sweep/redis-connection";
import { startWorker } from "../src/sweep/redis-worker";
import { benchCode, trivialRunner } from "./trivial-runner";

/** What a worker host took, without the processes that run its trials. */
export interface WorkerMeasured {
  readonly done: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

async function main(): Promise<void> {
  const [, , url = "", processes = "8", milliseconds = "0"] = process.argv;
  const redis = await connect(connectionFrom(url));
  const host = new Pool({ file: trivialRunner(Number(milliseconds)), processes: Number(processes) });
  const worker = startWorker({ redis, code: benchCode, host, processes: Number(processes) });
  const before = process.cpuUsage();
  process.once("SIGTERM", async () => {
    await worker.finish();
    const { user, system } = process.cpuUsage(before);
    const measured: WorkerMeasured = {
      done: worker.done,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    };
    await host.close();
    process.stdout.write(JSON.stringify(measured), () => process.exit(0));
  });
}

void main();
