"""Runs the steps of ../Dockerfile, one by one, in a fresh Debian root: for machines without Docker's daemon. As root.

    apt-get install debootstrap
    python3 deploy/try_image.py FOLDER [--keep]

In place of the base image stands what debootstrap makes, with Node 22 from npm, this machine's npm, and a user `node`.
This machine's settings for apt, pip and npm, and its certificates, go along. The build context is what git knows of the
project, without what .dockerignore names. At the end the image's command is started, and JupyterLab asked for its
version. What the steps print is in FOLDER.log.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS = [
    "etc/apt/apt.conf.d",
    "etc/apt/sources.list.d",
    "etc/pip.conf",
    "etc/ssl/certs",
    "usr/local/share/ca-certificates",
]
PASSED_ON = re.compile(r"^(SSL_|PIP_|NODE_EXTRA|npm_config_|https?_proxy|no_proxy|.*_CA_)", re.IGNORECASE)


def run(*command, **options):
    """A command that has to end well."""
    subprocess.run([str(word) for word in command], check=True, **options)


def steps(text):
    """The Dockerfile's instructions: name and arguments, in order."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n", " ", lines).splitlines():
        if line.strip():
            yield line.strip().split(maxsplit=1)


class Root:
    """A folder with a system in it, and what the steps so far have said of the next ones."""

    def __init__(self, folder):
        self.folder, self.user, self.place, self.environment = folder, "root", "/", {}

    def make(self):
        """The base image's stand-in."""
        run("debootstrap", "--variant=minbase", "bookworm", self.folder, *mirror(), stdout=subprocess.DEVNULL)
        for path in SETTINGS:
            source, target = Path("/", path), self.folder / path
            if source.is_dir():
                shutil.copytree(
                    source, target, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("docker*")
                )
            elif source.exists():
                shutil.copy(source, target)
        for path in ["etc/resolv.conf", "etc/hosts"]:
            shutil.copy(Path("/", path).resolve(), self.folder / path)
        ask = "import('./scripts/nodes.mjs').then(({ installNode }) => console.log(installNode('22')))"
        said = subprocess.run(["node", "-e", ask], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        shutil.copy(said.splitlines()[-1], self.folder / "usr/local/bin/node")
        npm = Path(shutil.which("npm")).resolve().parent.parent
        shutil.copytree(npm, self.folder / "usr/local/lib/node_modules/npm", symlinks=True)
        (self.folder / "usr/local/bin/npm").symlink_to("../lib/node_modules/npm/bin/npm-cli.js")
        run("chroot", self.folder, "useradd", "--create-home", "--uid", "1000", "node")
        if Path.home().joinpath(".npmrc").exists():
            shutil.copy(Path.home() / ".npmrc", self.folder / "home/node/.npmrc")
            os.chmod(self.folder / "home/node/.npmrc", 0o644)
        run("mount", "--bind", "/dev", self.folder / "dev")
        run("mount", "-t", "proc", "proc", self.folder / "proc")

    def close(self):
        for path in ["proc", "dev"]:
            subprocess.run(["umount", "--lazy", self.folder / path], check=False, stderr=subprocess.DEVNULL)

    def command(self, *words):
        """A command in this root, as the steps' user, in their folder and environment."""
        user = "root" if self.user == "root" else f"+{self.user}:+{self.user}"
        here = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        passed = {name: value for name, value in os.environ.items() if PASSED_ON.match(name) and value != "/opt/wheels"}
        variables = [f"{name}={value}" for name, value in {**passed, **here, **self.environment}.items()]
        # `env --chdir`, since chroot goes to the new root's top.
        return ["chroot", f"--userspec={user}", self.folder, "env", "-i", f"--chdir={self.place}", *variables, *words]

    def step(self, name, words):
        """Does what one instruction says."""
        if name == "RUN":
            with open(f"{self.folder}.log", "ab") as log:
                run(*self.command("sh", "-c", words), stdout=log, stderr=log)
        elif name == "COPY":
            owner, source, target = re.fullmatch(r"--chown=(\w+):\w+ (\S+) (\S+)", words).groups()
            if (source, target) != (".", "."):
                sys.exit(f"COPY {words}: only the whole project is known here")
            place = self.folder / self.place.lstrip("/")
            for file in context():
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / file, place / file)
            run("chroot", self.folder, "chown", "-R", f"{owner}:{owner}", self.place)
        elif name == "WORKDIR":
            self.place = words
        elif name == "USER":
            self.user = words
        elif name == "ENV":
            self.environment.update([words.split("=", 1)])
        elif name not in ("FROM", "EXPOSE", "ENTRYPOINT", "CMD"):
            sys.exit(f"{name}: unknown here")


def mirror():
    """Where this machine has its Debian from, if it is a list of the new form."""
    for file in Path("/etc/apt/sources.list.d").glob("*.sources"):
        found = re.search(r"^URIs: *(\S+)", file.read_text(), re.MULTILINE)
        if found and "debian.org" not in found[1]:
            return [found[1]]
    return []


def context():
    """What git knows of the project or would take, without what .dockerignore names."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\0")
    ignored = [line for line in (PROJECT / ".dockerignore").read_text().splitlines() if line and line[0] not in "#!"]
    left = [line for line in ignored if "*" not in line]
    return [file for file in listed if file and not any(file == path or file.startswith(f"{path}/") for path in left)]


def answers(root, words):
    """Starts the image's command and waits for JupyterLab; returns what it says of its version."""
    process = subprocess.Popen([str(word) for word in root.command(*words)], start_new_session=True)
    ask = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8888/api').read().decode())"
    try:
        for _ in range(120):
            time.sleep(1)
            asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                return asked.stdout.strip()
        return sys.exit("JupyterLab does not answer")
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def main():
    """Makes the root, runs the steps, starts the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", action="store_true", help="leave the root where it is")
    given = parser.parse_args()
    if given.folder.exists():
        sys.exit(f"{given.folder} is there already")
    root, last = Root(given.folder.resolve()), {}
    began = time.monotonic()
    try:
        root.make()
        print(f"✓ FROM: a Debian root with Node ({time.monotonic() - began:.0f} s)", flush=True)
        for name, words in steps((PROJECT / "Dockerfile").read_text()):
            began = time.monotonic()
            root.step(name, words)
            last[name] = words
            print(f"✓ {name} {words[:70]} ({time.monotonic() - began:.0f} s)", flush=True)
        print(f"✓ {answers(root, [*json.loads(last['ENTRYPOINT']), *json.loads(last['CMD'])])}")
    finally:
        root.close()
        if not given.keep and not os.path.ismount(root.folder / "dev"):
            shutil.rmtree(root.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
