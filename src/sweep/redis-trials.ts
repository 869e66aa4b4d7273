import type { SweepHeader } from "./messages";
import { connect, connectionFrom, settingsAtRisk } from "./redis-connection";
import { RedisHost } from "./redis-host";
import { redisDecider } from "./redis-rungs";
import type { OpenTrials } from "./trial-host";

/**
 * Trials that workers on many machines run.
 *
 * @param address  of the Redis
 * @param notice   told what keeps trials waiting, and what may cost some
 * @throws {Error} if there is no Redis, it does not let us in, or a sweep of this name runs there
 */
export async function trialsInRedis(
  { name: sweep, rungs: halving }: SweepHeader,
  address: string,
  code: string,
  notice: (line: string) => void,
): Promise<OpenTrials> {
  const redis = await connect(connectionFrom(address), { onProblem: notice });
  for (const risk of await settingsAtRisk(redis)) notice(`redis: ${risk}`);
  const host = await RedisHost.open({ redis, code, sweep, halving, notice });
  const inRedis = redisDecider(redis, { sweep, code, halving });
  return {
    host,
    processes: host.workers.processes,
    // Workers decide. What is told here are results of earlier: nobody waits for an answer.
    decider: { goesOn: async (...told) => inRedis.goesOn(...told).catch(() => true) },
  };
}
