// A zip file of files: what every system unpacks, and no package is needed for.
import { deflateRawSync } from "node:zlib";

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Buffer} bytes @returns {number} the checksum that zip files have */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/** 1 January 1980, the first day that the format knows: the same files give the same bytes. */
const date = 0x21;

/**
 * @typedef {object} ZipEntry
 * @property {string} name     its path, with slashes
 * @property {Buffer} bytes
 * @property {boolean} [runs]  whether it may be executed
 */

/**
 * @param {readonly ZipEntry[]} entries  fewer than 65,536, in all below 4 GB
 * @returns {Buffer} the zip file
 * @see PKWARE, APPNOTE.TXT, 4.3: local headers with data, then the central directory, then its end
 */
export function zipped(entries) {
  /** @type {Buffer[]} */
  const local = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes, runs } of entries) {
    const path = Buffer.from(name, "utf8");
    const packed = deflateRawSync(bytes);
    const common = words([20, 2], [0x800, 2], [8, 2], [0, 2], [date, 2], [crc32(bytes), 4], [packed.length, 4]);
    const sizes = words([bytes.length, 4], [path.length, 2], [0, 2]);
    const header = [words([0x04034b50, 4]), common, sizes, path, packed];
    // Made on Unix, so that the rights of the file are kept: regular, 755 or 644.
    const rights = words([0, 2], [0, 2], [0, 2], [((runs ? 0o100755 : 0o100644) << 16) >>> 0, 4], [offset, 4]);
    directory.push(words([0x02014b50, 4], [(3 << 8) | 20, 2]), common, sizes, rights, path);
    local.push(...header);
    offset += header.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length;
  const end = words([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...local, ...directory, end]);
}

/** @param {...readonly [value: number, bytes: number]} fields @returns {Buffer} little-endian, one after the other */
function words(...fields) {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
