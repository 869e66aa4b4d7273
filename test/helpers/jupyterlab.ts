import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** A JupyterLab that `npm start` brought up. */
export interface RunningLab {
  /** The address of a file of the project's root folder, with the token. */
  address(path: string): string;
  /** Everything that was printed so far. */
  output(): string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const startTimeout = 60_000;

/** Starts JupyterLab as `npm start` does, without a browser, on a free port. */
export async function startJupyterLab(
  flags: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<RunningLab> {
  const port = await freePort();
  const script = `${projectRoot}/scripts/start.mjs`;
  const child = spawn(
    process.execPath,
    [script, "--no-browser", "--port", String(port), ...flags],
    {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output += bytes;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill("SIGINT");
    return ended;
  };
  const token = await Promise.race([
    until(() => /token=([0-9a-f]+)/.exec(output)?.[1], startTimeout),
    ended.then(() => undefined),
  ]);
  if (token === undefined) {
    await stop();
    throw new Error(`JupyterLab did not start:\n${output}`);
  }
  return {
    address: (path) =>
      `http://localhost:${port}/lab${path && `/tree/${path}`}?reset&token=${token}`,
    output: () => output,
    stop,
  };
}

/** The first value that `look` finds, or undefined when the time is up. */
export async function until<T>(look: () => T | undefined, timeout: number): Promise<T | undefined> {
  for (const end = Date.now() + timeout; Date.now() < end; ) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

/** The command lines of running processes that name `path`. */
export function processesOf(path: string): string[] {
  const lines = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(path) && !line.includes("vitest"));
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
