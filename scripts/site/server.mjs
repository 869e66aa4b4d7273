// A server of static files, for looking at the site on this machine: it listens to no other.
import * as fs from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream";

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".ipynb": "application/json",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** With these headers a page may share memory among threads; without them the engine has one, with the same results. */
export const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/**
 * Serves a folder on the loopback interface.
 *
 * @param {string} folder
 * @param {{ port?: number, below?: string, headers?: Readonly<Record<string, string>> }} [options]
 *   port: 0 for any that is free; below: the path under which the folder lies, "/" or "/some/where/"; headers: sent with
 *   every file
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 * @throws the system's error if the port cannot be had
 */
export async function serve(folder, { port = 0, below = "/", headers = {} } = {}) {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const found = pathname.startsWith(below) ? fileAt(folder, pathname.slice(below.length)) : undefined;
    if (found === "folder") response.writeHead(301, { location: `${pathname}/${search}` }).end();
    else if (found === undefined) response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    else {
      const { size } = fs.statSync(found);
      const type = types[extname(found)] ?? "application/octet-stream";
      // The browser asks each time: a site that was built again is seen at once.
      response.writeHead(200, {
        "content-type": type,
        "content-length": size,
        "cache-control": "no-cache",
        ...headers,
      });
      if (request.method === "HEAD") response.end();
      else pipeline(fs.createReadStream(found), response, () => {});
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const { port: taken } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () =>
    new Promise((/** @type {(done: void) => void} */ resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${taken}${below}`, close };
}

/**
 * @param {string} folder
 * @param {string} path  as the address has it
 * @returns {string | undefined} a file; "folder" for a folder without the slash at its end; nothing where there is none
 */
function fileAt(folder, path) {
  const name = decoded(path);
  const file = normalize(join(folder, name));
  if (name.includes("\0") || (file !== normalize(folder) && !file.startsWith(normalize(folder + sep))))
    return undefined;
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile()) return file;
  if (!stats?.isDirectory()) return undefined;
  if (path !== "" && !path.endsWith("/")) return "folder";
  const index = join(file, "index.html");
  return fs.existsSync(index) ? index : undefined;
}

/** @param {string} path @returns {string} with a letter that no file's name has, where it is no path at all */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return "\0";
  }
}
