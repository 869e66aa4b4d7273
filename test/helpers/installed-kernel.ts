import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "../../scripts/project.mjs";
import { notebook } from "./notebook";
import { type Ended, runScript } from "./project-copy";

/** A machine on which the kernel is installed, and a folder of notebooks outside every project. */
export interface InstalledKernel {
  /** The folder of the kernelspec. */
  readonly spec: string;
  readonly notebooks: string;
  /** The environment in which Jupyter finds no kernel of ours but this one. */
  readonly environment: NodeJS.ProcessEnv;
  /** Writes a file beside the notebooks, and the folders above it. @returns its path */
  write(path: string, content: string | object): string;
  read(path: string): string;
  /** Runs a command in the notebooks' folder to its end. */
  run(command: string, args: readonly string[], input?: string): Promise<Ended>;
  /** Runs cells in one kernel. @returns for each its result, what it printed or its error */
  runCells(...cells: readonly string[]): Promise<string[]>;
  close(): void;
}

/** Installs the kernel below a path with blanks and letters beyond ASCII, which must not matter. */
export async function installedKernel(): Promise<InstalledKernel> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "installed ü-")));
  const prefix = join(folder, "pre fix");
  const notebooks = join(folder, "note books é");
  mkdirSync(notebooks);
  const installed = await installKernel(["--prefix", prefix]);
  if (installed.status !== 0) throw new Error(installed.output);
  const environment = {
    ...process.env,
    JUPYTER_PATH: join(prefix, "share", "jupyter"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_DATA_DIR: join(folder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
  };
  const inNotebooks = (path: string) => join(notebooks, path);
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(inNotebooks(path)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(inNotebooks(path), text);
    return inNotebooks(path);
  };
  const run = (command: string, args: readonly string[], input?: string) =>
    runToEnd(command, args, { cwd: notebooks, env: environment, input });
  const read = (path: string) => readFileSync(inNotebooks(path), "utf8");
  return {
    spec: join(prefix, "share", "jupyter", "kernels", "tslab"),
    notebooks,
    environment,
    write,
    read,
    run,
    runCells: async (...cells) => {
      write("cells.ipynb", notebook(...cells));
      const { status, output } = await run(venv("jupyter-execute"), ["--inplace", "--allow-errors", "cells.ipynb"]);
      if (status !== 0) throw new Error(output);
      return textsIn(read("cells.ipynb"));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs scripts/install-kernel.mjs with flags. */
export const installKernel = (flags: readonly string[], environment = process.env) =>
  runScript(root, ["scripts/install-kernel.mjs", ...flags], { environment });

/** A command of the project's Python environment. */
export const venv = (command: string) => join(root, ".venv", "bin", command);

interface Output {
  readonly text?: string | string[];
  readonly data?: Readonly<Record<string, string | string[]>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/** What each cell of a stored notebook shows. */
export function textsIn(stored: string): string[] {
  const { cells } = JSON.parse(stored) as { cells: { outputs: Output[] }[] };
  const joined = (text: string | string[]) => [text].flat().join("");
  return cells.map(({ outputs }) =>
    outputs
      .map(({ text, data, ename, evalue }) =>
        joined(text ?? data?.["text/html"] ?? data?.["text/plain"] ?? `${ename}: ${evalue}`),
      )
      .join(""),
  );
}

interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input: string | undefined;
}

function runToEnd(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { input, ...where } = options;
  const child = spawn(command, args, { ...where, stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => {
      output += bytes;
    });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) =>
      resolve({ status: status ?? signal, output: stripVTControlCharacters(output) }),
    );
  });
}
