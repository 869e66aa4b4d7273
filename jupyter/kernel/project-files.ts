import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

interface Watcher {
  close(): void;
}

const changedKind = 1;
const deletedKind = 2;

/** What the compiler knows of the project's files. It is told of changes only by `refresh`. */
export class ProjectFiles {
  readonly #root: string;
  readonly #files = new Map<
    string,
    { seen: string; readonly changed: (path: string, kind: number) => void }
  >();
  readonly #folders = new Map<
    string,
    { seen: Set<string>; readonly changed: (path: string) => void }
  >();

  constructor(root: string) {
    this.#root = root;
  }

  watchFile(path: string, changed: (path: string, kind: number) => void): Watcher {
    if (this.#isOurs(path)) this.#files.set(path, { seen: fingerprint(path), changed });
    return { close: () => this.#files.delete(path) };
  }

  watchFolder(path: string, changed: (path: string) => void): Watcher {
    if (this.#isOurs(path)) this.#folders.set(path, { seen: filesBelow(path), changed });
    return { close: () => this.#folders.delete(path) };
  }

  /** Tells the compiler which files were edited, added or removed since the last time. */
  refresh(): void {
    for (const [path, file] of [...this.#files]) {
      const now = fingerprint(path);
      if (now === file.seen) continue;
      file.seen = now;
      file.changed(path, now === missing ? deletedKind : changedKind);
    }
    for (const [path, folder] of [...this.#folders]) {
      const before = folder.seen;
      folder.seen = filesBelow(path);
      for (const file of folder.seen) if (!before.has(file)) folder.changed(file);
      for (const file of before) if (!folder.seen.has(file)) folder.changed(file);
    }
  }

  #isOurs(path: string): boolean {
    return path.startsWith(this.#root) && !path.includes("/node_modules");
  }
}

const missing = "missing";

function fingerprint(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : missing;
}

/** Source files only; folders with other people's or generated code are left out. */
function filesBelow(folder: string, found = new Set<string>()): Set<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) filesBelow(path, found);
    else if (/\.[cm]?[jt]sx?$|\.json$/.test(entry.name)) found.add(path);
  }
  return found;
}
