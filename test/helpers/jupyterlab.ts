import { spawn } from "node:child_process";
import { root } from "../../scripts/project.mjs";
import { until } from "./until";

/** A JupyterLab that runs. */
export interface RunningLab {
  /** The address of a file of the project's root folder, with the token. */
  address(path: string): string;
  /** Everything that was printed so far. */
  output(): string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const startTimeout = 60_000;

/** How JupyterLab is started. */
export interface LabOptions {
  readonly flags?: readonly string[];
  /** More of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Left out, it is what `npm start` runs. */
  readonly command?: readonly string[];
}

const npmStart = [process.execPath, `${root}/scripts/start.mjs`];

/** Starts JupyterLab without a browser. It looks for a free port itself, when it is about to listen there. */
export async function startJupyterLab({
  flags = [],
  environment,
  command = npmStart,
}: LabOptions = {}): Promise<RunningLab> {
  const [program = "", ...words] = command;
  const child = spawn(program, [...words, "--no-browser", ...flags], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
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
  const found = await Promise.race([
    until(() => /http:\/\/localhost:(\d+)\/lab\S*token=([0-9a-f]+)/.exec(output) ?? undefined, startTimeout),
    ended.then(() => undefined),
  ]);
  if (found === undefined) {
    await stop();
    throw new Error(`JupyterLab did not start:\n${output}`);
  }
  const [, port, token] = found;
  return {
    address: (path) => `http://localhost:${port}/lab${path && `/tree/${path}`}?reset&token=${token}`,
    output: () => output,
    stop,
  };
}
