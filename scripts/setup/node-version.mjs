// Which versions of Node set-up accepts. A change of the oldest one concerns five places, which a test compares: this
// file, `engines` in package.json, README.md, and for an installed kernel launcher.cjs and start.sh in
// jupyter/kernelspec/.
import { SetupError } from "../project.mjs";

/** @param {string} version as in process.versions.node; throws a SetupError if it is too old */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 12)) return;
  throw new SetupError(
    `Node 20.12 or newer is needed, this is v${version}: install it from nodejs.org or with your package manager.`,
  );
}
