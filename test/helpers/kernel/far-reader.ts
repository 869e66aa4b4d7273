import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** A subscriber in a thread of its own. It does not decode what it reads, so it is faster than any kernel prints. */
export interface FarReader {
  /** What was read until now, in bytes. */
  bytes(): number;
  /** When the kernel has said so often that it is idle. */
  idle(times: number): Promise<void>;
  close(): Promise<void>;
}

const code = `
const { parentPort, workerData } = require("node:worker_threads");
const { Subscriber } = require("zeromq");
const socket = new Subscriber({ receiveHighWaterMark: workerData.reads ? 0 : 1 });
socket.connect(workerData.address);
socket.subscribe();
const closed = new Promise((done) => parentPort.once("message", done)).then(() => socket.close());
(async () => {
  for await (const frames of socket) {
    const content = frames.at(-1);
    const isStatus = content.length < 200 && content.includes("execution_state");
    parentPort.postMessage({ bytes: content.length, idle: isStatus && content.includes("idle") });
    if (!workerData.reads) await closed;
  }
})();
`;

/** @param reads  left out: as fast as it can; false: only the first message */
export async function farReader(address: string, reads = true): Promise<FarReader> {
  const worker = new Worker(code, { eval: true, workerData: { address, reads } });
  let bytes = 0;
  let idle = 0;
  let seen = () => {};
  worker.on("message", (message: { bytes: number; idle: boolean }) => {
    bytes += message.bytes;
    if (message.idle) idle++;
    seen();
  });
  await once(worker, "message"); // the kernel's welcome
  return {
    bytes: () => bytes,
    idle: (times) =>
      new Promise((done) => {
        seen = () => idle >= times && done();
        seen();
      }),
    close: async () => {
      worker.postMessage("close");
      await once(worker, "exit");
    },
  };
}
