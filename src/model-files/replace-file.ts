import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces a file's contents. They are written to a new file beside it, which is then renamed, so that a crash never
 * leaves half a file. Folders are made as needed, a link is followed, and the file's mode stays as it was.
 *
 * @param place  who writes, for errors
 * @throws {RangeError} if `file` is not a name, or that of a folder
 * @throws {Error} if the file cannot be written; what was there is whole
 */
export function replaceFile(place: string, file: string, bytes: Uint8Array): void {
  if (typeof file !== "string" || file === "") {
    throw new RangeError(`${place}: file must be the name of a file, got ${JSON.stringify(file)}`);
  }
  try {
    write(file, bytes);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") throw new RangeError(`${place}: file must be the name of a file, got the folder ${file}`);
    throw new Error(`${place}: expected a file that can be written, got ${file}: ${message}`, { cause: error });
  }
}

function write(file: string, bytes: Uint8Array): void {
  makeFolder(dirname(file));
  const before = statSync(file, { throwIfNoEntry: false });
  const place = before ? realpathSync(file) : file;
  const unfinished = `${place}.${randomUUID()}.unfinished`;
  try {
    const descriptor = openSync(unfinished, "wx", before ? 0o600 : 0o666);
    try {
      if (before) fchmodSync(descriptor, before.mode & 0o777);
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Makes a folder and those above it. Node's own `recursive` never ends where none can be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was faster
  }
}
