import { startTeam, type Team, type TeamOptions } from "./workers";

/** Milliseconds of work before other threads are started, which takes about as long. The bits do not depend on it. */
const worthATeam = 5;

/** A team that starts once it is of use: a run of a few images ends before other threads have started. */
export class LateTeam {
  readonly #options: TeamOptions;
  #team: Team | undefined;
  /** How long this thread has computed alone. */
  #milliseconds = 0;

  constructor(options: TeamOptions) {
    this.#options = options;
  }

  /** The team; undefined where this thread does as well alone. */
  get(): Team | undefined {
    if (this.#options.threads === 1 || this.#milliseconds < worthATeam) return undefined;
    this.#team ??= startTeam(this.#options);
    return this.#team;
  }

  /** Does some work on this thread. */
  alone(work: () => void): void {
    const started = performance.now();
    work();
    this.#milliseconds += performance.now() - started;
  }

  dispose(): void {
    this.#team?.dispose();
    this.#team = undefined;
  }
}
