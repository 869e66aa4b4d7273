// npm run bench -- kernel [--json | --markdown] [--rounds 20] [--only start,import,edit,empty] [--install-peers]
// npm run bench -- kernel --compare: see compare/main.ts
import { cpus, release, type as system } from "node:os";
import { join } from "node:path";
import { parseFlags, wholeNumber } from "../../scripts/flags.mjs";
import { root, SetupError } from "../../scripts/project.mjs";
import { compareKernels } from "./compare/main";
import { type Contender, contenders } from "./contenders";
import { installKernelPeers } from "./install";
import { copyProject, type ProjectCopy } from "./project-copy";
import { markdown, type Report, summary, terminalTable } from "./report";
import { endAll } from "./session";
import { type Seen, type VisitName, visit, visits } from "./visits";

const allVisits = Object.keys(visits) as VisitName[];

/** @param parameters  what was typed behind `kernel` */
export async function benchKernels(parameters: readonly string[]): Promise<void> {
  if (parameters.includes("--compare")) return compareKernels(parameters);
  const off = { type: "boolean", default: false } as const;
  const options = {
    json: off,
    markdown: off,
    "install-peers": off,
    rounds: { type: "string", default: "20" },
    only: { type: "string", default: allVisits.join(",") },
  } as const;
  const usage = `--rounds N, --only ${allVisits.join(",")}, --json, --markdown, --install-peers`;
  const { values: asked } = parseFlags(usage, options, { words: parameters });
  if (asked["install-peers"]) return installKernelPeers();
  const rounds = wholeNumber("--rounds", asked.rounds);
  const only = asked.only.split(",");
  const unknown = only.find((name) => !allVisits.includes(name as VisitName));
  if (unknown !== undefined) throw new SetupError(`--only must be some of ${allVisits.join(",")}, got "${unknown}".`);
  const chosen = allVisits.filter((name) => only.includes(name));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void endAll().finally(() => process.exit(1)));
  const seen = await measure(contenders(root), chosen, rounds);
  const report: Report = {
    machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${system()} ${release().split("-")[0]}`,
    versions: [...seen.keys()].map(({ versions }) => versions),
    rounds,
    ...summary(new Map([...seen].map(([{ name }, all]) => [name, all]))),
  };
  const text = asked.json ? JSON.stringify(report, null, 1) : asked.markdown ? markdown(report) : terminalTable(report);
  process.stdout.write(`${text}\n`);
}

/** Each round visits every contender once for each visit, so that whatever else the machine does meets all alike. */
async function measure(
  [ours, ...peers]: readonly Contender[],
  chosen: readonly VisitName[],
  rounds: number,
): Promise<Map<Contender, Seen>> {
  const seen = new Map([ours, ...peers].map((contender) => [contender, nothing()]));
  const copies = chosen.map((name) => {
    return [name, copyProject(root, join(root, ".local/bench/projects", name))] as const;
  });
  for (const [name, copy] of copies) {
    say(`${name}: a first turn, not counted`);
    await visit(name, ours, copy, nothing());
    for (const peer of peers) {
      if (seen.has(peer) && !(await takesPart(peer, name, copy))) seen.delete(peer);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, copy] of copies) {
      say(`round ${round + 1} of ${rounds}: ${name}`);
      for (const [contender, before] of seen) await visit(name, contender, copy, before);
    }
  }
  return seen;
}

/** A turn that is not counted; a peer that fails in it is left out, and why is said. */
async function takesPart(peer: Contender, name: VisitName, copy: ProjectCopy): Promise<boolean> {
  try {
    await visit(name, peer, copy, nothing());
    return true;
  } catch (error) {
    say(`${peer.name} is left out: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

const nothing = (): Seen => ({ samples: {}, memory: [] });

function say(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}
