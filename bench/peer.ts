import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Contender } from "./contender";

/** Where `--install-peers` puts the peers. */
export const peersFolder = join(".local", "peers");
const python = join(peersFolder, "bin", "python");
const tfjsFolder = join(peersFolder, "node_modules", "@tensorflow", "tfjs");

/** How a peer, a library that is compared with ours, is started. */
export interface PeerOptions {
  /** The IDX files of the images. */
  readonly folder?: string;
  /** What the network is: see the scripts. */
  readonly weights: string;
  readonly threads?: number;
  /** PyTorch's memory layout. */
  readonly layout?: string;
}

/** A library of others that runs as a process of its own, with its version. */
export interface Peer extends Contender {
  readonly versions: string;
}

/** @returns undefined where the peer is not installed; why, is said on stderr */
export async function startPeer(
  name: string,
  script: string,
  { folder = "data/mnist", weights, threads = 1, layout = "" }: PeerOptions,
): Promise<Peer | undefined> {
  const isNode = script.endsWith(".mjs");
  if (!existsSync(isNode ? tfjsFolder : python)) return undefined;
  const file = join("bench", "peers", script);
  const modules = join(process.cwd(), peersFolder, "node_modules");
  const last = isNode ? [modules] : [String(threads), layout];
  const child = spawn(isNode ? process.execPath : python, [file, folder, weights, ...last], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const answers = lines(child);
  const first = (await answers.next()) as { versions: string } | undefined;
  if (!first) {
    process.stderr.write(`bench: ${name} does not start, so it is left out: ${answers.complaint()}\n`);
    return undefined;
  }
  const ask = async <T>(command: object): Promise<T> => {
    child.stdin?.write(`${JSON.stringify(command)}\n`);
    const answer = await answers.next();
    if (!answer) throw new Error(`bench: ${name} ended: ${answers.complaint()}`);
    return answer as T;
  };
  const timed = async (command: object) => (await ask<{ seconds: number }>(command)).seconds;
  return {
    name,
    versions: first.versions,
    losses: async (batch, steps) => (await ask<{ losses: number[] }>({ do: "losses", batch, steps })).losses,
    train: (batch, images) => timed({ do: "train", batch, images }),
    predict: (batch, images) => timed({ do: "predict", batch, images }),
    dispose: () => child.kill(),
  };
}

/**
 * PyTorch in both of its memory layouts, on so many threads: which one is faster depends on the network and the batch.
 */
export function startPyTorch(
  threads: number,
  network: Pick<PeerOptions, "folder" | "weights">,
): Promise<Peer | undefined>[] {
  const name = `PyTorch, ${threads} thread${threads > 1 ? "s" : ""}`;
  return ["contiguous", "channels_last"].map((layout) => {
    const shown = layout === "contiguous" ? name : `${name}, ${layout}`;
    return startPeer(shown, "pytorch.py", { ...network, threads, layout });
  });
}

/** The child's answers, one a line; undefined when it has ended. */
function lines(child: ChildProcess) {
  const waiting: ((line: object | undefined) => void)[] = [];
  const arrived: object[] = [];
  let ended = false;
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on("line", (line) => {
    const answer = JSON.parse(line) as object;
    const next = waiting.shift();
    if (next) next(answer);
    else arrived.push(answer);
  });
  reader.on("close", () => {
    ended = true;
    for (const next of waiting) next(undefined);
  });
  return {
    next: (): Promise<object | undefined> => {
      const answer = arrived.shift();
      if (answer || ended) return Promise.resolve(answer);
      return new Promise((resolve) => waiting.push(resolve));
    },
    complaint: () => stderr.trim().split("\n").slice(-1)[0],
  };
}
