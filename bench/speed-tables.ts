import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dataset, Network } from "../src/index";
import { type Contender, type Entry, interleave, turnSeconds } from "./contender";
import type { Asked } from "./flags";
import { articleNetwork, operations, tensorsByName, weightsAsJson } from "./networks";
import { type Peer, startPeer } from "./peer";
import type { Table } from "./report";
import { type Subject, subject } from "./subjects";
import { verify } from "./verify";

/** Verifies the contenders of each network, then times them in turns. Its fields hold what it found. */
export class SpeedTables {
  /** The largest difference of losses, by network and batch, then by contender. */
  readonly verified: Record<string, Record<string, number>> = {};
  /** The tables by their titles. */
  readonly tables: Record<string, Table> = {};
  /** The versions of the peers that took part. */
  readonly versions = new Set<string>();

  /**
   * @param reached  how many operations a second, in units of 10^9, one core does in registers just now
   * @param folder   where files for the peers are written
   */
  constructor(
    private readonly asked: Pick<Asked, "only" | "rounds" | "smoke">,
    private readonly cores: number,
    private readonly reached: () => number,
    private readonly folder: string,
  ) {}

  /** Whether a table of that title, or some table of a title that begins so, is wanted. */
  chosen(title: string): boolean {
    const { only } = this.asked;
    return title.startsWith(only) || only.startsWith(title);
  }

  /** The article's network, beside every peer that is installed. */
  async timeArticle(images: Dataset): Promise<void> {
    if (!this.chosen("article")) return;
    say("starting the peers that are installed");
    const weights = join(this.folder, "article.json");
    writeFileSync(weights, weightsAsJson(tensorsByName(articleNetwork())));
    const [numpy, jax, tfjs] = await Promise.all([
      startPeer("the article's NumPy", "article_numpy.py", { weights }),
      startPeer("JAX", "jax_peer.py", { weights }),
      startPeer("TensorFlow.js, CPU", "tfjs.mjs", { weights }),
    ]);
    const article = await subject("article", articleNetwork, images, { cores: this.cores });
    const { layers, engines, pyTorch } = article;
    const quick = present([...engines, ...pyTorch, jax]);
    this.noteVersions([...pyTorch, ...present([numpy, jax, tfjs])]);
    await this.verify("batch 1", present([layers, numpy, ...engines, ...pyTorch, jax, tfjs]), 1, 50);
    await this.verify("batch 32", [layers, ...quick], 32, 10);
    const [alone] = engines;
    const single = pyTorch.filter(({ name }) => name.startsWith("PyTorch, 1 thread"));
    const slow = present([tfjs, numpy]);
    const all = present([alone, layers, ...pyTorch, jax, ...slow]);
    await this.time("article, training, batch 1", "train", 1, article, all);
    await this.time("article, training, batch 32", "train", 32, article, quick);
    await this.time("article, training, batch 256", "train", 256, article, quick);
    await this.time("article, inference, batches of 256", "predict", 256, article, quick);
    await this.time("article, inference, one by one", "predict", 1, article, [alone, layers, ...single, ...slow]);
    article.dispose();
    for (const peer of present([numpy, jax, tfjs])) peer.dispose();
  }

  /** Another network, beside PyTorch. @param folder  where the peers find the data set, if it is not MNIST */
  async timeWider(name: string, network: () => Network, dataset: Dataset, folder?: string): Promise<void> {
    if (!this.chosen(name)) return;
    const file = name.replaceAll(/[^a-z0-9]+/gi, "-");
    const wider = await subject(file, network, dataset, { cores: this.cores, ...(folder && { folder }) });
    this.noteVersions(wider.pyTorch);
    const contenders = [...wider.engines, ...wider.pyTorch];
    await this.verify(`${name}, batch 32`, [wider.layers, ...contenders], this.asked.smoke ? 2 : 32, 3);
    await this.time(`${name}, training, batch 32`, "train", 32, wider, contenders);
    await this.time(`${name}, inference, batches of 256`, "predict", 256, wider, contenders);
    wider.dispose();
  }

  private noteVersions(peers: readonly Peer[]): void {
    for (const { versions } of peers) this.versions.add(versions);
  }

  private async verify(title: string, contenders: readonly Contender[], batch: number, steps: number): Promise<void> {
    say(`verifying: ${title}`);
    this.verified[title] = await verify(contenders, batch, this.asked.smoke ? Math.min(steps, 2) : steps);
  }

  private async time(
    title: string,
    job: Entry["job"],
    batch: number,
    { network, dataset }: Subject,
    contenders: readonly Contender[],
  ): Promise<void> {
    if (!this.chosen(title)) return;
    say(`timing: ${title}`);
    const { rounds, smoke } = this.asked;
    const entries = contenders.map((contender) => ({ contender, job, batch }));
    this.tables[title] = {
      timings: await interleave(entries, rounds, smoke ? 0 : turnSeconds),
      operations: operations(network(), dataset.imageShape, job),
      ceiling: Math.max(...Array.from({ length: 20 }, this.reached)),
    };
  }
}

function present<T>(peers: readonly (T | undefined)[]): T[] {
  return peers.filter((peer): peer is T & {} => peer !== undefined);
}

/** One line on stderr about what the bench is at. */
export function say(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}
