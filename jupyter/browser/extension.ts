// The kernel as an extension of JupyterLite: registers it under the name that the notebooks ask for. The container that
// JupyterLab expects of an extension is written by hand, which spares a build system; see jupyter/extension/container.ts.
import { type Contents, Drive } from "./drive";
import { jsonFromSite, loadedOnce, whyNot } from "./from-site";
import type { LiteMessage } from "./front-end";
import { type BuiltSources, placedTexts } from "./messages";
import { PageKernel, type WorkerOfPage } from "./page-kernel";

// biome-ignore lint/suspicious/noExplicitAny: JupyterLite's own modules, taken from the page when it has loaded them
type Any = any;

declare const extensionName: string;

const here = (document.currentScript as HTMLScriptElement).src;
let modules: Any;

const page = globalThis as Any;
page._JUPYTERLAB ??= {};
page._JUPYTERLAB[extensionName] = {
  init: (shared: Any) => {
    modules = shared;
  },
  get: async () => {
    const plugins = [await makePlugin()];
    return () => ({ __esModule: true, default: plugins });
  },
};

/** A module that the page shares, in the one version that it has. */
async function sharedModule(id: string): Promise<Any> {
  const [version] = Object.values(modules[id]) as { get(): Promise<() => Any> }[];
  if (!version) throw new Error(`JupyterLite shares no ${id}`);
  return (await version.get())();
}

const textsFromSite = (name: string) =>
  loadedOnce(async () => placedTexts(await jsonFromSite<Record<string, string>>(new URL(name, here))));

/** Types and settings that every kernel begins with. */
const firstFiles = textsFromSite("types.json");
const panelFiles = textsFromSite("panel-files.json");

const builtSources = loadedOnce(() => jsonFromSite<BuiltSources>(new URL("sources.json", here)));

const scriptOf = (name: string) => new URL(`${name}.js`, here);

async function makePlugin() {
  const { IKernelClient, IKernelSpecs } = await sharedModule("@jupyterlite/services");
  const { PageConfig } = await sharedModule("@jupyterlab/coreutils");
  const { Signal } = await sharedModule("@lumino/signaling");
  const kernels = new Map<string, LiteKernel>();

  interface KernelOptions {
    readonly id: string;
    readonly name: string;
    /** The folder of the notebook, from the drive's root. */
    readonly location: string;
    readonly sendMessage: (message: LiteMessage) => void;
  }

  /** A kernel as JupyterLite wants it. Messages are handed on at once, so that none waits for a cell's end. */
  class LiteKernel {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly ready = Promise.resolve();
    readonly disposed = new Signal(this);
    isDisposed = false;
    readonly #kernel: PageKernel;

    constructor({ id, name, location, sendMessage }: KernelOptions, contents: Contents) {
      this.id = id;
      this.name = name;
      this.location = location;
      const urlOf = (path: string) => new URL(`files/${path}`, new URL(PageConfig.getBaseUrl(), document.baseURI)).href;
      this.#kernel = new PageKernel({
        send: sendMessage,
        startWorker: (name) => new Worker(scriptOf(name), { name }) as WorkerOfPage,
        whyNot: (name, told) => whyNot(scriptOf(name), told),
        firstFiles,
        built: builtSources,
        panelFiles,
        drive: new Drive(contents, urlOf, builtSources),
        folder: `/project/${location}`.replace(/\/$/, ""),
      });
      kernels.set(id, this);
    }

    async handleMessage(message: LiteMessage): Promise<void> {
      this.#kernel.receive(message);
    }

    interrupt(): void {
      this.#kernel.interrupt();
    }

    dispose(): void {
      if (this.isDisposed) return;
      this.isDisposed = true;
      this.#kernel.close();
      if (kernels.get(this.id) === this) kernels.delete(this.id);
      this.disposed.emit(undefined);
    }
  }

  return {
    id: `${extensionName}:kernel`,
    autoStart: true,
    requires: [IKernelSpecs, IKernelClient],
    activate: (app: Any, specs: Any, client: Any) => {
      // JupyterLite's own Stop drops the cells that wait, and tells the kernel nothing.
      client.interrupt = async (id: string) => kernels.get(id)?.interrupt();
      specs.register({
        spec: { name: "tslab", display_name: "TypeScript", language: "typescript", argv: [], resources: {} },
        create: async (options: KernelOptions) => new LiteKernel(options, app.serviceManager.contents),
      });
    },
  };
}
