// A thread of the engine's, in a page that is cross-origin isolated: as much of a worker thread of Node's as
// src/engine/memory/workers.ts asks for. Its whole life is the source that it is sent.
import type { ThreadStart } from "./messages";

globalThis.onmessage = ({ data: { source, workerData } }: MessageEvent<ThreadStart>) => {
  let atExit = () => {};
  const process = {
    on: (_exit: string, run: () => void) => {
      atExit = run;
    },
  };
  try {
    new Function("require", "process", source)(() => ({ workerData }), process);
  } finally {
    atExit();
    globalThis.close();
  }
};
