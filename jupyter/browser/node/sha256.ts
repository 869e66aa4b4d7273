// SHA-256 for a page, where Web Crypto's answer only comes later: createHash of node:crypto gives it at once.

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of 8. */
const [rounds, initial] = constants();

function constants(): [Uint32Array, Uint32Array] {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  return [
    Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  ];
}

/** A part of node:crypto's Hash. */
class Sha256 {
  readonly #state = initial.slice();
  readonly #words = new Uint32Array(64);
  readonly #block = new Uint8Array(64);
  #filled = 0;
  #length = 0;

  update(data: string | ArrayBufferView): this {
    const bytes =
      typeof data === "string"
        ? new TextEncoder().encode(data)
        : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + 64 - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === 64) this.#mix();
    }
    return this;
  }

  digest(form: "hex"): string {
    if (form !== "hex") throw new RangeError(`createHash: digest must be "hex" in a page, got ${form}`);
    const bits = BigInt(this.#length) * 8n;
    this.update(Uint8Array.of(0x80));
    while (this.#filled !== 56) this.update(Uint8Array.of(0));
    const end = new Uint8Array(8);
    new DataView(end.buffer).setBigUint64(0, bits);
    this.update(end);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  #mix(): void {
    const words = this.#words;
    const view = new DataView(this.#block.buffer);
    for (let k = 0; k < 16; k++) words[k] = view.getUint32(4 * k);
    for (let k = 16; k < 64; k++) {
      const [x, y] = [words[k - 15], words[k - 2]];
      const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      words[k] = words[k - 16] + s0 + words[k - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let k = 0; k < 64; k++) {
      const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + rounds[k] + words[k];
      const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    for (const [k, value] of [a, b, c, d, e, f, g, h].entries()) this.#state[k] += value;
    this.#filled = 0;
  }
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** node:crypto's createHash, for "sha256". */
export function createHash(name: string): Sha256 {
  if (name === "sha256") return new Sha256();
  throw new RangeError(`createHash: there is "sha256" in a page, got ${JSON.stringify(name)}`);
}
