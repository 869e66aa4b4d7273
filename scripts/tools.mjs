// The Python tools that only tests use, in .local/tools: an environment of their own on top of the project's.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject, localFolder, pythonCommand, SetupError } from "./project.mjs";

const folder = join(localFolder, "tools");

/** @returns {(command: string) => string} gives the path of papermill, jupytext, jupyter-console, ruff, python */
export function installTools() {
  const lock = inProject("jupyter", "requirements-tools.txt");
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "stamp");
  const wanted = createHash("sha256").update(fs.readFileSync(lock)).digest("hex");
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== wanted) {
    const project = pythonCommand("python");
    run(project, ["-m", "venv", "--clear", "--without-pip", folder]);
    const [above, own] = [project, python].map((one) =>
      run(one, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]),
    );
    // With this file pip and the tools see what the project's environment holds, and install none of it twice.
    fs.writeFileSync(join(own ?? "", "project.pth"), `${above}\n`);
    const pip = ["-m", "pip", "--python", python, "install", "--quiet", "--no-input"];
    run(project, [...pip, "--require-hashes", "--only-binary=:all:", "-r", lock]);
    fs.writeFileSync(stamp, wanted);
  }
  return (command) => join(folder, "bin", command);
}

/** @param {string} command @param {string[]} args @returns {string} what it printed */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  throw new SetupError(`The tools could not be installed: ${stderr.trim().split("\n").at(-1)}`);
}
