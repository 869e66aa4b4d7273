import { execFileSync } from "node:child_process";
import { cleaned } from "../../scripts/clean-notebooks.mjs";

const git = (repository: string, ...args: string[]) =>
  execFileSync("git", args, {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

/** Whether git knows the folder; an unpacked archive has no index to look at. */
export function isCheckout(folder: string): boolean {
  try {
    return git(folder, "rev-parse", "--is-inside-work-tree").trim() === "true";
  } catch {
    return false;
  }
}

/** What is wrong with the notebooks in git's index: what the next commit stores, whatever lies in the folder. */
export function storedProblems(repository: string): string[] {
  const paths = git(repository, "ls-files", "-z", "--", "*.ipynb").split("\0").filter(Boolean);
  return paths.flatMap((path) => {
    const text = git(repository, "show", `:${path}`);
    return text === cleaned(text) ? [] : [`${path}: ${reason(text)}; run npm run clean-notebooks and git add it`];
  });
}

function reason(text: string): string {
  const { cells } = JSON.parse(text) as {
    cells: { outputs?: unknown[]; execution_count?: unknown }[];
  };
  if (cells.some((cell) => (cell.outputs ?? []).length > 0)) return "stored with outputs";
  if (cells.some((cell) => typeof cell.execution_count === "number")) return "stored with execution counts";
  return "stored with metadata or in a format that saving it would change";
}
