// Packages: a page has none of npm's, and Node's own modules as far as node/builtins.ts has them.

import { asNamespace, type Namespace } from "../../kernel/run/namespaces";
import "../node/builtins";
import { createRequire } from "../node/module";

export type { ImportOptions, Wanted } from "../../kernel/run/packages";

/** What Node's `import` says, in place of what `require` says. */
const notFound = { code: "ERR_MODULE_NOT_FOUND" };

/** In the place of run/packages.ts. */
export class Packages {
  readonly #before: (name: string) => void;

  /** @param before  called with the name of a package before its exports are given */
  constructor(before: (name: string) => void) {
    this.#before = before;
  }

  load(): undefined {
    return undefined;
  }

  exportsOf(folder: string, name: string): Namespace {
    this.#before(name);
    return asNamespace(createRequire(`${folder}/_`)(name));
  }

  async import(from: string, _path: string | undefined, folder: string): Promise<Namespace> {
    try {
      return this.exportsOf(folder, from);
    } catch (error) {
      if (Reflect.get(error as object, "code") === "MODULE_NOT_FOUND") Object.assign(error as object, notFound);
      throw error;
    }
  }

  require(native: (name: string) => unknown, from: string): unknown {
    this.#before(from);
    return native(from);
  }
}
