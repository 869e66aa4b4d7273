import { onlyOptions, wholeNumber } from "../errors";
import { at, label } from "../figures/drawing";
import { grouped, round } from "../figures/numbers";
import { svgDocument } from "../figures/svg";
import { meanOf } from "../statistics";
import { Panel } from "./panel";
import { accuracyShapes, bestRate, hasDiverged, partsOfRun, type RateTry, rateChart, ratesOf } from "./rate-tries";
import { markupOf } from "./shape";

/** A run at a learning rate. */
export interface TriedRate {
  readonly rate: number;
  /** Of each step, in nats: all that there are, where it diverged. */
  readonly losses: ArrayLike<number>;
  /** The share of right answers afterwards, 0 to 1; left out where the run diverged. */
  readonly accuracy?: number;
}

const mostTries = 120;

/**
 * Runs at several learning rates: how often each is right in the end, and the loss on the way, rate by rate.
 *
 * @param tries    several to a rate where they differ in their seeds; those that diverged, too
 * @param options  steps: of a run that does not diverge (as many as the longest has)
 * @throws {RangeError} if there are none or more than 120, a rate is not positive, a run has no step or more than
 *                      steps, steps are no whole number, a loss is no number from 0, or an accuracy is beyond 0 to 1
 */
export function learningRate(tries: readonly TriedRate[], options: { steps?: number } = {}): Panel {
  onlyOptions("learningRate", options, { steps: true });
  if (options.steps !== undefined) wholeNumber("learningRate: steps", options.steps);
  if (tries.length < 1 || tries.length > mostTries)
    throw new RangeError(`learningRate: expected 1 to ${mostTries} runs, got ${tries.length}`);
  const { steps = Math.max(...tries.map(({ losses }) => losses.length)) } = options;
  const drawn = tries.map((one) => triedOf(one, steps));
  const data = {
    panel: "learning-rate",
    steps,
    rates: drawn.map(({ rate }) => rate),
    right: drawn.map(({ right }) => right),
    done: drawn.map(({ done }) => done),
    losses: drawn.flatMap(({ losses }) => losses),
  };
  const words = wordsOf(drawn, steps);
  const [width, height] = rateChart;
  const title = label(0, 14, `right answers after ${grouped(steps)} steps, over the learning rate`);
  const still = svgDocument(
    width,
    height + 44,
    words,
    title +
      at(0, 24, markupOf(accuracyShapes(drawn))) +
      label(0, height + 38, "✕: the run diverged", { "font-size": 12 }),
  );
  return new Panel(data, still, words);
}

function triedOf({ rate, losses, accuracy }: TriedRate, steps: number): RateTry {
  const all = Array.from(losses);
  if (!(rate > 0 && rate < Infinity))
    throw new RangeError(`learningRate: a rate must be a positive number, got ${rate}`);
  if (all.length < 1 || all.length > steps)
    throw new RangeError(`learningRate: a run must have 1 to ${steps} losses, got ${all.length}`);
  const wrong = all.find((loss) => !(loss >= 0 && loss < Infinity));
  if (wrong !== undefined) throw new RangeError(`learningRate: losses must be numbers from 0, got ${wrong}`);
  if (accuracy !== undefined && !(accuracy >= 0 && accuracy <= 1))
    throw new RangeError(`learningRate: an accuracy must be from 0 to 1, got ${accuracy}`);
  const part = steps / partsOfRun;
  const means = Array.from({ length: Math.ceil(all.length / part) }, (_, k) => {
    const [from, to] = [Math.floor(k * part), Math.max(Math.floor(k * part) + 1, Math.floor((k + 1) * part))];
    return round(Math.max(1e-6, meanOf(all.slice(from, to))));
  });
  return {
    rate,
    right: accuracy === undefined ? -1 : Number((100 * accuracy).toFixed(1)),
    done: all.length,
    losses: means,
  };
}

function wordsOf(tries: readonly RateTry[], steps: number): string {
  const told = ratesOf(tries).map((rate) => {
    const own = tries.filter((one) => one.rate === rate);
    const lost = own.filter(hasDiverged).map(({ done }) => done);
    const kept = own.filter((one) => !hasDiverged(one)).map(({ right }) => right.toFixed(1));
    const parts = [
      kept.length > 0 && `${kept.join(", ")} %`,
      lost.length > 0 && `diverged after ${lost.join(", ")} steps`,
    ];
    return `${rate}: ${parts.filter(Boolean).join("; ")}`;
  });
  const best = bestRate(tries);
  const highest = best === undefined ? "" : ` The highest mean is that of ${best}.`;
  return `Right answers after ${grouped(steps)} steps, by learning rate. ${told.join(". ")}.${highest}`;
}
