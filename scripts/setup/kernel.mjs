// The kernel's threads, each bundled into one file.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inProject, localFolder, root } from "../project.mjs";
import { filesBelow } from "./files.mjs";
import { fingerprint } from "./step.mjs";

/** The kernel's threads: the name of the built file, and the file in which the thread begins. */
const kernelThreads = {
  kernel: "jupyter/kernel/main.ts",
  "kernel-requests": "jupyter/kernel/requests/thread.ts",
  "kernel-compiler": "jupyter/kernel/compiler/thread.ts",
};

/** @type {import("./step.mjs").Step} */
export const kernel = {
  name: "TypeScript kernel",
  key: (place = root) => fingerprint([place, process.version], ["package-lock.json", ...filesBelow("jupyter/kernel")]),
  exists: () => Object.keys(kernelThreads).every((name) => fs.existsSync(join(localFolder, `${name}.cjs`))),
  make: buildKernel,
};

async function buildKernel() {
  const { build } = createRequire(import.meta.url)("esbuild");
  await build({
    entryPoints: Object.fromEntries(Object.entries(kernelThreads).map(([name, file]) => [name, inProject(file)])),
    outdir: localFolder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    // TypeScript's programming interface is bundled too: it consists of many small files and starts faster as one.
    external: ["esbuild", "tslab", "typescript/package.json", "typescript/unstable/async", "zeromq"],
    sourcemap: "linked",
    logLevel: "error",
  });
}
