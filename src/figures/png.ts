/** A picture as bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0-255: one level for each pixel (grey), or three (red, green, blue). */
  readonly levels: Uint8Array;
}

/**
 * A picture as a PNG in a data address, which may stand wherever a link to a picture may.
 * The PNG is not compressed: the pictures here are small, and without compression they need no library.
 */
export function pngAddress({ width, height, levels }: Pixels): string {
  const inRow = levels.length / height;
  const rows = new Uint8Array(height * (inRow + 1)); // each begins with the number of its filter, 0 for none
  for (let i = 0; i < height; i++) rows.set(levels.subarray(i * inRow, (i + 1) * inRow), i * (inRow + 1) + 1);
  const colourType = inRow === width ? 0 : 2;
  const header = [...word(width), ...word(height), 8, colourType, 0, 0, 0];
  const parts = [signature, chunk("IHDR", header), chunk("IDAT", stored(rows)), chunk("IEND", [])];
  return `data:image/png;base64,${Buffer.concat(parts).toString("base64")}`;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** The four bytes of a number, the highest first. */
const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function chunk(name: string, content: ArrayLike<number>): Uint8Array {
  const named = Uint8Array.from([...Buffer.from(name), ...Array.from(content)]);
  return Uint8Array.from([...word(content.length), ...named, ...word(crc32(named))]);
}

/** @see PNG specification, annex D: the cyclic redundancy code of ISO 3309 */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const longestBlock = 0xffff;

/** A zlib stream of blocks that are stored as they are. @see RFC 1950, RFC 1951 section 3.2.4 */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < bytes.length; start += longestBlock) {
    const block = bytes.subarray(start, start + longestBlock);
    const last = start + longestBlock >= bytes.length ? 1 : 0;
    const { length } = block;
    parts.push(Uint8Array.of(last, length & 255, length >>> 8, ~length & 255, (~length >>> 8) & 255), block);
  }
  parts.push(Uint8Array.from(word(adler32(bytes))));
  return Buffer.concat(parts);
}

function adler32(bytes: Uint8Array): number {
  let sum = 1;
  let sums = 0;
  for (const byte of bytes) {
    sum = (sum + byte) % 65521;
    sums = (sums + sum) % 65521;
  }
  return ((sums << 16) | sum) >>> 0;
}
