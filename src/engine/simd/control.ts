/**
 * The words of the control block, 32 bits each. This folder reads them, and src/engine/memory writes them. A network
 * whose steps are computed several at a time has a block for each, which differ in the images and in the optimizer's numbers.
 */
export enum Control {
  /** phase · 256 + the number of tasks claimed; even phases compute gradients, odd ones update the parameters. */
  Ticket = 0,
  /** Tasks of this phase that are done. */
  Done = 1,
  /** Workers that have ended: by an error, or because nothing came for a while. */
  Failed = 2,
  Retired = 3,
  /** Counts finished blocks of images, by whichever thread: a sign of life. */
  Pulse = 4,
  Chunks = 5,
  Block = 6,
  WorkspaceBytes = 7,
  GradientBytes = 8,
  ParameterCount = 9,
  ImageBytes = 10,
  /** The size of what a prediction gives for one image. */
  AnswerBytes = 11,
  /** One step's numbers: the images of its batch, then as float32 the rate, momentum and weight decay. */
  Images = 12,
  Rate = 13,
  Momentum = 14,
  Decay = 15,
  /** 1 where the step is Adam's, 0 where it is gradient descent's. */
  IsAdam = 16,
  /** 1 where a phase predicts. */
  Predicting = 17,
  /**
   * How many networks share a team's phases, and the address of a list of their control blocks; both 0 where a network
   * is alone. The first of the networks has them, and the team's words from Ticket to Retired.
   */
  Networks = 18,
  NetworksAt = 19,
  /**
   * Of networks that share a team: how many steps each takes in a phase, and the most that are one task; 0 where a task
   * is one chunk of a step.
   */
  Steps = 20,
  StepsInTask = 21,
  /** How many steps of this phase the network has taken. */
  Reached = 22,
  /** Addresses, from here on: what memory/layout.ts lays out. */
  Parameters = 23,
  /** The optimizer's running means of gradients and of their squares; 0 where it has none. */
  Velocity = 24,
  Squares = 25,
  Gradients = 26,
  Results = 27,
  Labels = 28,
  /** A seed for each image of the batch, by which dropout draws. */
  Seeds = 29,
  /** A move for each image of the batch: see `moveImage`. The address is 0 if images are not moved. */
  Moves = 30,
  Bytes = 31,
  Workspace = 32,
  /** Brings up to date what follows from the parameters. */
  DeriveProgram = 33,
  TrainProgram = 34,
  PredictProgram = 35,
  /** Adam's eight numbers, float32: see `adam`. */
  Adam = 36,
  Size = 44,
}

/** From one step's control block to the next one's: whole cache lines, with one that nobody writes between them. */
export const controlBytes = 256;

/** The size of one image's move: see `moveImage`. */
export const moveBytes = 20;
