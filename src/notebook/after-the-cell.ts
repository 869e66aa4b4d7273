/**
 * Runs `work` when the code that runs now has ended, by itself or by Stop. Training is synchronous, so it is over then.
 * A message starts `work`, because timers and promises of a stopped cell do not run any more.
 */
export function afterTheCell(work: () => void): void {
  const { port1, port2 } = new MessageChannel();
  Object.assign(port1, {
    onmessage: () => {
      port1.close();
      work();
    },
  });
  port2.postMessage(0);
}
