import { readFileSync } from "node:fs";
import { Redis } from "ioredis";

/** What is read of the environment: a password has no place in a notebook or on a command line, which others see. */
export interface RedisEnvironment {
  readonly REDIS_PASSWORD?: string | undefined;
  /** The file of the certificate of your own authority, or its text. */
  readonly REDIS_CA?: string | undefined;
  /** "1": without TLS also to another machine. */
  readonly REDIS_PLAIN?: string | undefined;
}

const longestWait = 5000; // milliseconds between two attempts to connect again

/**
 * How to connect, from an address such as `rediss://user@redis.example.org:6380/2`.
 *
 * @throws {RangeError} if it is none, has a password in it, or leads to another machine without TLS
 */
export function connectionFrom(address: string, environment: RedisEnvironment = process.env) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["redis:", "rediss:"].includes(url.protocol) || !url.hostname) {
    throw new RangeError(
      `redis: the address must be rediss://host or redis://localhost, got ${JSON.stringify(address)}`,
    );
  }
  if (url.password) {
    throw new RangeError(
      "redis: the address must be without a password, which notebooks keep and every user of this machine sees: " +
        "set REDIS_PASSWORD",
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const secure = url.protocol === "rediss:";
  if (!secure && !isThisMachine(host) && environment.REDIS_PLAIN !== "1") {
    throw new RangeError(
      `redis: the address of another machine must be rediss://, with TLS, got redis://${host}: ` +
        "REDIS_PLAIN=1 allows it on a network that is your own",
    );
  }
  const db = Number(url.pathname.slice(1) || 0);
  if (!Number.isInteger(db) || db < 0) {
    throw new RangeError(`redis: the database must be a whole number, got ${url.pathname}`);
  }
  return {
    host,
    port: Number(url.port || 6379),
    db,
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(environment.REDIS_PASSWORD && { password: environment.REDIS_PASSWORD }),
    ...(secure && { tls: authority(environment.REDIS_CA) }),
  };
}

/** What leads to a Redis. */
export type RedisAddress = ReturnType<typeof connectionFrom>;

const isThisMachine = (host: string): boolean => host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

function authority(ca: string | undefined): { ca?: string } {
  if (!ca) return {};
  if (ca.startsWith("-----BEGIN")) return { ca };
  try {
    return { ca: readFileSync(ca, "utf8") };
  } catch (error) {
    throw new RangeError(`redis: REDIS_CA must be a certificate's file: ${(error as Error).message}`);
  }
}

/**
 * A connection that answers now. When it is lost later, it is made again, and what is asked meanwhile waits.
 *
 * @param patience  milliseconds until it must have answered; without it ioredis would try for ever, and in silence
 * @throws {Error} if there is no Redis, or it does not let us in: with its address, and what to do
 */
export async function connect(address: RedisAddress, { patience = 5000, onProblem = (_: string) => {} } = {}) {
  let answered = false;
  const redis = new Redis({
    ...address,
    lazyConnect: true,
    connectTimeout: patience,
    maxRetriesPerRequest: null, // BullMQ asks for it: a worker outlasts a Redis that starts again
    disableClientInfo: true, // Redis 7.0 does not know it, and an ACL has to allow it
    retryStrategy: (times) => (answered ? Math.min(200 * 2 ** times, longestWait) : null),
  });
  let problem = "no answer";
  redis.on("error", (error: Error) => {
    problem = error.message || String((error as NodeJS.ErrnoException).code);
    if (answered) onProblem(`redis: ${problem}`);
  });
  const timer = setTimeout(() => redis.disconnect(), patience);
  try {
    await redis.connect();
    await redis.ping();
    answered = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    const said = (error as Error).message;
    throw new Error(explained(address, /closed/i.test(said) ? problem : said), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function explained({ host, port, tls }: RedisAddress, problem: string): string {
  const place = `redis: ${host}:${port}`;
  if (/WRONGPASS|NOAUTH/.test(problem)) return `${place} refuses the user or password: set REDIS_PASSWORD (${problem})`;
  if (/NOPERM/.test(problem)) return `${place} lets the user in, but not do what a sweep needs (${problem})`;
  if (tls && /altnames/.test(problem)) {
    return `${place} shows a certificate for another name than this one: use the address that it names (${problem})`;
  }
  if (tls && /certificate|CERT|self.signed/i.test(problem)) {
    return `${place} shows a certificate that is not trusted: set REDIS_CA to the file of your authority's (${problem})`;
  }
  if (tls && /wrong version|packet length|ECONNRESET|socket/i.test(problem)) {
    return `${place} does not speak TLS: rediss:// needs its tls-port (${problem})`;
  }
  if (!tls && /ECONNRESET/.test(problem)) {
    return `${place} answers nothing without TLS: the address must be rediss:// where that is its tls-port (${problem})`;
  }
  return `no Redis at ${host}:${port} (${problem})`;
}

/** @returns what in the server's settings may cost trials: sentences, none where all is well */
export async function settingsAtRisk(redis: Redis): Promise<string[]> {
  const info = `${await redis.info("memory")}\n${await redis.info("persistence")}\n${await redis.info("server")}`;
  const told = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const policy = told("maxmemory_policy");
  return [
    policy !== "noeviction" && `maxmemory-policy is ${policy}: Redis may throw trials away; set noeviction`,
    told("aof_enabled") !== "1" && "appendonly is no: a Redis that starts again has forgotten the trials; set yes",
    Number.parseFloat(told("redis_version") ?? "0") < 6.2 && "Redis must be 6.2 or newer",
  ].filter((sentence) => sentence !== false);
}
