// The part of node:url that the kernel and the package use.
export const pathToFileURL = (path: string): URL =>
  new URL(`file://${encodeURI(path).replace(/[?#]/g, (sign) => encodeURIComponent(sign))}`);
export const fileURLToPath = (url: string | URL): string => decodeURIComponent(new URL(url).pathname);
export const parse = (url: string): URL => new URL(url);
