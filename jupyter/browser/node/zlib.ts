// node:zlib by fflate, as far as bytes are packed and unpacked at once.
import { deflateSync, Gunzip, gzipSync, inflateSync, unzlibSync, zlibSync } from "fflate";

const Z_SYNC_FLUSH = 2;

interface Options {
  /** With Z_SYNC_FLUSH the file need not be whole: what can be unzipped is. */
  readonly finishFlush?: number;
  readonly maxOutputLength?: number;
}

/** node:zlib's gunzipSync. @throws {Error} where the file is not whole, or gives more than it may */
export function gunzipSync(bytes: Uint8Array, { finishFlush, maxOutputLength = Infinity }: Options = {}): Buffer {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  const unzip = new Gunzip((part, isLast) => {
    parts.push(part);
    length += part.length;
    isWhole ||= isLast;
    if (length <= maxOutputLength) return;
    const error = new RangeError(`Cannot create a Buffer larger than ${maxOutputLength} bytes`);
    throw Object.assign(error, { code: "ERR_BUFFER_TOO_LARGE" });
  });
  unzip.push(bytes, finishFlush !== Z_SYNC_FLUSH);
  if (!isWhole && finishFlush !== Z_SYNC_FLUSH) throw new Error("unexpected end of file");
  return Buffer.concat(parts);
}

const toBuffer = (work: (bytes: Uint8Array) => Uint8Array) => (bytes: Uint8Array | string) =>
  Buffer.from(work(Buffer.from(bytes as Uint8Array)));
export const zlib = {
  constants: { Z_SYNC_FLUSH },
  deflateRawSync: toBuffer(deflateSync),
  deflateSync: toBuffer(zlibSync),
  gunzipSync,
  gzipSync: toBuffer(gzipSync),
  inflateRawSync: toBuffer(inflateSync),
  inflateSync: toBuffer(unzlibSync),
};
