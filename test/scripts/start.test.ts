import { createServer } from "node:net";
import { expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { runScript } from "../helpers/project-copy";

const start = (flags: string[], environment: Record<string, string> = {}) =>
  runScript(root, ["scripts/start.mjs", ...flags], {
    environment: { ...process.env, ...environment },
  });

test.each(["--port PORT", "--port=PORT", "--ServerApp.port=PORT"])(
  "a port that is taken is one clear line with the remedy: %s",
  async (flags) => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    try {
      const { status, output } = await start(flags.replace("PORT", String(port)).split(" "));
      expect(output).toMatch(
        new RegExp(`^\n✗ Port ${port} is taken: choose another \\(npm start -- --port \\d+\\)[^\n]*\n$`),
      );
      expect(status).toBe(1);
    } finally {
      server.close();
    }
  },
);

test("a port that is none is named", async () => {
  const { status, output } = await start(["--port", "many"]);
  expect(output).toContain('--port must be a number from 0 to 65535, got "many"');
  expect(status).toBe(1);
});

test("flags that npm kept to itself are answered with how to give them", async () => {
  const { status, output } = await start(["9000"], { npm_config_browser: "" });
  expect(output).toContain('npm keeps flags before "--" to itself: write npm start -- --port');
  expect(status).toBe(1);
});
