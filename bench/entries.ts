// npm run bench -- entries [--only "conv 8"]: where a step's time goes, by the entries of the compiled programs
import { parseFlags } from "../scripts/flags.mjs";
import type { Layout } from "../src/engine/memory/layout";
import type { Simd } from "../src/engine/memory/simd-module";
import type { Views } from "../src/engine/memory/views";
import { resolveAddresses } from "../src/engine/programs/builder";
import type { Programs } from "../src/engine/programs/compile";
import { type Entry, type OperandKind, operandKinds } from "../src/engine/programs/entries";
import { Control } from "../src/engine/simd/control";
import { Op } from "../src/engine/simd/op";
import { type Dataset, loadMnist, type Network } from "../src/index";
import { createRunner } from "../src/training/create-runner";
import { articleNetwork, widerNetworks } from "./networks";

/** @param words  what was typed behind `entries` */
export function benchEntries(words: readonly string[]): void {
  const { only } = parseFlags(usage, { only: { type: "string", default: "" } }, { words }).values;
  const { train } = loadMnist();
  const networks = { article: articleNetwork, ...widerNetworks };
  for (const [name, network] of Object.entries(networks)) {
    for (const batchSize of network === articleNetwork ? [1, 32] : [32]) {
      const title = `${name}, training, batch ${batchSize}`;
      if (title.startsWith(only)) printEntries(title, timeEntries(network(), train, batchSize));
    }
  }
}

const usage = '--only "conv 8"';

/** What an engine keeps to itself. */
interface Inside {
  readonly layout: Layout;
  readonly simd: Simd;
  readonly views: Views;
  readonly network: Programs;
}

/** One entry of a program and how long it takes. */
interface TimedEntry {
  readonly name: string;
  /** Microseconds an image, the fastest turn. */
  readonly time: number;
}

const turns = 100;
const turnMilliseconds = 0.3;
const rate = 1e-9; // leaves the weights as they are

/**
 * Times every entry of a training step, each alone over one block of images, and whole steps between them. Alone, an
 * entry finds in the cache what it used the last time; and a step updates the weights too.
 */
function timeEntries(network: Network, dataset: Dataset, batchSize: number): TimedEntry[] {
  const runner = createRunner(network, dataset, { batchSize, threads: 1 });
  const batch = Uint32Array.from({ length: batchSize }, (_, i) => i);
  for (let k = 0; k < 50; k++) runner.trainBatch(batch, rate);
  const { layout, simd, views, network: programs } = runner as unknown as Inside;
  const { fields, addressOf } = layout;
  const at = fields[Control.TrainProgram];
  const block = Math.min(fields[Control.Block], batchSize);
  const work = (entry: Entry, images: number) => {
    const program = resolveAddresses([entry], addressOf);
    const [workspace, gradient, bytes, labels, seeds, results] = operands.map((field) => fields[field]);
    return {
      name: nameOf(entry),
      images,
      prepare: () => views.words.set(program, at / 4),
      run: () => simd.run(at, workspace, gradient, bytes, 0, labels, seeds, results, block, rate),
    };
  };
  const whole = resolveAddresses(programs.train, addressOf);
  const works = [
    ...programs.builder.deriveEntries.map((entry) => work(entry, batchSize)),
    ...programs.train.map((entry) => work(entry, block)),
    {
      name: "a step as it is",
      images: batchSize,
      prepare: () => views.words.set(whole, at / 4),
      run: () => runner.trainBatch(batch, rate),
    },
  ];
  const fastest = works.map(() => Infinity);
  for (let turn = 0; turn < turns; turn++) {
    works.forEach(({ images, prepare, run }, k) => {
      prepare();
      fastest[k] = Math.min(fastest[k], (1000 * milliseconds(run)) / images);
    });
  }
  runner.dispose();
  return works.map(({ name }, k) => ({ name, time: fastest[k] }));
}

const operands = [Control.Workspace, Control.Gradients, Control.Bytes, Control.Labels, Control.Seeds, Control.Results];

/**
 * Of one call, the mean of as many as fill a turn: turns are short, so that some of them meet no other work of the
 * machine.
 */
function milliseconds(run: () => unknown): number {
  const start = performance.now();
  for (let calls = 1; ; calls++) {
    run();
    const passed = performance.now() - start;
    if (passed >= turnMilliseconds) return passed / calls;
  }
}

/** The operation, and its operands that are numbers. */
function nameOf([op, ...operands]: Entry): string {
  const kinds: [string, OperandKind][] = Object.entries(operandKinds[op]);
  const numbers = kinds.flatMap(([name, kind], k) => (kind === "i" ? [`${name}=${operands[k]}`] : []));
  return [Op[op], ...numbers].join(" ");
}

/** The entries' times as a table, with their sum beside a step's. */
function printEntries(title: string, timed: readonly TimedEntry[]): void {
  const row = (time: number, name: string) => `${time.toFixed(2).padStart(9)}  ${name}`;
  const sum = timed.slice(0, -1).reduce((total, { time }) => total + time, 0);
  const rows = [...timed.map(({ time, name }) => row(time, name)), row(sum, "sum of the entries")];
  process.stdout.write(`${title}, one thread, microseconds an image:\n${rows.join("\n")}\n\n`);
}
