/** Work that is done before each picture on the screen, from `start` to `stop`. */
export interface FrameLoop {
  readonly isRunning: boolean;
  start(): void;
  stop(): void;
}

/** @param each  a frame's work, which may stop the loop */
export function frameLoop(each: () => void): FrameLoop {
  let isRunning = false;
  let pending = 0;
  const frame = () => {
    each();
    if (isRunning) next();
  };
  const next = () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(frame);
  };
  return {
    get isRunning() {
      return isRunning;
    },
    start() {
      isRunning = true;
      next();
    },
    stop() {
      isRunning = false;
      cancelAnimationFrame(pending);
    },
  };
}
