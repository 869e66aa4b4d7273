// What happens to a sweep when Redis ends, when it wants a password, a certificate or allows little.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { connect, connectionFrom, settingsAtRisk } from "../../src/sweep/redis-connection";
import { trialId } from "../../src/sweep/trial";
import { describeWithRedis } from "../helpers/describe-with-redis";
import { ownCertificate, RedisServer } from "../helpers/redis-server";
import {
  closeAll,
  madeUpResult,
  manyTrials,
  openHost,
  openWorker,
  pretendingHost,
  runAll,
} from "../helpers/redis-sweep";
import { allowed } from "../helpers/slack.mjs";
import { soonIs } from "../helpers/soon";
import { temporaryFolder } from "../helpers/temporary-folder";

describeWithRedis("a Redis that is not as it should be", () => {
  const servers: RedisServer[] = [];
  async function start(...given: Parameters<typeof RedisServer.start>): Promise<RedisServer> {
    const server = await RedisServer.start(...given);
    servers.push(server);
    return server;
  }
  afterEach(async () => {
    await closeAll();
    for (const server of servers.splice(0)) await server.remove();
    for (const name of ["REDIS_PASSWORD", "REDIS_CA"]) delete process.env[name];
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "ended by %s and started again: nothing is lost, nothing counts twice",
    async (signal) => {
      const server = await start();
      const [a, b] = [pretendingHost(20), pretendingHost(20)];
      for (const host of [a, b]) await openWorker(server.url, host, { processes: 4 });
      const host = await openHost(server.url, { halving: { factor: 2, from: 1 } });
      const trials = manyTrials(200);
      const seen = new Map<string, number>();
      const all = Promise.all(
        trials.map(async (trial) => {
          const result = await host.run(trialId(trial), trial, () => true);
          seen.set(trialId(trial), (seen.get(trialId(trial)) ?? 0) + 1);
          return result;
        }),
      );
      await soonIs(async () => seen.size > 20, true);
      await server.stop(signal);
      const before = seen.size;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await server.start();
      const results = await all;
      expect(before).toBeLessThan(200);
      expect([...seen.values()]).toEqual(new Array(200).fill(1));
      // Halving in Redis may stop a trial: of each the epochs that there are, are its own.
      expect(results.map(({ epochs, weights }) => [epochs, weights])).toEqual(
        trials.map((trial, k) => {
          const { epochs, weights } = madeUpResult(trial);
          return [epochs.slice(0, results[k]!.epochs.length), weights];
        }),
      );
    },
  );

  test("one that forgot all when it started again gets all open trials again", async () => {
    const server = await start(["--appendonly", "no"]);
    const host = await openHost(server.url);
    const trials = manyTrials(50);
    const all = runAll(host, trials);
    const look = server.client();
    await soonIs(() => look.exists("{cnn}:trials-0123456789ab:wait"), 1);
    await server.stop("SIGKILL");
    await server.start();
    await openWorker(server.url, pretendingHost());
    expect(await all).toEqual(trials.map(madeUpResult));
    look.disconnect();
  });

  test("a sweep that is stopped while Redis is away ends, with what it has", async () => {
    const server = await start();
    const host = await openHost(server.url);
    const all = Promise.allSettled(manyTrials(5).map((trial) => host.run(trialId(trial), trial, () => true)));
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = await Promise.race([
      host.close(),
      new Promise((resolve) => setTimeout(resolve, allowed(5000), "late")),
    ]);
    expect(ended).toBeUndefined();
    expect((await all).map((end) => "reason" in end && end.reason.name)).toEqual(new Array(5).fill("AbortError"));
  });

  test("what may cost trials is told: no file, and memory for which keys are thrown away", async () => {
    const server = await start(["--appendonly", "no", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"]);
    const redis = await connect(connectionFrom(server.url));
    expect(await settingsAtRisk(redis)).toEqual([
      "maxmemory-policy is allkeys-lru: Redis may throw trials away; set noeviction",
      "appendonly is no: a Redis that starts again has forgotten the trials; set yes",
    ]);
    redis.disconnect();
  });

  test("a password that is wrong or missing is said, with what to set", async () => {
    const server = await start(["--requirepass", "right"]);
    await expect(connect(connectionFrom(server.url))).rejects.toThrow(
      /refuses the user or password: set REDIS_PASSWORD \(.*NOAUTH/,
    );
    process.env.REDIS_PASSWORD = "wrong";
    await expect(connect(connectionFrom(server.url))).rejects.toThrow(
      /refuses the user or password: set REDIS_PASSWORD \(.*WRONGPASS/,
    );
    process.env.REDIS_PASSWORD = "right";
    (await connect(connectionFrom(server.url))).disconnect();
  });

  test("TLS with an authority of one's own: trials go through; without the authority, TLS or the right name it is said", async () => {
    const tls = ownCertificate(temporaryFolder());
    const server = await start([], { tls });
    const url = `rediss://localhost:${server.port}`;
    await expect(connect(connectionFrom(url))).rejects.toThrow(/certificate that is not trusted: set REDIS_CA/);
    process.env.REDIS_CA = tls.ca;
    await openWorker(url, pretendingHost());
    expect(await runAll(await openHost(url), manyTrials(20))).toHaveLength(20);
    await expect(connect(connectionFrom(`redis://localhost:${server.port}`), { patience: 2000 })).rejects.toThrow(
      /answers nothing without TLS: the address must be rediss:/,
    );
    const address = connectionFrom(url);
    const tlsOfAnother = { ...address.tls, servername: "redis.example.org" };
    await expect(connect({ ...address, tls: tlsOfAnother })).rejects.toThrow(
      /a certificate for another name than this one: use the address that it names \(.*DNS:localhost/,
    );
  });

  test("rediss:// to a port without TLS is said", async () => {
    const server = await start();
    await expect(connect(connectionFrom(`rediss://127.0.0.1:${server.port}`), { patience: 2000 })).rejects.toThrow(
      /(does not speak TLS|no Redis at)/,
    );
  });

  test("redis-server takes the settings of docs/many-machines.md as they stand, and nothing of them is a risk", async () => {
    const folder = temporaryFolder();
    const tls = ownCertificate(folder);
    const [settings = ""] = /^# Or a Redis[^`]*^aclfile .*$/m.exec(pageText()) ?? [];
    expect(settings).toContain("tls-port 6379");
    writeFileSync(join(folder, "users.acl"), `user default off\n${readAclLine().replace("PASSWORD", "right")}\n`);
    const file = join(folder, "redis.conf");
    // The folder and where it listens are the test's.
    writeFileSync(file, settings.replaceAll("/etc/redis", folder).replace(/^(bind|port|tls-port) .*\n/gm, ""));
    const server = await start(["--include", file], { tls });
    process.env.REDIS_PASSWORD = "right";
    process.env.REDIS_CA = tls.ca;
    const redis = await connect(connectionFrom(`rediss://cnn@localhost:${server.port}`));
    expect(await settingsAtRisk(redis)).toEqual([]);
    redis.disconnect();
  });

  test("the user that docs/many-machines.md names can do all of a sweep, with halving and Stop, and nothing else", async () => {
    const page = readAclLine();
    const folder = temporaryFolder();
    const file = join(folder, "users.acl");
    writeFileSync(file, `${page.replace("PASSWORD", "right")}\nuser default off\nuser admin on >admin ~* &* +@all\n`);
    const server = await start(["--aclfile", file]);
    process.env.REDIS_PASSWORD = "right";
    const url = `redis://cnn@127.0.0.1:${server.port}`;
    const lines: string[] = [];
    await openWorker(url, pretendingHost(5), { processes: 2, log: (line) => lines.push(line) });
    const redis = await connect(connectionFrom(url));
    await settingsAtRisk(redis);
    const host = await openHost(url, { halving: { factor: 3, from: 1 }, notice: (line) => lines.push(line) });
    const trials = manyTrials(30);
    expect(await runAll(host, trials)).toHaveLength(30);
    const rest = Promise.allSettled([host.run("t1", manyTrials(31)[30]!, () => true)]);
    await host.close();
    await rest;
    expect(lines).toEqual([]);
    for (const [command, ...words] of [
      ["flushall"],
      ["flushdb"],
      ["config", "get", "*"],
      ["keys", "*"],
      ["acl", "list"],
      ["shutdown"],
      ["get", "other"],
      ["set", "other", "1"],
      ["client", "kill", "id", "1"],
    ]) {
      await expect(redis.call(command!, ...words), [command, ...words].join(" ")).rejects.toThrow(/NOPERM/);
    }
    redis.disconnect();
  });
});

/** The line of users.acl on the page. */
function readAclLine(): string {
  const [line] = /^user cnn on .*$/m.exec(pageText()) ?? [];
  if (!line) throw new Error("docs/many-machines.md has no line that begins with: user cnn on");
  return line;
}

const pageText = () => readFileSync("docs/many-machines.md", "utf8");
