import { onlyOptions } from "../errors";

/** Trials are compared after epochs `from`, `from · factor`, `from · factor²`, …; the best 1/factor go on. */
export interface Halving {
  /** Of how many trials one goes on. Default 3. */
  readonly factor?: number;
  /** The epoch after which trials are compared first. Default 1. */
  readonly from?: number;
}

/** The same with its numbers. */
export type Rungs = Required<Halving>;

/**
 * @param place  who asks, for the message
 * @throws {RangeError} if factor is not a whole number from 2 to 100, or from not one from 1, or an option has another
 *                      name
 */
export function rungsFrom(halving: Halving, place = "sweep: halving"): Rungs {
  onlyOptions(place, halving, { factor: true, from: true });
  const { factor = 3, from = 1 } = halving;
  const whole = (name: string, value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    throw new RangeError(
      `${place}.${name} must be a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`,
    );
  };
  whole("factor", factor, 2, 100);
  whole("from", from, 1, 10_000);
  return { factor, from };
}

/** Whether trials are compared after this epoch, counted from 1. */
export function isRung(epoch: number, { factor, from }: Rungs): boolean {
  let rung = from;
  while (rung < epoch) rung *= factor;
  return rung === epoch;
}

/** The first epoch from this one on, itself included, after which trials are compared. */
export function rungFrom(epoch: number, { factor, from }: Rungs): number {
  let rung = from;
  while (rung < epoch) rung *= factor;
  return rung;
}

/** Whether the one that is `rank`-th best, from 0, of `count` trials that reached a rung so far goes on. */
export const isAmongBest = (rank: number, count: number, { factor }: Rungs): boolean =>
  rank < Math.max(1, Math.floor(count / factor));

/**
 * Asynchronous successive halving of the stopping kind: a trial that reaches a rung goes on if it is among the best
 * 1/factor of those that have reached it so far. Nothing is paused or resumed, so there is nothing to store but losses;
 * the first to arrive always goes on. In memory here, in Redis for many machines: both decide alike.
 *
 * @see Li et al., "A system for massively parallel hyperparameter tuning", 2020
 */
export interface Decider {
  /**
   * A trial has reached the end of an epoch. Told of the same epoch twice, as of a trial that is run again, it counts
   * once. Of equal losses the smaller id is the better one.
   *
   * @param loss  on the validation images; Infinity for a trial that diverged
   */
  goesOn(id: string, epoch: number, loss: number): boolean | Promise<boolean>;
}

/** Decides by what it was told; without halving every trial goes on. */
export function decider(rungs: Rungs | undefined): Decider {
  const reached = new Map<number, Map<string, number>>();
  return {
    goesOn(id, epoch, loss) {
      if (!rungs || !isRung(epoch, rungs)) return true;
      const rung = reached.get(epoch) ?? new Map<string, number>();
      reached.set(epoch, rung.set(id, loss));
      let rank = 0;
      for (const [other, others] of rung) if (others < loss || (others === loss && other < id)) rank++;
      return isAmongBest(rank, rung.size, rungs);
    },
  };
}
