// npm run bench -- several [--rounds 9] [--only "article"]: networks trained one after the other, and at the same time
import { parseFlags, wholeNumber } from "../scripts/flags.mjs";
import { type Dataset, loadMnist, type Network, type TrainAllOptions, train, trainAll } from "../src/index";
import { median } from "./contender";
import { articleNetwork, widerNetworks } from "./networks";

interface Job {
  readonly title: string;
  readonly networks: readonly Network[];
  readonly images: number;
  readonly options: TrainAllOptions;
}

/** @param words  what was typed behind `several` */
export function benchSeveral(words: readonly string[]): void {
  const options = { rounds: { type: "string", default: "9" }, only: { type: "string", default: "" } } as const;
  const { rounds, only } = parseFlags('--rounds 9, --only "article"', options, { words }).values;
  const turns = wholeNumber("--rounds", rounds);
  const { train: dataset } = loadMnist();
  const lines = jobs()
    .filter(({ title }) => title.startsWith(only))
    .map((job) => rowOf(job, dataset, turns));
  const head = ["| microseconds an image | one after the other | at the same time | ratio |", "|---|---:|---:|---:|"];
  process.stdout.write(`${[...head, ...lines].join("\n")}\n`);
}

function jobs(): Job[] {
  const times = (count: number, network: () => Network) => Array.from({ length: count }, () => network());
  const conv8conv16 = widerNetworks["conv 8 - conv 16"];
  const recipe = widerNetworks["notebook 5's recipe"];
  const eights = { batchSize: 8, learningRate: 0.01 };
  return [
    { title: "article, batch 1, ten networks", networks: times(10, articleNetwork), images: 6000, options: {} },
    { title: "article, batch 1, three networks", networks: times(3, articleNetwork), images: 6000, options: {} },
    { title: "conv 8 - conv 16, batch 1, three networks", networks: times(3, conv8conv16), images: 2000, options: {} },
    {
      title: "notebook 5's recipe, batch 8, three networks",
      networks: times(3, recipe),
      images: 3200,
      options: eights,
    },
    {
      title: "notebook 5's recipe, batch 32, three networks",
      networks: times(3, recipe),
      images: 6400,
      options: { batchSize: 32, learningRate: 0.01 },
    },
  ];
}

/** Both ways in turns, so that whatever else the machine does meets them alike. */
function rowOf({ title, networks, images, options }: Job, dataset: Dataset, rounds: number): string {
  const data = dataset.take(images);
  const ways = [
    () => networks.map((network) => train(network, data, options)),
    () => trainAll(networks, data, options),
  ];
  const times: number[][] = ways.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, way] of ways.entries()) {
      const started = performance.now();
      way();
      times[k].push((1000 * (performance.now() - started)) / images / networks.length);
    }
  }
  const [alone, together] = times.map(median);
  return `| ${title} | ${alone.toFixed(1)} | ${together.toFixed(1)} | ${(together / alone).toFixed(2)} |`;
}
