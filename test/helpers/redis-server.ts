import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePorts } from "./ports";

/** Why there can be no Redis here; undefined where there can. */
export const missingRedis = (): string | undefined =>
  spawnSync("redis-server", ["--version"]).status === 0
    ? undefined
    : "no redis-server was found: apt install redis-server";

/** A certificate of an authority of its own, for localhost. */
export interface Certificate {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** A Redis on loopback, on a port and in a folder of its own, ended by its process id. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly folder: string,
    private readonly more: readonly string[],
  ) {}

  /** @param more  further arguments of redis-server */
  static async start(more: readonly string[] = [], { tls }: { tls?: Certificate } = {}): Promise<RedisServer> {
    const [port] = await freePorts(1);
    const folder = mkdtempSync(join(tmpdir(), "cnn-redis-"));
    const secure = tls && ["--tls-cert-file", tls.certificate, "--tls-key-file", tls.key, "--tls-auth-clients", "no"];
    const ports = secure ? ["--port", "0", "--tls-port", String(port), ...secure] : ["--port", String(port)];
    const server = new RedisServer(port ?? 0, folder, [...ports, ...more]);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, or starts it again with what it has on its disk. */
  async start(): Promise<void> {
    const files = ["--dir", this.folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec"];
    const child = spawn("redis-server", ["--bind", "127.0.0.1", ...files, ...this.more], { stdio: "pipe" });
    this.process = child;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (text) => {
        log += text;
        if (log.includes("Ready to accept connections")) resolve();
      });
      child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${log}`)));
      child.once("error", reject);
    });
  }

  /** Ends it; what it wrote to its disk stays. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** Ends it for good. */
  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A connection to look with; closed by whoever asked. */
  client(options: object = {}): Redis {
    const client = new Redis({ host: "127.0.0.1", port: this.port, disableClientInfo: true, ...options });
    client.on("error", () => {}); // a test that ends its Redis knows
    return client;
  }
}

/** An authority of our own, and a certificate of it for localhost and 127.0.0.1, made by openssl. */
export function ownCertificate(folder: string): Certificate {
  const file = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "pipe" });
  const subject = (name: string) => ["-subj", `/CN=${name}`];
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
    "-days",
    "2",
    ...subject("our CA"),
  );
  openssl("req", ...newKey, "-keyout", file("redis.key"), "-out", file("redis.csr"), ...subject("localhost"));
  writeFileSync(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const signed = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-extfile", file("names")];
  openssl("x509", "-req", "-in", file("redis.csr"), ...signed, "-out", file("redis.pem"), "-days", "2");
  return { ca: file("ca.pem"), certificate: file("redis.pem"), key: file("redis.key") };
}
