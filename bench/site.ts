// npm run bench -- site [--rounds 5]: how long a reader of the browser edition waits, and how fast its page computes
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { launchChromium } from "../scripts/chromium.mjs";
import { parseFlags, wholeNumber } from "../scripts/flags.mjs";
import { SetupError } from "../scripts/project.mjs";
import { startPage } from "../scripts/site/settings.mjs";
import { KernelClient } from "../test/helpers/kernel/client";
import { type ServedSite, SiteNotebook, serveSite } from "../test/helpers/site";
import { median } from "./contender";

const importing = 'import { Conv3x3, loadMnist, MaxPool2, Network, Softmax, train } from "./src/index";';

/** Runs once in each kernel, unmeasured: images, and one training each, so that everything is compiled. */
const prepare = `${importing}
const { train: images } = loadMnist();
const networkOf = () => new Network([new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)]);
const secondsOf = (work: () => void) => { const start = performance.now(); work(); return (performance.now() - start) / 1000; };
train(networkOf(), images.take(2000));
train(networkOf(), images.take(200), { runOn: "layers" });`;

/** What is computed in both, each printing its seconds. */
const works = {
  "an epoch of the article's network, batch 1, one thread":
    "secondsOf(() => train(networkOf(), images, { threads: 1 }))",
  "2,000 steps of the readable layers": 'secondsOf(() => train(networkOf(), images.take(2000), { runOn: "layers" }))',
};

const waits = [
  "first visit until the kernel is ready",
  "first import of `./src/index`, as soon as the kernel is ready",
  "the same after five seconds of reading",
  "a cell",
] as const;

/** Seconds, by what was measured. */
type Seconds = Record<string, number[]>;

/** @param words  what was typed behind `site` */
export async function benchSite(words: readonly string[]): Promise<void> {
  const options = { rounds: { type: "string", default: "5" } } as const;
  const rounds = wholeNumber("--rounds", parseFlags("--rounds 5", options, { words }).values.rounds);
  const { status } = spawnSync(process.execPath, ["scripts/site.mjs"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new SetupError("The browser edition could not be built: see above.");
  const browser = await launchChromium();
  const site = await serveSite(browser);
  const [waited, inPage, inNode]: Seconds[] = [{}, {}, {}];
  try {
    for (let round = 0; round < rounds; round++) await visit(site, waited, inPage, inNode);
  } finally {
    await browser.close();
    await site.close();
  }
  const middle = (seconds: Seconds, row: string) => median(seconds[row] ?? []);
  const lines = [
    `Chromium ${browser.version()}, Node ${process.versions.node}, ${rounds} visits, each with an empty browser: medians`,
    "",
    "| | seconds |",
    "|---|---:|",
    ...waits.map((row) => `| ${row} | ${middle(waited, row).toFixed(row === "a cell" ? 3 : 1)} |`),
    "",
    "| seconds | in the page | in Node | ratio |",
    "|---|---:|---:|---:|",
    ...Object.keys(works).map((row) => {
      const [page, node] = [middle(inPage, row), middle(inNode, row)];
      return `| ${row} | ${page.toFixed(2)} | ${node.toFixed(2)} | ${(page / node).toFixed(2)} |`;
    }),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Two readers' visits, one in haste; the works are done in the second one's page and in Node in turns. */
async function visit(site: ServedSite, waited: Seconds, inPage: Seconds, inNode: Seconds): Promise<void> {
  const hasty = await arrive(site, waited);
  await timed(waited, "first import of `./src/index`, as soon as the kernel is ready", () => hasty.run(importing));
  await hasty.leave();

  const { run, leave } = await arrive(site, waited);
  await sleep(5000);
  await timed(waited, "the same after five seconds of reading", () => run(importing));
  for (let k = 0; k < 5; k++) await timed(waited, "a cell", () => run(`${k} + 1`));
  const kernel = await KernelClient.start();
  const runInNode = async (code: string) => {
    const { reply, result } = await kernel.run(code);
    if (reply.status !== "ok") throw new Error(`bench: in Node: ${reply.evalue}`);
    return result ?? "";
  };
  try {
    await Promise.all([run(prepare), runInNode(prepare)]);
    for (const [row, work] of Object.entries(works)) {
      note(inPage, row, Number(await run(work)));
      note(inNode, row, Number(await runInNode(work)));
    }
  } finally {
    await kernel.stop();
    await leave();
  }
}

/** Comes with an empty browser. */
async function arrive(site: ServedSite, waited: Seconds) {
  const context = await site.newContext();
  const page = await context.newPage();
  const notebook = new SiteNotebook(page);
  await timed(waited, "first visit until the kernel is ready", async () => {
    await page.goto(site.address);
    await page.getByRole("link", { name: "Open the notebooks" }).click();
    await notebook.ready(startPage);
  });
  const run = async (code: string) => {
    const { status, text, error } = await notebook.run(code);
    if (status !== "ok") throw new Error(`bench: in the page: ${error}`);
    return text;
  };
  return { run, leave: () => context.close() };
}

async function timed(seconds: Seconds, row: (typeof waits)[number], work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  note(seconds, row, (performance.now() - start) / 1000);
}

function note(seconds: Seconds, row: string, measured: number): void {
  seconds[row] = [...(seconds[row] ?? []), measured];
}
