import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../scripts/project.mjs";

/** What set-up needs of the project; a fresh clone holds no more of what it installs. */
const needed = ["package.json", "package-lock.json", ".npmrc", "scripts", "jupyter", "src"];

/** The project as freshly cloned, in a temporary folder. */
export function freshCopy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "fresh-")), "project");
  mkdirSync(folder);
  for (const name of needed) cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
}

/** Removes a copy that `freshCopy` made. */
export const removeCopy = (folder: string) => rmSync(dirname(folder), { recursive: true, force: true });

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | string | null;
  readonly output: string;
}

/** How a command is run in a copy. */
export interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the script by `signal` as soon as this is printed. */
  readonly killAt?: string;
  readonly signal?: NodeJS.Signals;
  /** Milliseconds between the line and the signal. */
  readonly after?: number;
  /** Another user's number; only root can ask for one. */
  readonly uid?: number;
}

/** Runs one of the project's scripts to its end, or to where it is killed. */
export function runScript(folder: string, command: string[], options: RunOptions = {}): Promise<Ended> {
  const { environment = process.env, killAt, signal = "SIGKILL", after = 0, uid } = options;
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: environment,
    ...(uid !== undefined && { uid }),
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
    // The event is not "close": a command that outlives its killed script may hold the pipes.
    child.once("exit", (status, bySignal) => setTimeout(() => resolve({ status: bySignal ?? status, output }), 20)),
  );
}

/** Runs one of the project's scripts where it may write nothing: as another user, or with the folder's rights taken. */
export async function runUnwritable(folder: string, command: string[]): Promise<Ended> {
  if (process.getuid?.() !== 0) {
    const folders = [folder, join(folder, ".local")].filter((path) => existsSync(path));
    for (const path of folders) chmodSync(path, 0o555);
    return runScript(folder, command).finally(() => {
      for (const path of folders) chmodSync(path, 0o755);
    });
  }
  chmodSync(dirname(folder), 0o755);
  const nobody = 65534;
  return runScript(folder, command, { uid: nobody });
}

/** An environment whose PATH has only the named commands, and those given as shell scripts. */
export function onlyCommands(folder: string, real: string[], fakes: Record<string, string> = {}): NodeJS.ProcessEnv {
  const bin = mkdtempSync(join(dirname(folder), "bin-"));
  const scripts = { ...Object.fromEntries(real.map((name) => [name, forwardTo(name)])), ...fakes };
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { ...process.env, PATH: bin };
}

/** A script that calls the command. A link would not do: Python and npm look for their files beside it. */
const forwardTo = (name: string) => {
  const ask = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8" }).trim();
  // A version manager's `python3` is a script that needs more commands than this environment has.
  const python = () => ask("python3", "-c", "import sys; print(sys.executable)");
  return `exec "${name === "python3" ? python() : ask("which", name)}" "$@"`;
};
