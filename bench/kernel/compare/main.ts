// npm run bench -- kernel --compare [--short] [--only "Tab"]: what each kernel has, seen by a Jupyter client.
import { release, type as system } from "node:os";
import { parseFlags } from "../../../scripts/flags.mjs";
import { root } from "../../../scripts/project.mjs";
import { type ComparedKernel, comparedKernels } from "./kernels";
import { probes } from "./probes";
import { type Finding, has, type Probe, Trial } from "./trial";

const off = { type: "boolean", default: false } as const;

/** By probe, then by kernel: what was found. Undefined where the probe is not meant for the kernel. */
export type Comparison = ReadonlyMap<Probe, ReadonlyMap<ComparedKernel, Finding | undefined>>;

/** @param parameters  what was typed behind `kernel` */
export async function compareKernels(parameters: readonly string[]): Promise<void> {
  const options = { compare: off, short: off, only: { type: "string", default: "" } } as const;
  const { values } = parseFlags("--compare, --short, --only WORDS", options, { words: parameters });
  const chosen = probes.filter(({ title, isShort }) => title.includes(values.only) && (!values.short || isShort));
  const kernels = comparedKernels(root);
  const found = new Map<Probe, ReadonlyMap<ComparedKernel, Finding | undefined>>();
  for (const probe of chosen) {
    process.stderr.write(`bench: ${probe.title}\n`);
    const tried = kernels.map(async (kernel) => [kernel, await find(kernel, probe)] as const);
    found.set(probe, new Map(await Promise.all(tried)));
  }
  process.stdout.write(`${seenOn(kernels)}\n\n${comparisonTable(kernels, found)}\n`);
}

/** What others do on the machine must not count against a kernel: what did not hold is tried once more. */
export async function find(kernel: ComparedKernel, probe: Probe): Promise<Finding | undefined> {
  const first = await once(kernel, probe).catch(() => has(false));
  return first === undefined || first.holds ? first : once(kernel, probe);
}

/** Tries a probe in a new kernel. */
async function once(kernel: ComparedKernel, probe: Probe): Promise<Finding | undefined> {
  const trial = await Trial.of(kernel, probe);
  try {
    return await probe.try(trial);
  } finally {
    await trial.end();
  }
}

const seenOn = (kernels: readonly ComparedKernel[]): string => {
  const versions = new Set([`Node ${process.versions.node}`, ...kernels.map(({ versions }) => versions)]);
  return `Seen with ${[...versions].join(", ")}, on ${system()} ${release().split("-")[0]}.`;
};

/** The table as Markdown. */
export function comparisonTable(kernels: readonly ComparedKernel[], found: Comparison): string {
  const lines = [
    `| | ${kernels.map(({ name }) => name).join(" | ")} |`,
    `|---|${kernels.map(() => "---|").join("")}`,
    ...Array.from(found, ([probe, line]) => {
      const cells = kernels.map((kernel) => words(line.get(kernel), probe.remarks?.[kernel.name]));
      return `| ${probe.title} | ${cells.join(" | ")} |`;
    }),
  ];
  return lines.join("\n");
}

/** A dash where the language has no such thing. */
function words(finding: Finding | undefined, remark?: string): string {
  if (!finding) return "–";
  if (finding.holds) return remark ? `yes, ${remark}` : "yes";
  return finding.instead ? `no: ${finding.instead.replaceAll("|", "\\|")}` : "no";
}
