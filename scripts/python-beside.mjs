// Python environments beside the project's own: each sees what .venv holds and adds the packages of a lock of its own, so
// that nothing of it is in .venv, which set-up makes and clears.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject, localFolder, pythonCommand, SetupError } from "./project.mjs";
import { pythonVersion } from "./setup/find-python.mjs";

/**
 * Installs it where it is not there, or the lock or the Python has changed.
 *
 * @param {string} name  its folder in .local
 * @param {string} lock  a file of jupyter/, with hashes
 * @param {string} what  how an error names its packages
 * @returns {(command: string) => string} gives the path of one of its commands
 */
export function pythonBeside(name, lock, what) {
  const folder = join(localFolder, name);
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "stamp");
  const project = pythonCommand("python");
  const path = inProject("jupyter", lock);
  const wanted = createHash("sha256").update(pythonVersion(project)).update(fs.readFileSync(path)).digest("hex");
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== wanted) {
    run(project, ["-m", "venv", "--clear", "--without-pip", folder], what);
    const [above, own] = [project, python].map((one) =>
      run(one, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], what),
    );
    // With this file pip and the packages see what the project's environment holds, and install none of it twice.
    fs.writeFileSync(join(own ?? "", "project.pth"), `${above}\n`);
    const pip = ["-m", "pip", "--python", python, "install", "--quiet", "--no-input"];
    run(project, [...pip, "--require-hashes", "--only-binary=:all:", "-r", path], what);
    fs.writeFileSync(stamp, wanted);
  }
  return (command) => join(folder, "bin", command);
}

/** @param {string} command @param {string[]} args @param {string} what @returns {string} what it printed */
function run(command, args, what) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  const why = error?.message ?? stderr.trim().split("\n").at(-1);
  const offline = /name resolution|NewConnectionError|Failed to establish|Connection refused|Could not find a version/i;
  const remedy = offline.test(stderr) ? " Is there a network? They are fetched once." : "";
  throw new SetupError(`${what} could not be installed: ${why}.${remedy}`.replace("..", "."));
}
