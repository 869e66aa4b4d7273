// Starts an installed kernel; a copy of this file stands in the folder of its kernelspec. If the kernel cannot run, a
// stand-in takes its place and says why. The syntax is old, because a Node that is too old for the kernel must read it.
const { existsSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, dirname } = require("node:path");

const [kernel = "", connectionFile = ""] = process.argv.slice(2);

/** @returns {string | undefined} one sentence for the reader, if the kernel cannot run */
function whatIsWrong() {
  const project = dirname(dirname(kernel));
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 12)) {
    return `The TypeScript kernel needs Node 20.12 or newer and was started on ${process.version} (${process.execPath}): run \`npm run install-kernel\` in ${project} with a newer one.`;
  }
  if (!existsSync(project)) {
    return `The TypeScript kernel was installed from ${project}, which was moved or deleted: run \`npm run install-kernel\` in the project's new folder, or remove this kernel with \`jupyter kernelspec remove ${basename(__dirname)}\`.`;
  }
  if (!existsSync(kernel) || !["zeromq", "esbuild", "typescript/package.json"].every(isInstalled)) {
    return `The TypeScript kernel in ${project} is not set up: run \`npm run setup\` there, then restart this kernel.`;
  }
  return undefined;
}

/** @param {string} name */
function isInstalled(name) {
  try {
    return createRequire(kernel).resolve(name) !== "";
  } catch (_) {
    return false;
  }
}

const sentence = whatIsWrong();
if (sentence === undefined) {
  // The kernel finds its arguments in the same place as when Jupyter starts it directly.
  process.argv.splice(1, 2, kernel);
  require(kernel);
} else {
  process.stderr.write(`${sentence}\n`);
  require("./stand-in.cjs").standIn(connectionFile, sentence);
}
