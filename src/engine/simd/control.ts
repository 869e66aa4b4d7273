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
  /** Addresses, from here on: what memory/layout.ts lays out. */
  Parameters = 18,
  /** The optimizer's running means of gradients and of their squares; 0 where it has none. */
  Velocity = 19,
  Squares = 20,
  Gradients = 21,
  Results = 22,
  Labels = 23,
  /** A seed for each image of the batch, by which dropout draws. */
  Seeds = 24,
  /** A move for each image of the batch: see `moveImage`. The address is 0 if images are not moved. */
  Moves = 25,
  Bytes = 26,
  Workspace = 27,
  /** Brings up to date what follows from the parameters. */
  DeriveProgram = 28,
  TrainProgram = 29,
  PredictProgram = 30,
  /** Adam's eight numbers, float32: see `adam`. */
  Adam = 31,
  Size = 39,
}

/** The size of one image's move: see `moveImage`. */
export const moveBytes = 20;
