import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { peersFolder } from "./peer";

/** The peers. They are no dependencies of the project, because they take some gigabytes. */
const pythonPackages = ["numpy", "torch", "jax"];
const nodePackage = "@tensorflow/tfjs@4.22.0";

/** Puts the peers into an environment of their own, in the project's `.local` folder. */
export function installPeers(): void {
  const pip = join(peersFolder, "bin", "python");
  run("python3", ["-m", "venv", peersFolder]);
  for (const name of pythonPackages) run(pip, ["-m", "pip", "install", "--no-cache-dir", name]);
  run("npm", ["install", "--prefix", peersFolder, "--no-save", "--no-audit", "--no-fund", nodePackage]);
}

function run(command: string, parameters: string[]): void {
  process.stderr.write(`bench: ${command} ${parameters.join(" ")}\n`);
  const { status, error } = spawnSync(command, parameters, { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`bench: ${command} failed: ${error?.message ?? `exit code ${status}`}`);
}
