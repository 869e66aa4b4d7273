import { afterEach, beforeAll, expect, test } from "vitest";
import { bundleRunner } from "../../scripts/sweep/bundle.mjs";
import { Pool, type PoolOptions } from "../../src/sweep/pool";
import { goldenTrial, goldenWeights, smallTrial } from "../helpers/trials";

let file = "";
let pool: Pool | undefined;

beforeAll(async () => {
  ({ file } = await bundleRunner(process.cwd()));
});
afterEach(async () => {
  await pool?.close();
});

function open(options: Partial<PoolOptions> = {}): Pool {
  pool = new Pool({ file, processes: 1, ...options });
  return pool;
}
const always = () => true;
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("the golden trial in four processes at once has the bits that it has in this one", async () => {
  const { run } = { run: open({ processes: 4 }) };
  const results = await Promise.all([1, 2, 3, 4].map((k) => run.run(`t${k}`, goldenTrial(), always)));
  expect(run.pids).toHaveLength(4);
  expect(results.map(({ weights }) => weights)).toEqual(new Array(4).fill(goldenWeights));
});

test("after each epoch it asks, and a trial that is told to end has its epochs so far", async () => {
  const asked: number[] = [];
  const result = await open().run("t", smallTrial(), ({ epoch }) => asked.push(epoch) < 2);
  expect(asked).toEqual([1, 2]);
  expect(result).toMatchObject({ stopped: true, epochs: [{ epoch: 1 }, { epoch: 2 }] });
});

test("a process that is killed in the middle of a trial: another one gives the same result", async () => {
  const deaths: string[] = [];
  const pool = open({ onDeath: (_, how) => deaths.push(how) });
  const result = await pool.run("t", goldenTrial(), ({ epoch }) => {
    if (epoch === 1 && deaths.length === 0) process.kill(pool.pids[0], "SIGKILL");
    return true;
  });
  expect(deaths).toEqual(["SIGKILL"]);
  expect(result.weights).toBe(goldenWeights);
});

test("a trial whose process dies three times is given up, and the next one runs", async () => {
  const pool = open();
  const deadly = pool.run("t", smallTrial(), () => process.kill(pool.pids[0], "SIGKILL"));
  const next = pool.run("u", goldenTrial(), always);
  await expect(deadly).rejects.toThrow("its process died 3 times, the last time by SIGKILL");
  expect((await next).weights).toBe(goldenWeights);
});

test("a trial that cannot run says why, and its process takes the next one", async () => {
  const pool = open();
  const wrong = smallTrial({ data: { sha256: "0".repeat(64) } });
  await expect(pool.run("t", wrong, always)).rejects.toThrow('data set "mnist" must have the images');
  const [pid] = pool.pids;
  await pool.run("u", smallTrial(), always);
  expect(pool.pids).toEqual([pid]);
  await expect(pool.run("v", { ...smallTrial(), version: 2 } as never, always)).rejects.toThrow(
    "trial: version must be 1",
  );
});

test("a trial that is aborted ends at once, running or waiting, and leaves no process behind", async () => {
  const pool = open();
  const [first, second] = [new AbortController(), new AbortController()];
  let pid = 0;
  const running = pool.run(
    "t",
    smallTrial({ train: { epochs: 10_000 } }),
    () => {
      [pid] = pool.pids;
      first.abort();
      return true;
    },
    first.signal,
  );
  const waiting = pool.run("u", smallTrial(), always, second.signal);
  const ended = Promise.allSettled([running, waiting]);
  second.abort();
  expect((await ended).map((end) => "reason" in end && end.reason.message)).toEqual(
    Array(2).fill("the trial was ended"),
  );
  await pool.close();
  expect(isAlive(pid)).toBe(false);
});

test("close ends the processes, also one in the middle of an epoch, before it returns", async () => {
  const pool = open({ processes: 2 });
  const long = smallTrial({ data: { take: 55_000 }, train: { batchSize: 1, epochs: 100 } });
  const runs = [pool.run("t", long, always), pool.run("u", long, always), pool.run("v", long, always)];
  const ended = Promise.allSettled(runs);
  const { pids } = pool;
  expect(pids.every(isAlive)).toBe(true);
  await pool.close();
  expect(pids.some(isAlive)).toBe(false);
  expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  await expect(pool.run("w", smallTrial(), always)).rejects.toThrow("the trial was ended");
});
