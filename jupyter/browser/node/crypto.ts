// node:crypto: hashes by @noble/hashes, which answer at once, and what browsers have.
import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";

const { crypto: webcrypto } = globalThis;
const hashes = { md5, sha1, sha224, sha256, sha384, sha512 };

interface State {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): State;
}

class Hash {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  update(data: string | ArrayBufferView, encoding?: BufferEncoding): this {
    this.#state.update(bytesOf(data, encoding));
    return this;
  }

  copy(): Hash {
    return new Hash(this.#state.clone());
  }

  digest(encoding?: BufferEncoding): Buffer | string {
    const bytes = Buffer.from(this.#state.digest());
    return encoding ? bytes.toString(encoding) : bytes;
  }
}

const bytesOf = (data: string | ArrayBufferView, encoding?: BufferEncoding): Uint8Array =>
  typeof data === "string"
    ? Buffer.from(data, encoding)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function hashOf(name: string) {
  const found = hashes[name.toLowerCase().replace("-", "") as keyof typeof hashes];
  if (found) return found;
  throw new RangeError(`createHash: a page has ${Object.keys(hashes).join(", ")}, got ${JSON.stringify(name)}`);
}

const createHash = (name: string): Hash => new Hash(hashOf(name).create());
const createHmac = (name: string, key: string | ArrayBufferView): Hash =>
  new Hash(hmac.create(hashOf(name), bytesOf(key)));

export function randomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  // A browser gives no more at once.
  for (let at = 0; at < length; at += 65_536) webcrypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

export const randomUUID = () => webcrypto.randomUUID();
export const crypto = {
  ...{ createHash, createHmac, getHashes: () => Object.keys(hashes), randomBytes, randomUUID, webcrypto },
  getRandomValues: (numbers: Uint8Array<ArrayBuffer>) => webcrypto.getRandomValues(numbers),
  subtle: webcrypto.subtle,
};
