// The project that a notebook belongs to.
import { dirname } from "node:path";
import { nearest } from "../compiler/files/nearest-file";
import { readPackageJson } from "../compiler/files/package-json";

/** The project that a notebook belongs to. */
export interface Project {
  /** The notebook's folder. */
  readonly folder: string;
  /** The nearest folder upwards that has a package.json or a tsconfig.json. */
  readonly root: string;
  /**
   * The folder that a cell's relative paths start from, as in `readFileSync("data.csv")`: the notebook's folder or, if
   * package.json says so, the root.
   */
  readonly workingDirectory: string;
  /** Whether what a cell installs is written into package.json. */
  readonly savesInstalled: boolean;
}

/**
 * @param folder  the notebook's @returns its project; without package.json and tsconfig.json that is the folder alone
 */
export function projectOf(folder: string): Project {
  const found = ["package.json", "tsconfig.json"].flatMap((name) => nearest(folder, name) ?? []);
  const [deepest] = found.map((path) => dirname(path)).sort((a, b) => b.length - a.length);
  const root = deepest ?? folder;
  const settings = readPackageJson(nearest(folder, "package.json")).notebooks ?? {};
  return {
    folder,
    root,
    workingDirectory: settings.workingDirectory === "project" ? root : folder,
    savesInstalled: settings.saveInstalled ?? true,
  };
}
