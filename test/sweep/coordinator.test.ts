import { join } from "node:path";
import { expect, test } from "vitest";
import { Coordinator } from "../../src/sweep/coordinator";
import type { Asked, Ended, SweepHeader } from "../../src/sweep/messages";
import { readStudy } from "../../src/sweep/read-study";
import { ResultsFile } from "../../src/sweep/results-file";
import { decider, type Rungs } from "../../src/sweep/rungs";
import type { TrialHost } from "../../src/sweep/trial-host";
import { temporaryFolder } from "../helpers/temporary-folder";
import { smallTrial } from "../helpers/trials";

const trial = smallTrial();
const asked = (count: number): Asked[] =>
  Array.from({ length: count }, (_, k) => ({ id: `t${k}`, settings: { k }, trial }));

/** A host whose trials have these losses by epoch, without computing anything. */
function fakeHost(lossesOf: (k: number) => readonly number[], most = { open: 0 }): TrialHost & { ran: string[] } {
  const ran: string[] = [];
  let open = 0;
  return {
    ran,
    capacity: 4,
    async run(id, _, goesOn) {
      ran.push(id);
      most.open = Math.max(most.open, ++open);
      const epochs = [];
      const losses = lossesOf(Number(id.slice(1)));
      let stopped = false;
      for (const [k, loss] of losses.entries()) {
        await new Promise((resolve) => setImmediate(resolve));
        if (!Number.isFinite(loss)) {
          open--;
          return { epochs, weights: "", seconds: 0, diverged: true as const };
        }
        const report = { epoch: k + 1, trainLoss: loss, loss, accuracy: 0.5 };
        epochs.push(report);
        stopped = !(await goesOn(report)) && k + 1 < losses.length;
        if (stopped) break;
      }
      open--;
      if (losses.length === 0) throw new Error("no data set");
      return { epochs, weights: "w", seconds: 0, ...(stopped && { stopped: true as const }) };
    },
    async close() {},
  };
}

interface Ran {
  readonly ended: Ended[];
  readonly largestWish: number;
}

async function coordinated(path: string, host: TrialHost, all: readonly Asked[], rungs?: Rungs): Promise<Ran> {
  const header: SweepHeader = {
    version: 1,
    name: "a",
    space: {},
    trials: all.length,
    seed: 1,
    ...(rungs && { rungs }),
  };
  const file = new ResultsFile(path, header, "c1");
  const ended: Ended[] = [];
  let [next, largestWish] = [0, 0];
  const coordinator: Coordinator = new Coordinator({
    host,
    decider: decider(rungs),
    rungs,
    file,
    code: "c1",
    tell(message) {
      if ("ended" in message) ended.push(message.ended);
      if (!("want" in message)) return;
      largestWish = Math.max(largestWish, message.want);
      queueMicrotask(() => {
        coordinator.take(all.slice(next, next + message.want));
        next += message.want;
        if (next >= all.length) coordinator.end();
      });
    },
  });
  await coordinator.done;
  file.close();
  return { ended, largestWish };
}

const newFile = () => join(temporaryFolder(), "a.jsonl");

test("every trial ends once, however many there are, and a few hundred at a time are held", async () => {
  const most = { open: 0 };
  const { ended, largestWish } = await coordinated(
    newFile(),
    fakeHost((k) => [k], most),
    asked(3000),
  );
  expect(new Set(ended.map(({ id }) => id)).size).toBe(3000);
  expect(ended).toHaveLength(3000);
  expect(largestWish).toBeLessThanOrEqual(256);
  expect(most.open).toBeLessThanOrEqual(256 + 128);
});

test("a sweep that goes on runs what is missing, and tells the rest as known", async () => {
  const path = newFile();
  await coordinated(
    path,
    fakeHost((k) => [k]),
    asked(5),
  );
  const host = fakeHost((k) => [k]);
  const { ended } = await coordinated(path, host, asked(8));
  expect(host.ran).toEqual(["t5", "t6", "t7"]);
  expect(ended.filter(({ known }) => known)).toHaveLength(5);
  expect(ended).toHaveLength(8);
  expect(readStudy(path).trials).toHaveLength(8);
});

test("a trial that cannot run is an outcome with its reason; the others go on", async () => {
  const path = newFile();
  const { ended } = await coordinated(
    path,
    fakeHost((k) => (k === 1 ? [] : [k])),
    asked(3),
  );
  expect(ended.find(({ id }) => id === "t1")).toEqual({ id: "t1", error: "no data set" });
  expect(readStudy(path).failed).toEqual([{ settings: { k: 1 }, error: "no data set" }]);
});

test("halving ends the worse trials early, and decides by what the file had, too", async () => {
  const path = newFile();
  const rungs = { factor: 3, from: 1 };
  const nine = (k: number) => Array.from({ length: 9 }, () => k);
  await coordinated(path, fakeHost(nine), asked(3), rungs);
  // Three with better losses stand in the file: whoever comes now and is worse ends at the first rung.
  const { ended } = await coordinated(path, fakeHost(nine), asked(20), rungs);
  const later = ended.filter(({ known }) => !known);
  expect(later).toHaveLength(17);
  // Of all 20 a third is 6: no more than so many can be among the best third when they arrive, in order of their loss.
  const went = later.filter(({ result }) => !result?.stopped).map(({ id }) => id);
  expect(went.length).toBeLessThanOrEqual(6);
  expect(later.filter(({ result }) => result?.stopped && result.epochs.length === 1).length).toBeGreaterThanOrEqual(11);
});

test("a trial that diverged counts as the worst at the rung that it did not reach", async () => {
  const rungs = { factor: 2, from: 1 };
  const losses = [[Infinity], [1, 1, 1, 1], [2, 2, 2, 2]];
  const { ended } = await coordinated(
    newFile(),
    fakeHost((k) => losses[k] ?? []),
    asked(3),
    rungs,
  );
  expect(ended.find(({ id }) => id === "t0")?.result?.diverged).toBe(true);
  expect(ended.find(({ id }) => id === "t1")?.result?.epochs).toHaveLength(4);
});
