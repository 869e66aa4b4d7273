import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dataset, Network } from "../src/index";
import type { Contender } from "./contender";
import { layersAsJson } from "./networks";
import { engine, readableLayers } from "./own-contenders";
import { type Peer, startPyTorch } from "./peer";

/** A network with everything that can run it, on one thread and on all. */
export interface Subject {
  readonly network: () => Network;
  readonly dataset: Dataset;
  readonly layers: Contender;
  readonly engines: readonly Contender[];
  readonly pyTorch: readonly Peer[];
  dispose(): void;
}

/**
 * @param name    of a file for the peers
 * @param folder  where the peers find the data set
 */
export async function subject(
  name: string,
  network: () => Network,
  dataset: Dataset,
  { folder = "data/mnist", cores }: { folder?: string; cores: number },
): Promise<Subject> {
  const weights = join(".local", "bench", `${name}.layers.json`);
  writeFileSync(weights, layersAsJson(network()));
  const threads = cores > 1 ? [1, cores] : [1];
  const started = threads.flatMap((count) => startPyTorch(count, { folder, weights }));
  const pyTorch = (await Promise.all(started)).filter((peer): peer is Peer => peer !== undefined);
  const layers = readableLayers(dataset, network);
  const engines = threads.map((count) => engine(dataset, network, count));
  return {
    network,
    dataset,
    layers,
    engines,
    pyTorch,
    dispose: () => {
      for (const contender of [layers, ...engines, ...pyTorch]) contender.dispose();
    },
  };
}

/** Stores images and labels as two IDX files, where the peers read them. @returns the folder */
export function storeForPeers(name: string, dataset: Dataset): string {
  const folder = join(".local", "bench", name);
  mkdirSync(folder, { recursive: true });
  const store = (file: string, shape: readonly number[], values: Uint8Array) => {
    const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
    header.setUint32(0, 0x800 + shape.length);
    for (const [axis, size] of shape.entries()) header.setUint32(4 + 4 * axis, size);
    writeFileSync(join(folder, file), Buffer.concat([new Uint8Array(header.buffer), values]));
  };
  const labels = Uint8Array.from({ length: dataset.length }, (_, i) => dataset.label(i));
  const shape = [dataset.length, ...dataset.imageShape];
  store(`train-images-idx${shape.length}-ubyte`, shape, dataset.bytes);
  store("train-labels-idx1-ubyte", [labels.length], labels);
  return folder;
}
