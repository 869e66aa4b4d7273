import { ratio, type Timing } from "./contender";
import type { Fresh, Growth } from "./growth-memory-start";

/** The contenders at one job, beside each other. */
export interface Table {
  readonly timings: readonly Timing[];
  /** Floating-point operations of one image. */
  readonly operations: number;
  /** 10^9 of them a second that one core reached in registers, in the same minutes. */
  readonly ceiling: number;
}

/** All that a run of the bench has measured. */
export interface Report {
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rounds: number;
  /** The largest difference of losses by contender. */
  readonly verified: Record<string, Record<string, number>>;
  readonly tables: Record<string, Table>;
  /** Left out where only some tables were asked for. */
  readonly growth?: Growth;
  readonly fresh?: Fresh;
  readonly evaluationSeconds?: number;
}

/** The report as Markdown: the table that the README shows. */
export function printReport(report: Report): void {
  const lines = [
    `Measured on ${report.machine}; ${report.versions.join(", ")}.`,
    `Every contender's losses agree first; then ${report.rounds} turns each, interleaved; medians.`,
    "",
    "PyTorch is timed in both of its memory layouts; the better one of as many threads is what a ratio counts.",
    "GFLOP/s are counted as direct sums over every pixel; in brackets, how that compares to what as many cores did in registers.",
    "",
    "| | microseconds an image | its fastest turn | GFLOP/s | times the engine's best |",
    "|---|---:|---:|---:|---:|",
  ];
  for (const [title, table] of Object.entries(report.tables)) {
    lines.push(`| **${title}** | | | | |`, ...rowsOf(table), ...comparisons(table));
  }
  lines.push(...others(report));
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** The rows that are not about one network's speed. */
function others(report: Report): string[] {
  const { fresh, growth, evaluationSeconds = 0 } = report;
  if (!fresh || !growth) return [];
  const row = (title: string, values: Record<string, number>, unit: string) =>
    `| ${title} | ${Object.entries(values)
      .map(([name, value]) => `${name}: ${number(value)} ${unit}`)
      .join(", ")} |`;
  return [
    "",
    "| | |",
    "|---|---|",
    row("training step by filters", growth.filters, "µs"),
    row("training step by image size", growth.imageSize, "µs"),
    row("an epoch at batch 1 by images", growth.images, "s"),
    `| evaluating 10,000 images | ${number(1000 * evaluationSeconds)} ms |`,
    `| loading all of MNIST | ${number(fresh.loadMilliseconds)} ms |`,
    `| engine ready, in a fresh process | ${number(fresh.readyMilliseconds)} ms |`,
    `| a first run's engine, checked against the layers | ${number(fresh.checkedMilliseconds)} ms, later ${number(fresh.againMilliseconds)} ms |`,
    `| memory of all of MNIST, training and evaluation | ${number(fresh.peakMegabytes)} MB at most, ${number(fresh.withoutMegabytes)} MB of it before |`,
  ];
}

function rowsOf({ timings, operations, ceiling }: Table): string[] {
  const best = timings
    .filter(({ contender }) => contender.name.startsWith("engine"))
    .reduce((a, b) => (a.median <= b.median ? a : b));
  return timings.map((timing) => {
    const { name } = timing.contender;
    const reached = operations / timing.median / 1000;
    const share = Math.round((100 * reached) / (ceiling * threadsOf(name)));
    const speed = `${number(reached)}${name.startsWith("engine") ? ` (${share} %)` : ""}`;
    const times = timing === best ? "" : number(ratio(timing, best));
    return `| ${name} | ${number(timing.median)} | ${number(timing.fastest)} | ${speed} | ${times} |`;
  });
}

/** The engine against PyTorch's better layout, at equal threads. */
function comparisons({ timings }: Table): string[] {
  const engines = timings.filter(({ contender }) => contender.name.startsWith("engine"));
  return engines.flatMap((engine) => {
    const threads = threadsOf(engine.contender.name);
    const layouts = timings.filter(
      ({ contender: { name } }) => name.startsWith("PyTorch") && threadsOf(name) === threads,
    );
    if (layouts.length === 0) return [];
    const better = layouts.reduce((a, b) => (a.median <= b.median ? a : b));
    const times = number(ratio(better, engine));
    return [`| *PyTorch's better layout, ${threads} to ${threads} threads* | | | | *${times}* |`];
  });
}

function threadsOf(name: string): number {
  return Number(/(\d+) thread/.exec(name)?.[1] ?? 1);
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(value >= 10 ? 3 : 2);
}
