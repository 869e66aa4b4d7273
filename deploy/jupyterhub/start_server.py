"""Starts a student's JupyterLab for a Hub: as the student, in a copy of the project that is the student's own.

    python start_server.py [flags of jupyterhub-singleuser]

The copy is `cnn` in the student's home, or in the folder that CNN_HOME names. It is made at the first start, as a clone
of the installation that this file lies in, and uses what is installed there. Nothing of it runs with more rights than
the student's: it may have been changed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2]
NODE = os.environ.get("CNN_NODE", "node")


def say(line):
    """A line for the Hub's log."""
    print(f"start_server: {line}", file=sys.stderr, flush=True)


def give_up(line):
    """The last line: no server starts."""
    say(line)
    sys.exit(1)


def clone(copy):
    """The student's copy, closed to the other students; its later `git pull` needs the permission, too."""
    if not Path.home().is_dir():
        give_up(f"the account has no home folder: there is no {Path.home()}")
    permit(SHARED / ".git")
    copy.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", str(SHARED), str(copy)], check=True)
    copy.chmod(0o700)


def permit(repository):
    """Git reads another user's repository only where the reader's own settings say so."""
    settings = ["git", "config", "--global"]
    known = subprocess.run([*settings, "--get-all", "safe.directory"], capture_output=True, text=True, check=False)
    if str(repository) not in known.stdout.splitlines():
        subprocess.run([*settings, "--add", "safe.directory", str(repository)], check=True)


def main():
    """Makes the copy where there is none, has it use the installation, and becomes the server."""
    copy = Path(os.environ.get("CNN_HOME") or Path.home() / "cnn")
    if not copy.exists():
        clone(copy)
    shared = subprocess.run([NODE, copy / "scripts/setup.mjs", "--from", SHARED], check=False)
    if shared.returncode != 0:
        # A copy that worked yesterday most likely works today, too; what is wrong stands in the log, above.
        say(f"{copy} is not up to date with {SHARED}")
    said = environment(copy)
    server = SHARED / ".venv/bin/jupyterhub-singleuser"
    os.chdir(copy)
    words = [str(server), f"--ServerApp.root_dir={copy}", *sys.argv[1:]]
    os.execve(server, words, {**os.environ, **said})


def environment(copy):
    """What JupyterLab needs of the copy: paths of the kernel, of settings and of pages."""
    asked = subprocess.run([NODE, copy / "scripts/environment.mjs"], check=False, stdout=subprocess.PIPE)
    if asked.returncode != 0:
        give_up(f"{copy} is broken: its scripts do not run")
    return json.loads(asked.stdout)


if __name__ == "__main__":
    try:
        main()
    except (OSError, subprocess.CalledProcessError) as problem:
        give_up(problem)
