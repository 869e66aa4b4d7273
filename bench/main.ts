// npm run bench [-- --json] [-- --install-peers] [-- --rounds 15]
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, type as system } from "node:os";
import { join } from "node:path";
import { loadMnist } from "../src/index";
import { type Contender, type Entry, interleave, type Timing } from "./contender";
import { evaluation, fresh, growth } from "./growth";
import { installPeers } from "./install-peers";
import { articleNetwork, deeperNetwork, tensorsByName, weightsAsJson } from "./networks";
import { engine, readableLayers } from "./ours";
import { type Peer, startPeer } from "./peer";
import { printReport, type Report } from "./report";
import { verify } from "./verify";

const parameters = process.argv.slice(2);
const asked = (name: string) => parameters.includes(name);
const rounds = asked("--rounds") ? Number(parameters[parameters.indexOf("--rounds") + 1]) : 15;
const cores = availableParallelism();

async function main(): Promise<void> {
  if (asked("--install-peers")) {
    installPeers();
    return;
  }
  const { train: images, test } = loadMnist();
  const folder = join(".local", "bench");
  mkdirSync(folder, { recursive: true });
  const weights = join(folder, "article.json");
  const deeperWeights = join(folder, "deeper.json");
  writeFileSync(weights, weightsAsJson(tensorsByName(articleNetwork())));
  writeFileSync(deeperWeights, weightsAsJson(tensorsByName(deeperNetwork())));

  say("starting the peers that are installed");
  const present = <T>(peers: (T | undefined)[]): NonNullable<T>[] =>
    peers.filter((peer): peer is NonNullable<T> => peer !== undefined);
  const [numpy, torch1, torch2, jax, tfjs, deepTorch1, deepTorch2] = await Promise.all([
    startPeer("the article's NumPy", "article_numpy.py", { weights }),
    startPeer("PyTorch, 1 thread", "pytorch.py", { weights }),
    startPeer("PyTorch, 2 threads", "pytorch.py", { weights, threads: 2 }),
    startPeer("JAX", "jax_peer.py", { weights }),
    startPeer("TensorFlow.js, CPU", "tfjs.mjs", { weights }),
    startPeer("PyTorch, 1 thread", "pytorch.py", { weights: deeperWeights }),
    startPeer("PyTorch, 2 threads", "pytorch.py", { weights: deeperWeights, threads: 2 }),
  ]);
  const layers = readableLayers(images, articleNetwork);
  const alone = engine(images, articleNetwork, 1);
  const all = cores > 1 ? engine(images, articleNetwork, cores) : undefined;
  const deepLayers = readableLayers(images, deeperNetwork);
  const deepAlone = engine(images, deeperNetwork, 1);
  const deepAll = cores > 1 ? engine(images, deeperNetwork, cores) : undefined;
  const quick = present<Contender>([alone, torch1, torch2, jax]);

  say("verifying");
  const verified = {
    "batch 1": await verify(present<Contender>([layers, numpy, ...quick, tfjs]), 1, 50),
    "batch 32": await verify(present<Contender>([layers, all, ...quick]), 32, 10),
    "deeper network, batch 32": await verify(
      present<Contender>([deepLayers, deepAlone, deepAll, deepTorch1, deepTorch2]),
      ...([32, 10] as const),
    ),
  };

  const time = (job: Entry["job"], batch: number, contenders: (Contender | undefined)[]) => {
    say(`timing: ${job}, batch ${batch}`);
    return interleave(
      present(contenders).map((contender) => ({ contender, job, batch })),
      rounds,
    );
  };
  const tables: Record<string, Timing[]> = {
    "training, batch 1": await time("train", 1, [alone, layers, ...quick.slice(1), tfjs, numpy]),
    "training, batch 32": await time("train", 32, [alone, all, torch1, torch2, jax]),
    "training, batch 256": await time("train", 256, [alone, all, torch1, torch2, jax]),
    "inference, batches of 256": await time("predict", 256, [alone, torch1, torch2, jax]),
    "inference, one by one": await time("predict", 1, [alone, layers, torch1, tfjs, numpy]),
    "deeper network, training, batch 32": await time("train", 32, [
      ...[deepAlone, deepAll, deepLayers, deepTorch1, deepTorch2],
    ]),
  };
  const peers = present<Peer>([numpy, torch1, torch2, jax, tfjs, deepTorch1, deepTorch2]);
  for (const contender of [layers, alone, all, deepAlone, deepAll, ...peers]) contender?.dispose();

  say("growth, memory, start");
  const report: Report = {
    machine: `${cpus()[0].model.trim()}, ${cores} cores, ${system()} ${release().split("-")[0]}`,
    versions: [`Node ${process.versions.node}`, ...new Set(peers.map(({ versions }) => versions))],
    rounds,
    verified,
    tables,
    growth: growth(images),
    fresh: fresh(),
    evaluationSeconds: evaluation(test),
  };
  if (asked("--json")) process.stdout.write(`${JSON.stringify(report, plain, 1)}\n`);
  else printReport(report);
}

/** Contenders by their names. */
function plain(key: string, value: unknown): unknown {
  return key === "contender" ? (value as Contender).name : value;
}

function say(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
