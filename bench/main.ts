// npm run bench [-- --rounds 15] [--only "article, training"] [--json] [--install-peers] [--smoke]
// npm run bench -- kernel: see kernel/main.ts; -- entries: see entries.ts; -- several: see several.ts; -- sweep: see sweep.ts;
// -- site: see site.ts
import { mkdirSync } from "node:fs";
import { cpus, release, type as system } from "node:os";
import { join } from "node:path";
import { runScript } from "../scripts/project.mjs";
import { loadMnist } from "../src/index";
import { defaultThreads } from "../src/training/default-threads";
import type { Contender } from "./contender";
import { benchEntries } from "./entries";
import { flagsOf } from "./flags";
import { evaluation, fresh, growth } from "./growth-memory-start";
import { installPeers } from "./install-peers";
import { benchKernels } from "./kernel/main";
import { colouredDigits, vggNetwork, widerNetworks } from "./networks";
import { ceiling } from "./register-ceiling.mjs";
import { printReport, type Report } from "./report";
import { benchSeveral } from "./several";
import { benchSite } from "./site";
import { SpeedTables, say } from "./speed-tables";
import { storeForPeers } from "./subjects";
import { benchSweep } from "./sweep";

const cores = defaultThreads();

async function main([first, ...rest]: readonly string[]): Promise<void> {
  if (first === "kernel") return benchKernels(rest);
  if (first === "entries") return benchEntries(rest);
  if (first === "several") return benchSeveral(rest);
  if (first === "sweep") return benchSweep(rest);
  if (first === "site") return benchSite(rest);
  const asked = flagsOf(first === undefined ? [] : [first, ...rest]);
  if (asked.installPeers) return installPeers();
  const { rounds, only, smoke } = asked;
  const { train: images, test } = smoke ? firstOfMnist() : loadMnist();
  const folder = join(".local", "bench");
  mkdirSync(folder, { recursive: true });

  const speed = new SpeedTables(asked, cores, await ceiling(), folder);
  await speed.timeArticle(images);
  for (const [name, network] of Object.entries(widerNetworks)) await speed.timeWider(name, network, images);
  const colours = "32 x 32 x 3, VGG-like";
  if (speed.chosen(colours)) {
    const digits = colouredDigits(images, Math.min(images.length, 2048));
    const stored = storeForPeers("coloured-digits", digits);
    await speed.timeWider(colours, () => vggNetwork(digits.imageShape), digits, stored);
  }

  if (only === "") say("growth, memory, start");
  const report: Report = {
    machine: `${cpus()[0].model.trim()}, ${cores} cores, ${system()} ${release().split("-")[0]}`,
    versions: [`Node ${process.versions.node}`, ...speed.versions],
    rounds,
    verified: speed.verified,
    tables: speed.tables,
    ...(only === "" && {
      growth: growth(images, smoke ? 1 : undefined),
      fresh: fresh(smoke ? ["ready"] : undefined),
      evaluationSeconds: evaluation(test, smoke ? 1 : undefined),
    }),
  };
  if (asked.json) process.stdout.write(`${JSON.stringify(report, plain, 1)}\n`);
  else printReport(report);
}

/** The number of images with --smoke: enough for one batch of each size. */
function firstOfMnist() {
  const { train, test } = loadMnist();
  return { train: train.take(300), test: test.take(300) };
}

/** Contenders by their names. */
function plain(key: string, value: unknown): unknown {
  return key === "contender" ? (value as Contender).name : value;
}

void runScript(() => main(process.argv.slice(2)));
