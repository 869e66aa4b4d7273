/** The words of the control block, 32 bits each. This folder reads them, and src/engine/memory writes them. */
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
  /** Addresses, from here on: what memory/layout.ts lays out. */
  Parameters = 20,
  /** The optimizer's running means of gradients and of their squares; 0 where it has none. */
  Velocity = 21,
  Squares = 22,
  Gradients = 23,
  Results = 24,
  Labels = 25,
  /** A seed for each image of the batch, by which dropout draws. */
  Seeds = 26,
  /** A move for each image of the batch: see `moveImage`. The address is 0 if images are not moved. */
  Moves = 27,
  Bytes = 28,
  Workspace = 29,
  /** Brings up to date what follows from the parameters. */
  DeriveProgram = 30,
  TrainProgram = 31,
  PredictProgram = 32,
  /** Adam's eight numbers, float32: see `adam`. */
  Adam = 33,
  Size = 41,
}

/** The size of one image's move: see `moveImage`. */
export const moveBytes = 20;
