// The container that JupyterLab expects of a prebuilt extension. Set-up bundles it, and all that it requires, into one
// script. The modules of JupyterLab that the extension imports are taken from the page, where JupyterLab shares them.

/** What a module exports, which nobody types here. */
type Exports = Readonly<Record<string, unknown>>;

interface SharedVersion {
  /** Whether somebody on the page uses this version already. */
  readonly loaded?: unknown;
  get(): Promise<() => Exports>;
}

/** By a module's name, its versions. */
type ShareScope = Readonly<Record<string, Readonly<Record<string, SharedVersion>>>>;

interface Container {
  init(scope: ShareScope): void;
  get(module: string): Promise<() => Exports>;
}

/** Both are written by set-up: the extension's name, and the names of the modules of JupyterLab that it imports. */
declare const extensionName: string;
declare const sharedModules: readonly string[];

declare const require: (path: string) => Exports;

/** What the extension offers JupyterLab, by the names in scripts/setup/extension.mjs. Loaded when JupyterLab asks. */
const offered: Readonly<Record<string, () => Exports>> = {
  "./panels": () => require("./panels"),
  "./plugins": () => require("./plugins"),
};

const page = globalThis as unknown as {
  _JUPYTERLAB?: Record<string, Container>;
  /** Where the bundle finds JupyterLab's modules: scripts/setup/extension.mjs writes an import as a look in here. */
  $cnnNotebooks?: Record<string, Exports>;
};
const taken: Record<string, Exports> = {};
page.$cnnNotebooks = taken;

let scope: ShareScope = {};

async function take(name: string): Promise<void> {
  const versions = Object.values(scope[name] ?? {});
  const version = versions.find(({ loaded }) => loaded) ?? versions.at(-1);
  if (!version) throw new Error(`${extensionName}: expected ${name} among JupyterLab's shared modules, found none`);
  taken[name] = (await version.get())();
}

page._JUPYTERLAB ??= {};
page._JUPYTERLAB[extensionName] = {
  init: (shared) => {
    scope = shared;
  },
  get: async (module) => {
    const load = offered[module];
    if (!load) throw new Error(`${extensionName}: expected one of ${Object.keys(offered).join(", ")}, got ${module}`);
    await Promise.all(sharedModules.map(take));
    return load;
  },
};
