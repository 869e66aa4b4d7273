/** Where things stand in the control block, in 32-bit words; shared by the kernels and by what sets them up. */
export enum Field {
  /** phase · 256 + the number of tasks claimed; even phases compute gradients, odd ones update the parameters. */
  Ticket = 0,
  /** Tasks of this phase that are done. */
  Done = 1,
  /** Workers that have ended: by an error, or because nothing came for a while. */
  Failed = 2,
  Retired = 3,
  /** Counts finished blocks of images, by whichever thread: a sign of life. */
  Pulse = 4,
  Program = 8,
  Chunks = 9,
  Slices = 10,
  Block = 11,
  Workspace = 12,
  WorkspaceBytes = 13,
  Gradients = 14,
  GradientBytes = 15,
  Parameters = 16,
  Velocity = 17,
  ParameterCount = 18,
  Bytes = 19,
  ImageBytes = 20,
  Labels = 21,
  Results = 22,
  /** One for each image of the batch: what dropout draws by. */
  Seeds = 23,
  /** Of one step: images in the batch, then float32: rate, momentum, weight decay. */
  Images = 24,
  Rate = 25,
  Momentum = 26,
  Decay = 27,
  /** Where the optimizer is Adam, its running means of squares (`Velocity` are those of gradients); otherwise 0. */
  Squares = 28,
  /** 1 where the step is Adam's, 0 where it is gradient descent's. */
  IsAdam = 29,
  /** Adam's eight numbers, float32: see `adam`. */
  Adam = 32,
  Size = 48,
}
