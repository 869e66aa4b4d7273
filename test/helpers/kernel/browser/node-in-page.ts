// The modules of Node's that a page has, in a thread with what else a page's worker has, and without a kernel.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { root } from "../../../../scripts/project.mjs";
import { bundle } from "../../../../scripts/setup/browser-kernel.mjs";

const contents = `
  import "./jupyter/browser/node/globals";
  import "./jupyter/browser/node/builtins";
  import { mkdirSync, place } from "./jupyter/browser/node/fs";
  import { createRequire } from "./jupyter/browser/node/module";
  import { told } from "./test/helpers/kernel/browser/told";

  globalThis.onmessage = async ({ data: { placed, code, folder, cwd } }) => {
    process.cwd = () => cwd;
    for (const [path, file] of Object.entries(placed)) place(path, file);
    mkdirSync(folder, { recursive: true });
    postMessage(await told(code, createRequire("/project/_"), folder).catch(String));
  };`;

export interface NodeInPage {
  /** What the body of an async function gives there, which has `require` and `folder`. */
  run(code: string, placed?: Readonly<Record<string, object>>): Promise<unknown>;
  close(): Promise<unknown>;
}

export async function openNodeInPage(folder: string): Promise<NodeInPage> {
  const made = mkdtempSync(join(tmpdir(), "node-in-page-"));
  const script = join(made, "script.js");
  await bundle({ stdin: { contents, resolveDir: root, loader: "ts" }, outfile: script });
  const revoked = new Int32Array(1);
  const thread = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { script, revoked } });
  const cwd = process.cwd();
  return {
    run: async (code, placed = {}) => {
      const answer = once(thread, "message");
      thread.postMessage({ placed, code, folder, cwd });
      const [told] = await answer;
      return told;
    },
    close: async () => {
      await thread.terminate();
      rmSync(made, { recursive: true });
    },
  };
}
