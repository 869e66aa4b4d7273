/** One end of the way between two threads: Node's MessagePort or Worker, or what stands for them in a page. */
export interface Port {
  postMessage(message: unknown): void;
  // biome-ignore lint/suspicious/noExplicitAny: each way has messages of its own
  on(event: "message", heard: (message: any) => void): unknown;
}
