// npm start: set-up, then JupyterLab on the notebooks. What stands after `--` goes to JupyterLab.
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { jupyterEnvironment, pythonCommand, root, runScript, runToEnd, SetupError } from "./project.mjs";
import { requireWritable } from "./setup/writable.mjs";
import { setup } from "./setup.mjs";

/** @param {string[]} flags what the user gave */
async function start(flags) {
  const { port, ip } = addressIn(flags);
  if (port !== undefined) await requireFree(port, ip);
  await setup();
  requireWritable();
  const ours = [
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    ...(port === undefined ? [] : ["--ServerApp.port_retries=0"]),
  ];
  const { status, stopped, problem } = await runToEnd(pythonCommand("jupyter-lab"), [...ours, ...flags], {
    cwd: root,
    env: jupyterEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (problem) throw new SetupError(`JupyterLab could not be started: ${problem.message}.`);
  process.exitCode = stopped || status === 0 ? 0 : 1;
}

/**
 * npm keeps flags that stand before `--` to itself: of `npm start --no-browser` only the environment knows,
 * of `npm start --port 9000` the bare number is left.
 *
 * @param {string[]} given @param {NodeJS.ProcessEnv} environment @returns {string[]}
 */
function flagsFrom(given, environment) {
  const kept = ["port", "ip"].find((name) => environment[`npm_config_${name}`] !== undefined);
  if (kept !== undefined || /^\d+$/.test(given[0] ?? "")) {
    throw new SetupError(
      `npm keeps flags before "--" to itself: write npm start -- --${kept ?? "port"} …, with "--" before JupyterLab's flags.`,
    );
  }
  return environment.npm_config_browser === "" ? ["--no-browser", ...given] : given;
}

/**
 * What the flags say of two of JupyterLab's settings; the others are JupyterLab's own to read and to refuse.
 *
 * @param {string[]} args
 */
function addressIn(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const options = { port: text, ip: text, "ServerApp.port": text, "ServerApp.ip": text };
  const { values } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const last = (/** @type {"port" | "ip"} */ name) => {
    const value = values[name] ?? values[`ServerApp.${name}`];
    return value === undefined ? undefined : String(value === true ? "" : value);
  };
  return { port: last("port"), ip: last("ip") };
}

/**
 * JupyterLab would take another port than the one asked for, or say so after a page of log.
 *
 * @param {string} port @param {string} [ip]
 */
async function requireFree(port, ip = "localhost") {
  if (!/^\d+$/.test(port) || Number(port) > 65535) {
    throw new SetupError(`--port must be a number from 0 to 65535, got "${port}".`);
  }
  const server = createServer();
  /** @type {NodeJS.ErrnoException | undefined} */
  const problem = await new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(Number(port), ip === "localhost" ? "127.0.0.1" : ip === "*" ? undefined : ip, () =>
      resolve(undefined),
    );
  });
  await new Promise((resolve) => server.close(resolve));
  if (problem === undefined) return;
  const why = problem.code === "EADDRINUSE" ? "is taken" : `cannot be used (${problem.code})`;
  throw new SetupError(
    `Port ${port} ${why}: choose another (npm start -- --port ${Math.min(Number(port) + 1, 65535)}) or leave --port out, then a free one is found.`,
  );
}

await runScript(() => start(flagsFrom(process.argv.slice(2), process.env)));
