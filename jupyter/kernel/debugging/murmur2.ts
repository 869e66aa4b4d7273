// MurmurHash2, as @jupyterlab/debugger computes it to tell cells apart. Its products are rounded as JavaScript's numbers
// are, so that only the same operations give the same hash.
const m = 0x5bd1e995;

const times = (k: number) => (k & 0xffff) * m + ((((k >>> 16) * m) & 0xffff) << 16);

/** @returns the hash of a text's UTF-8, a number from 0 to 2^32 - 1 */
export function murmur2(text: string, seed: number): number {
  const data = new TextEncoder().encode(text);
  const byte = (at: number) => data[at] as number;
  let hash = seed ^ data.length;
  let at = 0;
  for (; data.length - at >= 4; at += 4) {
    let k = times(byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24));
    k ^= k >>> 24;
    hash = times(hash) ^ times(k);
  }
  const rest = data.length - at;
  if (rest === 3) hash ^= byte(at + 2) << 16;
  if (rest >= 2) hash ^= byte(at + 1) << 8;
  if (rest >= 1) hash = times(hash ^ byte(at));
  hash ^= hash >>> 13;
  hash = times(hash);
  hash ^= hash >>> 15;
  return hash >>> 0;
}
