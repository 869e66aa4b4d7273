/** Looks at a network while `train` changes its weights, which are up to date whenever it is called. */
export interface Observer {
  /**
   * Called before the first step.
   *
   * @param steps  of the whole run
   * @returns the steps after which it is called in any case
   */
  begin(steps: number): Iterable<number>;
  /**
   * The network has the weights of so many steps: of each that was asked for, about ten times a second, after each
   * epoch, and 0 where a run was given up and its weights were put back.
   */
  reached(step: number): void;
  /** Called once, when the run has ended by itself, was left, or failed. After Stop nothing is called any more. */
  end(): void;
}
