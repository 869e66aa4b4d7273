import { readFileSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { constants, gunzipSync } from "node:zlib";
import { FormatError } from "../errors";

/** As much as Node reads at once, and no more than there is. */
const mostBytes = Math.min(totalmem(), 2 ** 31 - 1);

/**
 * A file's bytes, unzipped where they are gzipped.
 *
 * @param lengthOf  from a file's beginning, how long it is by its own account; undefined where it is not of the form at
 *                  all. A gzip file is not unzipped beyond that: a megabyte of it can hold gigabytes
 * @throws {RangeError} if there are more bytes than fit into memory
 * @throws {FormatError} if the file is missing, or not a whole gzip file, or longer than by its own account
 */
export function readIdxBytes(file: string, lengthOf: (start: Uint8Array) => number | undefined): Uint8Array {
  const bytes = readBytes(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const start = unzippedStart(bytes);
    const length = lengthOf(start);
    if (length === undefined) return start; // enough to say what it is
    return gunzipSync(bytes, { maxOutputLength: Math.min(length, mostBytes) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const tooLong = code === "ERR_BUFFER_TOO_LARGE";
    throw new FormatError(
      tooLong
        ? `${file}: expected as many bytes as its header says, found more (too long)`
        : `${file}: expected a whole gzip file, found: ${message}`,
    );
  }
}

/** Unzips at least the header: the first 4,096 bytes of a gzip file give at most four megabytes. */
function unzippedStart(bytes: Uint8Array): Uint8Array {
  return gunzipSync(bytes.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH });
}

function readBytes(file: string): Uint8Array {
  try {
    requireRoom(statSync(file).size, file);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : (error as Error).message;
    throw new FormatError(
      `${file}: expected an IDX file, found ${reason}; data/README.md says how data sets are placed`,
    );
  }
}

/** @throws {RangeError} if so many bytes do not fit into memory */
export function requireRoom(bytes: number, file: string, most = mostBytes): void {
  if (bytes <= most) return;
  throw new RangeError(
    `${file}: expected a file of at most ${most} bytes, which is what can be held in memory, found ${bytes} bytes`,
  );
}
