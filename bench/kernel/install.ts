import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Where `--install-peers` puts Deno; ipykernel came with JupyterLab at set-up. */
export const kernelPeersFolder = join(".local", "kernel-peers");

/** Deno's program lies in a package for each system, which needs no install script. */
const packages = ["deno@2.9.6"];

/** Installs the other kernels below .local/, for npm run bench -- kernel. @throws {Error} if npm fails */
export function installKernelPeers(): void {
  const quietly = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
  const parameters = ["install", "--prefix", kernelPeersFolder, ...quietly, ...packages];
  process.stderr.write(`bench: npm ${parameters.join(" ")}\n`);
  const { status, error } = spawnSync("npm", parameters, { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`bench: npm failed: ${error?.message ?? `exit code ${status}`}`);
}
