"""Starts a kernel that may do little to others, watches what it takes, and ends it with all that it started.

How well it is confined depends on what the machine offers, best first:
"namespaces" (bubblewrap): it sees no files but those that it needs, no network, no other processes;
"user" (root without bubblewrap): another user's number, and processes and network of its own, by util-linux;
"processes": nothing but the limits, and a certain end.
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

LARGEST_FILE = 300_000_000  # bytes
MOST_PROCESSES = 100  # of a kernel, itself included
SET_CHILD_SUBREAPER = 36  # of prctl(2): orphans of the kernel's processes become ours

BARE = ["bwrap", "--unshare-all"]
# What programs need of the system.
SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"]
SOME_USER = 61000  # a number that belongs to nobody

PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]


def offered(packages):
    """How this machine confines a kernel, and whether the kernel becomes another user, who can read the packages."""
    tools = all(map(shutil.which, ["setpriv", "unshare"]))
    other = os.getuid() == 0 and tools and can_run(["test", "-r", f"{packages}/esbuild/package.json"], SOME_USER)
    if shutil.which("bwrap") and can_run([*BARE, "--ro-bind", "/", "/", "true"], SOME_USER if other else None):
        return "namespaces", other
    return ("user", True) if other else ("processes", False)


def can_run(command, user):
    """Whether a command ends well: user namespaces may be closed to it."""
    return subprocess.run([*as_user(user), *command], capture_output=True, check=False).returncode == 0


def as_user(user):
    """The beginning of a command that runs as another user, who can never become more than that."""
    if user is None:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"]


class Confinement:
    """A kernel's process and all that comes of it."""

    def __init__(self, job, folder):
        self.job, self.folder, self.process = job, Path(folder), None
        self.connection = str(self.folder / "connection.json")
        self.looked, self.last = 0, None
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, files):
        """Starts the kernel, which inherits these files."""
        sockets = self.folder / "sockets"
        sockets.mkdir()
        user = self.job["user"]
        if user is not None:
            os.chmod(self.folder, 0o711)
            os.chown(sockets, user, user)
        described = {"transport": "ipc", "ip": str(sockets / "k"), "key": uuid.uuid4().hex, "kernel_name": "tslab"}
        described |= {"signature_scheme": "hmac-sha256", **{port: k for k, port in enumerate(PORTS, 1)}}
        Path(self.connection).write_text(json.dumps(described), encoding="utf-8")
        project = self.job["project"]
        self.process = subprocess.Popen(
            [*self.prefix(sockets), *limits(user), *self.job["node"], f"{project}/.local/kernel.cjs", self.connection],
            cwd=project,
            env={**self.job["environment"], "HOME": f"{project}/data", "TMPDIR": f"{project}/data"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=files,
            start_new_session=True,
        )

    def prefix(self, sockets):
        """The command in front of the kernel's."""
        user, confined = self.job["user"], self.job["confined"]
        if confined == "namespaces":
            return [*as_user(user), *self.bubblewrap(sockets)]
        if confined == "user":
            apart = ["unshare", "--pid", "--net", "--ipc", "--mount", "--fork", "--kill-child", "--mount-proc"]
            return [*apart, *as_user(user)]
        return []

    def bubblewrap(self, sockets):
        """Of the disk: the system's programs, Node, the packages, the copy; of it, data/ may be written."""
        project = self.job["project"]
        command = [*BARE, "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        command += [word for path in SYSTEM for word in ("--ro-bind-try", path, path)]
        small = ["--size", str(LARGEST_FILE), "--tmpfs"]
        command += ["--proc", "/proc", "--dev", "/dev", *small, "/dev/shm", *small, "/tmp"]
        command += [word for path in self.job["read"] for word in ("--ro-bind", path, path)]
        command += ["--ro-bind", project, project, *small, f"{project}/data"]
        command += ["--ro-bind", self.job["mnist"], f"{project}/data/mnist"]
        command += ["--ro-bind", self.connection, self.connection, "--bind", str(sockets), str(sockets)]
        return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", project, "--"]

    def problem(self):
        """Why the kernel has to be ended, or has ended; None where all is well. It looks five times a second."""
        status = self.process.poll()
        if status is not None:
            return f"the kernel ended ({named(status)})"
        if time.monotonic() - self.looked < 0.2:
            return None
        self.looked = time.monotonic()
        processes = descendants(self.process.pid)
        if len(processes) > MOST_PROCESSES:
            return f"ended: it started more than {MOST_PROCESSES} processes"
        if sum(map(megabytes, processes)) > self.job["megabytes"]:
            return f"ended: it took more than {self.job['megabytes']} MB of memory"
        return None

    def stop(self):
        """Ends the kernel and all that it started, also what left its family: orphans become ours."""
        if self.process is None:
            return
        for _ in range(100):
            with contextlib.suppress(OSError):  # it has ended
                os.killpg(self.process.pid, signal.SIGKILL)
            living = [self.process.pid, *descendants(self.process.pid), *descendants(os.getpid())]
            for pid in living:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            self.process.poll()
            reap()
            if not descendants(os.getpid()):
                return
            time.sleep(0.02)


def named(status):
    """What a process ended with: a shell and bubblewrap say 128 and the signal's number."""
    number = -status if status < 0 else status - 128
    return signal.Signals(number).name if number in iter(signal.Signals) else f"code {status}"


def limits(user):
    """The limits that the system keeps; memory is watched, since an engine reserves far more than it takes."""
    if not shutil.which("prlimit"):
        return []
    # A user's processes count together, threads included: only where the kernel has a user's number of its own.
    processes = [f"--nproc={4 * MOST_PROCESSES}"] if user is not None else []
    return ["prlimit", f"--fsize={LARGEST_FILE}", "--core=0", *processes]


def reap():
    """Takes note of those that ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def descendants(pid):
    """The processes that a process started, and those that these started."""
    parents = {}
    for entry in os.listdir("/proc") if sys.platform == "linux" else []:
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text(encoding="latin-1")
            except OSError:
                continue
            state, parent = stat[stat.rindex(")") + 2 :].split()[:2]
            if state != "Z":
                parents.setdefault(int(parent), []).append(int(entry))
    found, rest = [], [pid]
    while rest:
        children = parents.get(rest.pop(), [])
        found += children
        rest += children
    return found


def megabytes(pid):
    """What a process holds that it shares with nobody else, and what it shares."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0


if __name__ == "__main__":
    print(json.dumps(dict(zip(("confined", "other"), offered(sys.argv[1]), strict=True))))
