import { queueName } from "./redis-jobs";

/** Who takes trials, as the names of Redis' connections tell. */
export interface FoundWorkers {
  /** Of this code: processes that run trials, and the machines that they are on. */
  readonly processes: number;
  readonly machines: number;
  /** Workers of other code: "aaaaaaaaaaaa on node7". */
  readonly others: readonly string[];
}

/** @param list  what Redis answers to CLIENT LIST */
export function workersIn(list: string, code: string): FoundWorkers {
  const found = list.split("\n").flatMap((line) => {
    const name = / name=(\S*)/.exec(line)?.[1] ?? "";
    // BullMQ names a worker's connection prefix:base64(queue):w:name, the name being host:pid:processes here.
    const [, queue, host, processes] = /^\{cnn\}:([A-Za-z0-9+/=]+):w:(.*):\d+:(\d+)$/.exec(name) ?? [];
    return queue ? [{ queue: Buffer.from(queue, "base64").toString(), host, processes: Number(processes) }] : [];
  });
  const own = found.filter(({ queue }) => queue === queueName(code));
  const others = found.filter(({ queue }) => queue !== queueName(code) && queue.startsWith(queueName("")));
  return {
    processes: own.reduce((sum, { processes }) => sum + processes, 0),
    machines: new Set(own.map(({ host }) => host)).size,
    others: [...new Set(others.map(({ queue, host }) => `${queue.slice(queueName("").length)} on ${host}`))],
  };
}

/** Says why trials wait. */
export function wordsOn({ others }: FoundWorkers, code: string): string {
  if (others.length === 0) return `no worker runs this code (${code}): npm run worker -- --redis …`;
  return (
    `no worker runs this code (${code}); there is ${others.slice(0, 3).join(", ")}: bring it to the same commit, and ` +
    "start npm run worker again"
  );
}
