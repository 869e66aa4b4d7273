// The kernel of the browser edition without a browser: its page is this process, its workers are threads of Node, and
// the drive is a folder on disk.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";
import { Worker as Thread } from "node:worker_threads";
import type { LiteMessage } from "../../../../jupyter/browser/front-end";
import { type BuiltSources, type Files, placedTexts } from "../../../../jupyter/browser/messages";
import type { DriveOfPage, PageKernel, PageParts, WorkerOfPage } from "../../../../jupyter/browser/page-kernel";
import { localFolder } from "../../../../scripts/project.mjs";
import { buildBrowserKernel, bundle } from "../../../../scripts/setup/browser-kernel.mjs";
import { filesBelow } from "../../../../scripts/setup/files.mjs";
import { fingerprint } from "../../../../scripts/setup/step.mjs";

const builds = join(localFolder, "browser-kernels-in-tests");
const sources = ["jupyter/browser", "jupyter/kernel", "scripts/setup", "src"].flatMap((below) => filesBelow(below));
/** A build is named by what it is made of, and changes no more: test files that run side by side share it. */
const folder = join(builds, fingerprint([], ["package-lock.json", ...sources]).slice(0, 16));
const script = (name: string, within = folder) => join(within, "static", `${name}.js`);

/** Builds the kernel, if anything that it is made of has changed. */
async function build(): Promise<void> {
  if (existsSync(folder)) return;
  for (const old of existsSync(builds) ? readdirSync(builds) : [])
    if (!old.includes(".")) rmSync(join(builds, old), { recursive: true, force: true });
  const own = `${folder}.${process.pid}`;
  await buildBrowserKernel(own);
  const page = join("jupyter", "browser", "page-kernel.ts");
  await bundle({ entryPoints: [page], outfile: script("page-kernel", own), globalName: "pageKernel" });
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // nobody else was faster
  }
}

/** One number for each blob of this process: whether it was revoked. */
const revoked = new Int32Array(new SharedArrayBuffer(1 << 20));
let blobs = 0;

interface Loaded {
  readonly Kernel: new (parts: PageParts) => PageKernel;
  readonly firstFiles: Files;
  readonly built: BuiltSources;
  readonly panelFiles: Files;
}
let loaded: Promise<Loaded> | undefined;

async function load(): Promise<Loaded> {
  await build();
  Object.assign(URL, {
    createObjectURL: () => `blob:${++blobs}`,
    revokeObjectURL: (url: string) => Atomics.store(revoked, Number(url.slice("blob:".length)), 1),
  });
  const { PageKernel: Kernel } = runInThisContext(`${readFileSync(script("page-kernel"), "utf8")};pageKernel`);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, "static", name), "utf8"));
  const firstFiles = placedTexts(read("types.json"));
  return { Kernel, firstFiles, built: read("sources.json"), panelFiles: placedTexts(read("panel-files.json")) };
}

/**
 * Starts a kernel.
 *
 * @param project    the folder that is its drive
 * @param notebooks  the notebook's folder in it
 * @param changed    what it is given in the place of a working page
 */
export async function openPage(
  project: string,
  notebooks: string,
  send: (message: LiteMessage) => void,
  changed = (parts: PageParts): PageParts => parts,
): Promise<PageKernel> {
  loaded ??= load();
  const { Kernel, firstFiles, built, panelFiles } = await loaded;
  return new Kernel(
    changed({
      send,
      startWorker,
      whyNot: async (_name, told = "") => told,
      firstFiles: async () => firstFiles,
      built: async () => built,
      panelFiles: async () => panelFiles,
      drive: driveOf(project),
      folder: join("/project", notebooks),
    }),
  );
}

function startWorker(name: string): WorkerOfPage {
  const thread = new Thread(new URL("worker.mjs", import.meta.url), {
    workerData: { script: script(name), revoked },
    resourceLimits: { stackSizeMb: 4 },
  });
  thread.unref();
  return {
    postMessage: (message: unknown) => thread.postMessage(message),
    terminate: () => void thread.terminate(),
    set onmessage(heard: (event: { data: unknown }) => void) {
      thread.on("message", (data) => heard({ data }));
    },
    set onerror(heard: (event: { message: string }) => void) {
      thread.on("error", heard as (error: Error) => void);
    },
  } as WorkerOfPage;
}

/** What a site has no part in. A drive shows no hidden folders; of `.local` it has what tests write there. */
const leftOut = /^(node_modules|\.(?!local$).*|jupyter|scripts|bench|docs|deploy|site|exports)$/;
const inLocal = /^(typing|live-source|words|files-and-packages)/;

const stampOf = ({ mtimeMs, ctimeMs, size, ino }: Stats) => `${mtimeMs} ${ctimeMs} ${size} ${ino}`;

function driveOf(project: string): DriveOfPage {
  const seen = new Map<string, string>();
  let hasBegun = false;
  const changes = (): Files => {
    const files: Record<string, Files[string]> = {};
    const there = new Set<string>();
    const visit = (below: string) => {
      for (const entry of readdirSync(join(project, below), { withFileTypes: true })) {
        if (below === "" && leftOut.test(entry.name)) continue;
        if (below === ".local" && !inLocal.test(entry.name)) continue;
        const path = join(below, entry.name);
        const stats = statSync(join(project, path), { throwIfNoEntry: false });
        if (!stats) continue; // a link that leads nowhere
        if (stats.isDirectory()) visit(path);
        else {
          there.add(path);
          const stamp = stampOf(stats);
          if (seen.get(path) === stamp || path.endsWith(".ipynb")) continue;
          seen.set(path, stamp);
          const { href: url } = pathToFileURL(join(project, path));
          const isText = /\.([cm]?[jt]sx?|json)$/.test(path);
          const text = isText ? { text: readFileSync(join(project, path), "utf8") } : {};
          // What is there at first is the site's, and the rest is the reader's own.
          files[path] = isText && hasBegun ? text : { ...text, url, size: stats.size };
        }
      }
    };
    visit("");
    hasBegun = true;
    for (const path of seen.keys())
      if (!there.has(path)) {
        seen.delete(path);
        files[path] = null;
      }
    return files;
  };
  return {
    changes: async () => changes(),
    write(path, bytes) {
      const file = join(project, path);
      if (bytes === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
        seen.set(path, stampOf(statSync(file)));
      }
    },
    forget: () => seen.clear(),
  };
}
