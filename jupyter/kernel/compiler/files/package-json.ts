import { readFileSync } from "node:fs";

/** What the kernel reads of a package.json. */
export interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly notebooks?: NotebookSettings;
}

/** What a project says under "notebooks". */
interface NotebookSettings {
  readonly workingDirectory?: "project" | "notebook";
  readonly saveInstalled?: boolean;
}

/** Its contents; none if there is no such file or it cannot be read, which npm will complain about. */
export function readPackageJson(path: string | undefined): PackageJson {
  try {
    return path ? (JSON.parse(readFileSync(path, "utf8")) ?? {}) : {};
  } catch {
    return {};
  }
}
