// Set-up needs a Python to begin with: this file finds one, or says what to install.
import { spawnSync } from "node:child_process";
import { SetupError } from "../project.mjs";

/** @returns {string} a Python >= 3.10 that can make virtual environments */
export function findPython() {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  const found = names.find((name) => {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(pythonVersion(name)) ?? [];
    return Number(major) === 3 && Number(minor) >= 10;
  });
  if (found === undefined) {
    throw new SetupError(
      `Python 3.10 or newer was not found: install it (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python).`,
    );
  }
  if (spawnSync(found, ["-c", "import venv, ensurepip"]).status !== 0) {
    throw new SetupError(`${found} has no venv module: install it (Debian, Ubuntu: sudo apt install python3-venv).`);
  }
  return found;
}

/** @param {string} python @returns {string} its full version and build, "" if it does not run */
export function pythonVersion(python) {
  const answer = spawnSync(python, ["-S", "-c", "import sys; print(sys.version, sys.platform)"], {
    encoding: "utf8",
  });
  return answer.status === 0 ? answer.stdout.trim() : "";
}
