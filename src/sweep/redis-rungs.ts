import type { Redis } from "ioredis";
import { sweepKeys, type TrialJob, week } from "./redis-jobs";
import { type Decider, isAmongBest, isRung } from "./rungs";

/** Forgets the losses of earlier: those that count are told anew, from the file of results. */
export async function forgetRungs(redis: Redis, { sweep, code, halving }: Omit<TrialJob, "trial">): Promise<void> {
  if (!halving) return;
  const keys: string[] = [];
  const { factor, from } = halving;
  for (let epoch = from; epoch <= mostEpochs; epoch *= factor) keys.push(sweepKeys(sweep, code).rung(epoch));
  await redis.del(keys);
}

/** That a trial may have. */
const mostEpochs = 10_000;

/** Losses beyond what a sorted set can hold: a trial that diverged comes last. */
const score = (loss: number): number | string => (Number.isFinite(loss) ? loss : "+inf");

/**
 * Halving for many machines: each rung is a sorted set of losses in Redis. It decides as `decider` does in memory, for
 * the same order of arrival; of equal losses the smaller id is the better one there, too.
 */
export function redisDecider(
  redis: Redis,
  { sweep, code, halving }: Omit<TrialJob, "trial">,
): { goesOn(...told: Parameters<Decider["goesOn"]>): Promise<boolean> } {
  const keys = sweepKeys(sweep, code);
  return {
    async goesOn(id, epoch, loss) {
      if (!halving || !isRung(epoch, halving)) return true;
      const rung = keys.rung(epoch);
      const answers = await redis
        .multi()
        .zadd(rung, score(loss), id)
        .zcard(rung)
        .zrank(rung, id)
        .expire(rung, week)
        .exec();
      const [count, rank] = [1, 2].map((k) => answers?.[k]);
      if (!count || !rank || count[0] || rank[0]) throw count?.[0] ?? rank?.[0] ?? new Error("redis: no answer");
      return isAmongBest(Number(rank[1]), Number(count[1]), halving);
    },
  };
}
