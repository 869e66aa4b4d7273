// npm test [-- words for Vitest]: set-up, then types and style, then every test.
// npm run test:quick leaves out what starts kernels, browsers and whole set-ups, and the two slow compilers.
import { withHeartbeat } from "./heartbeat.mjs";
import { runScript, runToEnd, SetupError, Stopped } from "./project.mjs";
import { setup } from "./setup.mjs";

const began = Date.now();

/**
 * @param {string} what
 * @param {string[]} command
 */
async function pass(what, [program = "", ...words]) {
  const { status, stopped } = await runToEnd(program, words, {
    stdio: ["ignore", "inherit", "inherit"],
    // Vitest's summary says how long all of it took.
    env: { ...process.env, TEST_BEGAN: String(began) },
  });
  if (stopped) throw new Stopped();
  if (status !== 0) throw new SetupError(`${what} failed: see above.`);
}

await runScript(async () => {
  await setup();
  const check = ["npm", "run", "--silent", "check"];
  await withHeartbeat("Types and style", () => pass("The check of types and style", check));
  const vitest = [process.execPath, "node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)];
  await pass("A test", vitest);
});
