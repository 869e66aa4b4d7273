// The small modules of Node's that the kernel itself imports.
const { crypto: web } = globalThis;

/** node:timers/promises. */
export const setTimeout = <T>(milliseconds: number, value?: T): Promise<T> =>
  new Promise((done) => globalThis.setTimeout(done, milliseconds, value));
export const setImmediate = <T>(value?: T): Promise<T> => setTimeout(0, value) as Promise<T>;

/** node:crypto. */
export const randomUUID = () => web.randomUUID();
export const getRandomValues = (numbers: Uint8Array<ArrayBuffer>) => web.getRandomValues(numbers);
export const randomBytes = (length: number) => Buffer.from(web.getRandomValues(new Uint8Array(length)));
export const webcrypto = web;

/** node:string_decoder, for UTF-8: keeps the first bytes of a character until the others come. */
export class StringDecoder {
  readonly #decoder = new TextDecoder();

  write(bytes: Uint8Array<ArrayBuffer>): string {
    return this.#decoder.decode(bytes, { stream: true });
  }
}
