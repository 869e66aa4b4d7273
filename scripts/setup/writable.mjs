// What happens where this user may not write the project's folder: a clone made with sudo, a read-only mount, a class's
// folder.
import { accessSync, constants, existsSync } from "node:fs";
import { localFolder, root, SetupError } from "../project.mjs";

/** @param {unknown} problem @returns {SetupError | undefined} */
export function notWritable(problem) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (problem ?? {});
  // Node says ENOENT where `mkdir -p` meets a read-only file system.
  const denied = /^(EACCES|EPERM|EROFS)$/.test(code ?? "") || (code === "ENOENT" && !canWrite(root));
  if (!denied) return undefined;
  return new SetupError(
    `${root} cannot be written by this user (${code}): make a clone of your own, or have the folder's owner and rights changed.`,
  );
}

/** @throws {SetupError} if nothing can be written where JupyterLab and the kernel keep their files */
export function requireWritable() {
  try {
    accessSync(existsSync(localFolder) ? localFolder : root, constants.W_OK);
  } catch (error) {
    throw notWritable(error) ?? error;
  }
}

/** @param {string} folder */
function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
