// Loads packages, as Node finds them from a folder upwards.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants } from "node:vm";
import { type Namespace, withAllNames } from "./namespaces";

/** The second argument of `import(…)`: `{ with: { type: "json" } }`. */
export interface ImportOptions {
  readonly with?: Readonly<Record<string, string>>;
}

/** The exports of a package, or why it could not be imported. */
interface Package {
  readonly exports?: Namespace;
  readonly error?: unknown;
}

/** A package that a file in this folder imports. */
export interface Wanted {
  readonly folder: string;
  readonly name: string;
}

/** The packages that were loaded with Node's `import`. Node itself remembers those that were required. */
export class Packages {
  readonly #packages = new Map<string, Package>();
  readonly #before: (name: string) => void;

  /** @param before  called with the name of a package before it is loaded */
  constructor(before: (name: string) => void) {
    this.#before = before;
  }

  /** @returns a promise, if any of the packages was not loaded before */
  load(wanted: readonly Wanted[]): Promise<void> | undefined {
    const missing = wanted.filter(({ folder, name }) => !this.#packages.get(packageKey(folder, name))?.exports);
    if (missing.length === 0) return undefined;
    return Promise.all(missing.map((one) => this.#loadOne(one))).then(() => {});
  }

  async #loadOne({ folder, name }: Wanted): Promise<void> {
    const key = packageKey(folder, name);
    try {
      this.#before(name);
      const from = asUrl(placeOf(name));
      const options = name.endsWith(".json") ? { with: { type: "json" } } : {};
      const namespace = await importFrom(folder)(from, options);
      this.#packages.set(key, { exports: withAllNames(namespace, name, folder) });
    } catch (error) {
      this.#packages.set(key, { error });
    }
  }

  /** The exports of a package that was loaded. @throws {unknown} what the package threw while it was loaded */
  exportsOf(folder: string, name: string): Namespace {
    const { exports, error } = this.#packages.get(packageKey(folder, name)) ?? {};
    if (!exports) throw error ?? new Error(`Cannot find package '${name}'`);
    return exports;
  }

  /** Does `await import(…)` of a package. @param path  its file, if that is known already */
  async import(from: string, path: string | undefined, folder: string, options: ImportOptions): Promise<Namespace> {
    this.#before(from);
    const name = asUrl(path ?? placeOf(from));
    return withAllNames(await importFrom(folder)(name, options), path ?? from, folder);
  }

  /** Does `require(…)` of a package, with the `require` of the file that asks. */
  require(native: NodeJS.Require, from: string, path: string | undefined): unknown {
    this.#before(from);
    return native(path ?? placeOf(from));
  }
}

/** Every notebook gets the tslab package that the kernel comes with, because that one shows its content here. */
const placeOf = (name: string): string => (name === "tslab" ? require.resolve("tslab") : name);

/** `import` takes a URL for a path. */
const asUrl = (from: string): string => (from.startsWith("/") ? pathToFileURL(from).href : from);

const packageKey = (folder: string, name: string): string => `${folder}\0${name}`;

/** Node's own `import`, as if a file in this folder called it. */
function importFrom(folder: string) {
  return compileFunction("return import(from, options)", ["from", "options"], {
    filename: join(folder, "_.mjs"),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (from: string, options?: ImportOptions) => Promise<Namespace>;
}
