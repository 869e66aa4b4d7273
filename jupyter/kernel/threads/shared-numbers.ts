/** Numbers in memory that all threads see, because a busy main thread receives no messages. */
export enum Shared {
  /** How many interrupts were requested, and how many of them the main thread has seen. */
  InterruptsRequested,
  InterruptsSeen,
  /**
   * How many published messages the request thread has handled, and how many of their characters it has really sent.
   */
  MessagesHandled,
  CharactersSent,
  /** 1 when the main thread has run what cells registered for the process's end. */
  Closed,
  /** The number of the last file that the compiler made for running code. */
  FilesAnswered,
  /** The process that checks types. */
  CheckerProcess,
  /** The process that answers Tab. */
  LanguageServerProcess,
  /** 1 while the compiler finds out whether a console's code is complete. */
  LookingForCompleteness,
  /** The last cell that was stopped while it was compiled, by its serial number. */
  AbandonedCell,
  /** The last question of running code that has got its answer. */
  QuestionsAnswered,
  /** 1 while the debugger is on: new code is then held until its breakpoints are set. */
  Debugging,
  /** The number of the last code that was held and may run. */
  CodeReleased,
}

/** The size of the shared memory: 32 bits for each number of `Shared`. */
export const sharedBytes =
  Int32Array.BYTES_PER_ELEMENT * Object.values(Shared).filter((value) => typeof value === "number").length;
