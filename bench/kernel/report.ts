import { median } from "../contender";
import type { Memory } from "./process-tree";
import { type Row, rowTitles } from "./rows";
import type { Sample } from "./session";
import type { Seen } from "./visits";

/** A contender's row. */
interface Entry {
  /** Milliseconds, the median; of those that did not wait for the running cell's end. */
  readonly wall: number;
  readonly fastest: number;
  /** Milliseconds, the mean: the system counts in hundredths of a second. Undefined where it does not tell. */
  readonly cpu: number | undefined;
  /** How many came only when the running cell had ended. */
  readonly waited: number;
  readonly samples: readonly Sample[];
}

/** All that a run of the kernel bench has measured. */
export interface Report {
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rounds: number;
  /** By row, then by contender; nothing where a kernel cannot do it. */
  readonly rows: Partial<Record<Row, Record<string, Entry>>>;
  /** By contender, medians. */
  readonly memory: Record<string, Memory>;
}

/** @param seen  samples by contender @returns the medians, by row and contender, and the memory */
export function summary(seen: ReadonlyMap<string, Seen>): Pick<Report, "rows" | "memory"> {
  const rows: Report["rows"] = {};
  for (const row of Object.keys(rowTitles) as Row[]) {
    const entries = [...seen].flatMap(([name, { samples }]) => {
      const found = samples[row];
      return found ? [[name, entry(found)] as const] : [];
    });
    if (entries.length > 0) rows[row] = Object.fromEntries(entries);
  }
  const memory = [...seen].flatMap(([name, { memory }]) =>
    memory.length > 0 ? [[name, middle(memory)] as const] : [],
  );
  return { rows, memory: Object.fromEntries(memory) };
}

function entry(samples: readonly Sample[]): Entry {
  const walls = samples.map(({ wall }) => wall);
  const cpus = samples.flatMap(({ cpu }) => cpu ?? []);
  return {
    wall: median(walls),
    fastest: Math.min(...walls),
    cpu: cpus.length > 0 ? cpus.reduce((sum, more) => sum + more, 0) / cpus.length : undefined,
    waited: samples.filter(({ waited }) => waited).length,
    samples,
  };
}

function middle(memories: readonly Memory[]): Memory {
  const shared = memories.flatMap(({ pssMegabytes }) => pssMegabytes ?? []);
  return {
    rssMegabytes: median(memories.map(({ rssMegabytes }) => rssMegabytes)),
    pssMegabytes: shared.length > 0 ? median(shared) : undefined,
  };
}

/** The table that docs/kernel-speed.md shows. */
export function markdown(report: Report): string {
  const [names, ...lines] = table(report);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `Measured by \`npm run bench -- kernel --markdown\` on ${report.machine}; ${report.versions.join("; ")}.`,
    explanation(report),
    "",
    row(names),
    `|---|${"---:|".repeat(names.length - 1)}`,
    ...lines.map(row),
  ].join("\n");
}

/** @returns the report as a table for a terminal, columns aligned */
export function terminalTable(report: Report): string {
  const lines = table(report).map((cells) => cells.map((cell) => cell.replaceAll("`", "")));
  const widths = lines[0].map((_, k) => Math.max(...lines.map((cells) => cells[k].length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, k) => (k ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join("   ");
  return [`${report.machine}; ${report.versions.join("; ")}`, explanation(report), "", ...lines.map(line)].join("\n");
}

function explanation({ rounds, rows }: Report): string {
  const entries = Object.values(rows).flatMap((row) => Object.values(row));
  const cpu = entries.some(({ cpu }) => cpu !== undefined)
    ? "in brackets the CPU of all of the kernel's processes until they are quiet again (for the first row until it is ready), means"
    : "CPU is left out, because this system does not tell that of a process's children";
  const memory = "of memory the sum of Rss, in brackets with shared pages divided (Pss)";
  return `${rounds} rounds, interleaved; milliseconds of wall time, medians; ${cpu}; ${memory}.`;
}

/** The first line holds the contenders' names. */
function table({ rows, memory }: Report): string[][] {
  const names = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  const lines = (Object.keys(rowTitles) as Row[]).flatMap((row) => {
    const entries = rows[row];
    return entries ? [[rowTitles[row], ...names.map((name) => shown(entries[name]))]] : [];
  });
  if (Object.keys(memory).length > 0) {
    const title = "resident memory after the first import, all processes";
    lines.push([title, ...names.map((name) => shownMemory(memory[name]))]);
  }
  return [["", ...names], ...lines];
}

function shown(entry: Entry | undefined): string {
  if (!entry) return "–";
  if (entry.waited > entry.samples.length / 2) return "waits for its end";
  const cpu = entry.cpu === undefined ? "" : ` (${number(entry.cpu)})`;
  return `${number(entry.wall)}${cpu}`;
}

function shownMemory(memory: Memory | undefined): string {
  if (!memory) return "–";
  const shared = memory.pssMegabytes;
  const inBrackets = shared === undefined ? "" : ` (${Math.round(shared)})`;
  return `${Math.round(memory.rssMegabytes)} MB${inBrackets}`;
}

function number(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}
