import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections: while a kernel starts, its client knocks at its ports some
 * hundred times a second, and one of those connections, or of any other program's, could take the port itself.
 */
const [first, count] = [12_000, 20_000];

/** Ports of 127.0.0.1 that nobody uses, all different. */
export async function freePorts(wanted: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < wanted) {
    const port = first + Math.floor(count * Math.random());
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
