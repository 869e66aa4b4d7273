import type { Cells, Contender } from "./contenders";
import type { Memory } from "./process-tree";
import type { ProjectCopy } from "./project-copy";
import type { Row } from "./rows";
import { type Sample, Session } from "./session";

/** What was seen of a contender, in all rounds. */
export interface Seen {
  readonly samples: Partial<Record<Row, Sample[]>>;
  /** After each first import. */
  readonly memory: Memory[];
}

interface Visitor {
  readonly session: Session;
  readonly cells: Cells;
  readonly copy: ProjectCopy;
  note(row: Row, sample: Sample | undefined): void;
  /** Measures something short several times. */
  repeat(row: Row, measure: (number: number) => Promise<Sample | undefined>): Promise<void>;
  seen: Seen;
}

interface Visit {
  /** Done to the copy of the project before the kernel starts. */
  before?(copy: ProjectCopy): void;
  run(visitor: Visitor): Promise<void>;
}

const repeats = 5;
const loopMilliseconds = 600;

/** What is measured at one start of a kernel, by name. */
export const visits = {
  start: {
    run: async ({ session, cells, note }) => {
      note("ready", session.ready);
      note("firstTrivial", await session.cell(cells.trivial));
    },
  },
  import: {
    run: async (visitor) => {
      const { session, cells, note, repeat, seen } = visitor;
      note("firstImport", await session.cell(cells.import));
      const memory = session.memory();
      if (memory) seen.memory.push(memory);
      if (cells.wrongType) await session.requireTypeError(cells.wrongType);
      await shortCells(visitor);
      await questions(visitor);
      await session.prepare(cells.updates.prepare);
      await repeat("updates", () => session.cell(cells.updates.run));
      await session.prepare(cells.counter);
      note("turns", await session.cell(cells.tenMillionTurns));
      note("turnsOwnCell", await session.cell(cells.tenMillionTurnsOwnCell));
    },
  },
  edit: {
    before: (copy) => copy.edit(),
    run: async ({ session, cells, copy, note }) => {
      note("firstImportEdited", await session.cell(cells.import));
      await requireEdit(session, cells, copy);
      if (!cells.isLive) return;
      if (cells.liveSource) await session.prepare(cells.liveSource);
      for (let k = 0; k < 2; k++) {
        copy.edit();
        note("importEdited", await session.cell(cells.import));
        await requireEdit(session, cells, copy);
      }
    },
  },
  empty: {
    before: (copy) => copy.emptyCaches(),
    run: async ({ session, cells, note }) => note("firstImportEmptied", await session.cell(cells.import)),
  },
} satisfies Record<string, Visit>;

/** The names of the visits: what is done with a kernel from its start to its end. */
export type VisitName = keyof typeof visits;

/** Starts a kernel, measures, and ends it, come what may. */
export async function visit(name: VisitName, contender: Contender, copy: ProjectCopy, seen: Seen): Promise<void> {
  const { before, run }: Visit = visits[name];
  before?.(copy);
  const session = await Session.start(contender, copy.folder);
  const note = (row: Row, sample: Sample | undefined) => {
    if (!sample) return;
    seen.samples[row] = [...(seen.samples[row] ?? []), sample];
  };
  const repeat: Visitor["repeat"] = async (row, measure) => {
    for (let k = 0; k < repeats; k++) note(row, await measure(k));
  };
  try {
    const visitor = { session, cells: contender.cells, copy, note, repeat, seen };
    await Promise.race([run(visitor), session.died()]);
  } finally {
    await session.end();
  }
}

async function shortCells({ session, cells, repeat }: Visitor): Promise<void> {
  await repeat("importAgain", () => session.cell(cells.import));
  await repeat("importAfterOthers", async () => {
    await session.prepare(cells.trivial);
    return session.cell(cells.import);
  });
  await repeat("declaring", (k) => session.cell(cells.declaring(k)));
  await repeat("trivial", () => session.cell(cells.trivial));
}

/** Tab and Shift-Tab, idle and while a cell runs. */
async function questions({ session, cells, note, repeat }: Visitor): Promise<void> {
  await session.prepare(cells.object);
  await repeat("tab", (k) => session.tab(cells.question(k)));
  await repeat("shiftTab", (k) => session.shiftTab(`${cells.question(k)}ard`));
  const loop = cells.loop(loopMilliseconds);
  const tab = (k: number) => () => session.tab(cells.question(k));
  const shiftTab = (k: number) => () => session.shiftTab(`${cells.question(k)}ard`);
  note("tabLooping", await session.whileRunning(loop, tab(10)));
  note("shiftTabLooping", await session.whileRunning(loop, shiftTab(11)));
  if (!cells.training) return;
  await session.prepare(cells.training.prepare);
  note("tabTraining", await session.whileRunning(cells.training.run, tab(12)));
  note("shiftTabTraining", await session.whileRunning(cells.training.run, shiftTab(13)));
}

/** A kernel that runs the old code has not done what is timed. */
async function requireEdit(session: Session, cells: Cells, copy: ProjectCopy): Promise<void> {
  const printed = await session.prepare(cells.printEdit);
  if (Number(printed) === copy.edits) return;
  throw new Error(`bench: expected edit ${copy.edits} to be in use, got ${printed}`);
}
