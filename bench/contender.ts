/** A contender trains and predicts; it is verified first and then timed beside others. */
export interface Contender {
  readonly name: string;
  /** Losses of the first steps from the initial weights, in file order, at rate 0.005. */
  losses(batch: number, steps: number): Promise<number[]>;
  /** @returns seconds for so many images in batches */
  train(batch: number, images: number): Promise<number>;
  predict(batch: number, images: number): Promise<number>;
  dispose(): void;
}

/** A contender at a job: one row of a table. */
export interface Entry {
  readonly contender: Contender;
  readonly job: "train" | "predict";
  readonly batch: number;
}

/** How long a contender took in an entry of a table. */
export interface Timing extends Entry {
  /** Microseconds an image, the median over the rounds. */
  readonly median: number;
  readonly fastest: number;
  /** Microseconds an image of each round: rounds of one index ran side by side. */
  readonly rounds: readonly number[];
}

/** A turn this long outlasts the clock's and the scheduler's grain; turns this short see the same machine. */
export const turnSeconds = 0.06;

/** Times entries in turns, so that whatever else the machine does meets all of them alike. */
export async function interleave(entries: readonly Entry[], rounds: number, seconds = turnSeconds): Promise<Timing[]> {
  const turns: { entry: Entry; images: number; times: number[] }[] = [];
  for (const entry of entries) {
    turns.push({ entry, images: await imagesForATurn(entry, seconds), times: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { entry, images, times } of turns) {
      times.push(((await run(entry, images)) * 1e6) / images);
    }
  }
  return turns.map(({ entry, times }) => ({
    ...entry,
    median: median(times),
    fastest: Math.min(...times),
    rounds: times,
  }));
}

/** Warms up too. @param wanted  seconds of a turn */
async function imagesForATurn(entry: Entry, wanted: number): Promise<number> {
  for (let images = entry.batch; ; images *= 2) {
    const seconds = await run(entry, images);
    const next = images * 2 > 50_000;
    if (seconds >= wanted / 2 || next) {
      await run(entry, images); // compiled and warm for this size
      return images;
    }
  }
}

function run({ contender, job, batch }: Entry, images: number): Promise<number> {
  return job === "train" ? contender.train(batch, images) : contender.predict(batch, images);
}

/** @returns the median; of an even number of values, the mean of the two in the middle; NaN of none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many times as long `slow` took as `fast`: the median of the rounds' ratios. */
export function ratio(slow: Timing, fast: Timing): number {
  return median(slow.rounds.map((time, round) => time / fast.rounds[round]));
}
