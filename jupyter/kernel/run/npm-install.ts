// The line `%npm install name` in a cell.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { CellContext } from "../context/cell-context";
import type { Output } from "../show/output";
import type { Project } from "./project";

/** The time between two looks at whether the cell was stopped. */
const watchMilliseconds = 100;

class NpmError extends Error {
  override readonly name = "NpmError";
}

/** @returns a function that runs npm in the project's folder and prints npm's output in the cell as it comes */
export function npmIn(
  { root, savesInstalled }: Project,
  output: Output,
  context: CellContext,
): (words: string) => Promise<void> {
  return async (words) => {
    const cell = context.current;
    const npm = new Npm(root, () => cell?.life.stopped ?? false);
    const show: Show = (name, text) => output.print(name, text, cell);
    const [command = "", ...rest] = words.trim().split(/\s+/);
    const succeed = async (argv: readonly string[]) => {
      const code = await npm.run(argv, show);
      if (code !== 0) throw new NpmError(`npm ${words} ended with code ${code}`);
    };
    if (!/^(i|in|install|add)$/.test(command)) return succeed([command, ...rest]);

    const isKept = savesInstalled && !rest.includes("--no-save");
    const flags = rest.filter((word) => word.startsWith("-") && word !== "--no-save");
    const packages = rest.filter((word) => !word.startsWith("-"));
    const install = async (packages: readonly string[], saving: readonly string[]) => {
      const keeping = isKept ? [] : ["--no-save", ...(await npm.unsaved())];
      await succeed(["install", ...packages, ...flags, ...saving, ...keeping]);
    };
    await install(packages, []);
    for (const name of typesWanted(packages, root)) {
      if ((await npm.run(["view", name, "version", ...flags])) !== 0) continue;
      show("stdout", `Types: ${name}\n`);
      await install([name], isKept ? ["--save-dev"] : []);
    }
    if (!isKept) show("stdout", "Not written into package.json (--no-save).\n");
  };
}

type Show = (name: "stdout" | "stderr", text: string) => void;

/** npm in a project's folder, until a cell is stopped. */
class Npm {
  readonly #folder: string;
  readonly #isStopped: () => boolean;

  constructor(folder: string, isStopped: () => boolean) {
    this.#folder = folder;
    this.#isStopped = isStopped;
  }

  /** Runs npm with these arguments. @returns its exit code */
  async run(argv: readonly string[], show: Show = () => {}): Promise<number | null> {
    const flags = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
    const child = spawn("npm", [...argv, ...flags], { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new StringDecoder();
      child[name].on("data", (bytes: Buffer) => show(name, decoder.write(bytes)));
    }
    const watch = setInterval(() => this.#isStopped() && child.kill(), watchMilliseconds);
    try {
      return await new Promise((done, failed) => {
        child.on("error", ({ message }) => failed(new NpmError(message)));
        child.on("close", done);
      });
    } finally {
      clearInterval(watch);
    }
  }

  /**
   * The packages that were installed without being saved. The next `npm install` removes them, unless it names them.
   */
  async unsaved(): Promise<string[]> {
    let json = "";
    await this.run(["ls", "--json", "--depth=0"], (name, text) => {
      if (name === "stdout") json += text;
    });
    const { dependencies = {} } = JSON.parse(json || "{}") as { dependencies?: Record<string, Installed> };
    return Object.entries(dependencies)
      .filter(([, { extraneous }]) => extraneous)
      .map(([name, { version, resolved }]) =>
        resolved?.startsWith("file:") ? this.#local(resolved) : `${name}@${version}`,
      );
  }

  /** The absolute path of a package in a folder; npm gives a path that starts in node_modules. */
  #local(resolved: string): string {
    return join(this.#folder, "node_modules", resolved.slice("file:".length));
  }
}

interface Installed {
  readonly version?: string;
  readonly resolved?: string;
  readonly extraneous?: boolean;
}

/** The packages with types for those that were installed without; words that are no package's name have none. */
export function typesWanted(words: readonly string[], root: string): string[] {
  return words.flatMap((word) => {
    const [, name] = /^((?:@[\w.~-]+\/)?[\w][\w.~-]*)(?:@[^/]*)?$/.exec(word) ?? [];
    if (!name || name.startsWith("@types/") || hasTypes(join(root, "node_modules", name))) return [];
    return [`@types/${name.replace(/^@(.*)\//, "$1__")}`];
  });
}

function hasTypes(folder: string): boolean {
  try {
    const { types, typings, exports, main = "index" } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const entry = join(folder, main).replace(/(\.[cm]?js)?$/, ".d.ts");
    const beside = [entry, entry.replace(/\.d\.ts$/, "/index.d.ts"), join(folder, "index.d.ts")];
    return (
      Boolean(types || typings) ||
      /"types"|\.d\.[cm]?ts"/.test(JSON.stringify(exports ?? {})) ||
      beside.some(existsSync)
    );
  } catch {
    // A package that is not there needs no types.
    return true;
  }
}
