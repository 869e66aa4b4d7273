import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "./jupyterlab";

/** What set-up needs of the project; a fresh clone holds no more of what it installs. */
const needed = ["package.json", "package-lock.json", ".npmrc", "scripts", "jupyter", "src"];

/** The project as freshly cloned, in a temporary folder. */
export function freshCopy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "fresh-")), "project");
  mkdirSync(folder);
  for (const name of needed)
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  return folder;
}

export const removeCopy = (folder: string) =>
  rmSync(dirname(folder), { recursive: true, force: true });

export interface Ended {
  readonly status: number | string | null;
  readonly output: string;
}

export interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the script by `signal` as soon as this is printed. */
  readonly killAt?: string;
  readonly signal?: NodeJS.Signals;
  /** Milliseconds between the line and the signal. */
  readonly after?: number;
}

/** Runs one of the project's scripts to its end, or to where it is killed. */
export function runScript(
  folder: string,
  command: string[],
  options: RunOptions = {},
): Promise<Ended> {
  const { environment = process.env, killAt, signal = "SIGKILL", after = 0 } = options;
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let killing = false;
  const collect = (bytes: Buffer) => {
    output += bytes;
    if (killAt === undefined || killing || !output.includes(killAt)) return;
    killing = true;
    setTimeout(() => child.kill(signal), after);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve) =>
    // Not "close": a command that outlives its killed script may hold the pipes.
    child.once("exit", (status, bySignal) =>
      setTimeout(() => resolve({ status: bySignal ?? status, output }), 20),
    ),
  );
}

/** An environment whose PATH has only the named commands, and those given as shell scripts. */
export function onlyCommands(
  folder: string,
  real: string[],
  fakes: Record<string, string> = {},
): NodeJS.ProcessEnv {
  const bin = mkdtempSync(join(dirname(folder), "bin-"));
  const scripts = { ...Object.fromEntries(real.map((name) => [name, forwardTo(name)])), ...fakes };
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { ...process.env, PATH: bin };
}

/** Not a link: Python and npm look for the rest of themselves beside where they were called. */
const forwardTo = (name: string) => {
  const ask = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: "utf8" }).trim();
  // A version manager's `python3` is a script that needs more commands than this environment has.
  const python = () => ask("python3", "-c", "import sys; print(sys.executable)");
  return `exec "${name === "python3" ? python() : ask("which", name)}" "$@"`;
};
