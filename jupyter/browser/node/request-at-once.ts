/** What is used of XMLHttpRequest, which may wait for its answer in a worker. */
interface Request {
  responseType: string;
  readonly status: number;
  readonly response: ArrayBuffer;
  open(method: string, url: string, later: boolean): void;
  send(): void;
}

/** Fetches what is at an address, and waits for it. @throws {Error} where nothing answers */
export function requestAtOnce(url: string): { readonly status: number; readonly bytes: Uint8Array } {
  const { XMLHttpRequest } = globalThis as unknown as { readonly XMLHttpRequest: new () => Request };
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  return { status: request.status, bytes: new Uint8Array(request.response) };
}
