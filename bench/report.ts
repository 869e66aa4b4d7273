import { ratio, type Timing } from "./contender";
import type { Fresh, Growth } from "./growth";

export interface Report {
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rounds: number;
  /** The largest difference of losses by contender. */
  readonly verified: Record<string, Record<string, number>>;
  readonly tables: Record<string, Timing[]>;
  readonly growth: Growth;
  readonly fresh: Fresh;
  readonly evaluationSeconds: number;
}

/** The report as Markdown: the table that the README shows. */
export function printReport(report: Report): void {
  const lines = [
    `Measured on ${report.machine}; ${report.versions.join(", ")}.`,
    `Every contender's losses agree first; then ${report.rounds} turns each, interleaved; medians.`,
    "",
    "| | microseconds an image | its fastest turn | times the engine's best |",
    "|---|---:|---:|---:|",
  ];
  for (const [title, timings] of Object.entries(report.tables)) {
    lines.push(`| **${title}** | | | |`);
    const best = timings
      .filter(({ contender }) => contender.name.startsWith("engine"))
      .reduce((a, b) => (a.median <= b.median ? a : b));
    for (const timing of timings) {
      const times = ratio(timing, best);
      const { name } = timing.contender;
      const shown = timing === best ? "" : number(times);
      lines.push(`| ${name} | ${number(timing.median)} | ${number(timing.fastest)} | ${shown} |`);
    }
  }
  const { fresh, growth } = report;
  const row = (title: string, values: Record<string, number>, unit: string) =>
    `| ${title} | ${Object.entries(values)
      .map(([name, value]) => `${name}: ${number(value)} ${unit}`)
      .join(", ")} |`;
  lines.push(
    ...["", "| | |", "|---|---|"],
    row("training step by filters", growth.filters, "µs"),
    row("training step by image size", growth.imageSize, "µs"),
    row("an epoch at batch 1 by images", growth.images, "s"),
    `| evaluating 10,000 images | ${number(1000 * report.evaluationSeconds)} ms |`,
    `| loading all of MNIST | ${number(fresh.loadMilliseconds)} ms |`,
    `| engine ready, in a fresh process | ${number(fresh.readyMilliseconds)} ms |`,
    `| a first run's engine, checked against the layers | ${number(fresh.checkedMilliseconds)} ms, later ${number(fresh.againMilliseconds)} ms |`,
    `| memory of all of MNIST, training and evaluation | ${number(fresh.peakMegabytes)} MB at most, ${number(fresh.withoutMegabytes)} MB of it before |`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

function number(value: number): string {
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toPrecision(value >= 10 ? 3 : 2);
}
