import type { Asked, FromCoordinator, Outcome } from "./messages";
import type { ResultsFile } from "./results-file";
import type { TrialResult } from "./run-trial";
import { type Decider, type Rungs, rungFrom } from "./rungs";
import { AbortError, type TrialHost } from "./trial-host";

/** What a coordinator works with. */
export interface CoordinatorParts {
  readonly host: TrialHost;
  readonly decider: Decider;
  readonly rungs?: Rungs | undefined;
  readonly file: ResultsFile;
  readonly code: string;
  readonly tell: (message: FromCoordinator) => void;
}

/** At least so many trials are handed over at a time, so that short ones do not wait for the next message. */
const leastAsked = 256;
/** Milliseconds between two messages about epochs. */
const epochsInterval = 200;

/**
 * Brings trials to a host and their results to the file. It holds no more of them than are of use, and asks whoever has
 * the rest: 100,000 trials take no more memory than a thousand.
 */
export class Coordinator {
  private open = 0;
  private epochs = 0;
  private ended = false;
  private asking = false;
  private settle: () => void = () => {};
  private readonly timer: ReturnType<typeof setInterval>;
  /** Settled when every trial has ended. */
  readonly done = new Promise<void>((resolve) => {
    this.settle = resolve;
  });

  constructor(private readonly parts: CoordinatorParts) {
    let told = 0;
    this.timer = setInterval(() => {
      if (this.epochs > told) parts.tell({ epochs: this.epochs });
      told = this.epochs;
    }, epochsInterval);
    this.ask();
  }

  /** Takes trials that it had asked for. One that is known already ends at once. */
  take(asked: readonly Asked[]): void {
    this.asking = false;
    for (const one of asked) {
      const result = this.parts.file.resultOf(one.id);
      if (result) this.takeKnown(one.id, result);
      else void this.run(one);
    }
    this.ask();
  }

  /** There are no more trials than those that it has. */
  end(): void {
    this.ended = true;
    this.finish();
  }

  /** It grows where more machines come. */
  private get most(): number {
    return Math.max(leastAsked, this.parts.host.capacity);
  }

  private ask(): void {
    if (this.ended || this.asking || this.open > this.most / 2) return;
    this.asking = true;
    this.parts.tell({ want: this.most - this.open });
  }

  /** What was known counts at the rungs, so that a sweep that goes on decides like one that never stopped. */
  private takeKnown(id: string, result: TrialResult): void {
    for (const { epoch, loss } of result.epochs) void this.parts.decider.goesOn(id, epoch, loss);
    this.countDiverged(id, result);
    this.parts.tell({ ended: { id, result, known: true } });
  }

  private countDiverged(id: string, { diverged, epochs }: TrialResult): void {
    const { rungs, decider } = this.parts;
    if (diverged && rungs) void decider.goesOn(id, rungFrom(epochs.length + 1, rungs), Infinity);
  }

  private async run(asked: Asked): Promise<void> {
    const { id } = asked;
    this.open++;
    const outcome = await this.outcomeOf(asked);
    this.open--;
    if (outcome) {
      this.parts.file.append(outcome);
      if (outcome.result) this.countDiverged(id, outcome.result);
      const { result, error } = outcome;
      this.parts.tell({ ended: { id, ...(result && { result }), ...(error !== undefined && { error }) } });
    }
    this.ask();
    this.finish();
  }

  /** Undefined where somebody ended the trial: then it has no outcome. */
  private async outcomeOf(asked: Asked): Promise<Outcome | undefined> {
    const { host, decider, code, rungs } = this.parts;
    try {
      const result = await host.run(asked.id, asked.trial, ({ epoch, loss }) => {
        this.epochs++;
        return decider.goesOn(asked.id, epoch, loss);
      });
      return { ...asked, code, ...(result.stopped && rungs && { rungs }), result };
    } catch (error) {
      if (error instanceof AbortError) return undefined;
      return { ...asked, code, error: (error as Error).message };
    }
  }

  private finish(): void {
    if (!this.ended || this.open > 0) return;
    clearInterval(this.timer);
    this.settle();
  }
}
