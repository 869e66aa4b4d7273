// npm run site [-- --serve [--port N]]: the browser edition as static files in site/; JupyterLite, which it is built with,
// is installed on first use. With --serve it is shown on this machine.
import { parseFlags } from "./flags.mjs";
import { runIfStarted, SetupError } from "./project.mjs";
import { takeLock } from "./setup/lock.mjs";
import { isStale, make } from "./setup/step.mjs";
import { notWritable } from "./setup/writable.mjs";
import { setup } from "./setup.mjs";
import { site } from "./site/build.mjs";
import { isolation, serve } from "./site/server.mjs";
import { siteFolder } from "./site/settings.mjs";
import { sizesOf } from "./site/sizes.mjs";

/** Builds the site where something of it changed. */
export async function buildSite() {
  await setup();
  const release = takeLock();
  try {
    if (isStale(site)) await make(site);
  } catch (error) {
    throw notWritable(error) ?? error;
  } finally {
    release();
  }
}

/** @param {string} text @returns {number} */
function portOf(text) {
  if (/^\d+$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new SetupError(`--port must be a number from 0 to 65535, got "${text}".`);
}

/** @param {number} port */
async function show(port) {
  const { address } = await serve(siteFolder, { port, headers: isolation }).catch((error) => {
    const why = error.code === "EADDRINUSE" ? "is taken" : `cannot be used (${error.code})`;
    throw new SetupError(`Port ${port} ${why}: choose another by --port, 0 for any that is free.`);
  });
  console.log(`\n  ${address}\n\nCtrl-C ends it.`);
}

await runIfStarted(import.meta.url, async () => {
  const { values } = parseFlags("--serve, --port N", {
    serve: { type: "boolean", default: false },
    port: { type: "string", default: "8000" },
  });
  const port = portOf(values.port);
  await buildSite();
  console.log(`✓ site/: ${sizesOf(siteFolder)}`);
  if (values.serve) await show(port);
});
