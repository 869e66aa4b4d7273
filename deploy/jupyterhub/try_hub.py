"""Starts a Hub on this machine, with ten users who run a notebook's cells at the same time, and stops it again.

    .venv/bin/python deploy/jupyterhub/try_hub.py [--users 10] [--notebook 04-training] [--quick]

It needs `npm run setup -- --hub`. Hub, proxy and servers listen on 127.0.0.1; users' homes are in a temporary folder,
and belong to the user who runs this. It prints what each user took: memory as the sum of PSS (what a process has to
itself, and its share of what it has with others), CPU seconds from /proc.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

HERE = Path(__file__).resolve().parent
PORTS = (8600, 8601, 8681)  # the proxy's, its interface's, the Hub's
TOKEN = secrets.token_hex(16)
TICKS = os.sysconf("SC_CLK_TCK")


def config(folder):
    """The class's configuration, but for what asks for accounts of the machine: anybody comes in, in a folder here."""
    proxy, interface, hub = PORTS
    return f"""
load_subconfig({str(HERE / "jupyterhub_config.py")!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.JupyterHub.bind_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{interface}"
c.Spawner.args = [*c.Spawner.args, *(["--allow-root"] if {os.getuid() == 0} else [])]
c.JupyterHub.services.append(dict(name="try", api_token="{TOKEN}"))
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles.append(dict(name="try", scopes=scopes, services=["try"]))
"""


def api(method, path, body=None):
    """One request to the Hub or to a user's server; the answer, parsed."""
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{PORTS[0]}{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=300) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def started(name):
    """Has a user's server started; the seconds that it took."""
    began = time.monotonic()
    api("POST", f"/hub/api/users/{name}")
    api("POST", f"/hub/api/users/{name}/server")
    while not (api("GET", f"/hub/api/users/{name}") or {}).get("server"):
        if time.monotonic() - began > 300:
            sys.exit(f"{name}'s server did not start: see the log")
        time.sleep(0.5)
    return time.monotonic() - began


class Kernel:
    """A user's kernel, as a notebook's page talks to it."""

    def __init__(self, name, notebook):
        self.name, self.errors = name, []
        made = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "tslab"}}
        self.id = api("POST", f"/user/{name}/api/sessions", made)["kernel"]["id"]

    async def run(self, sources):
        """The cells, one after the other."""
        address = f"ws://127.0.0.1:{PORTS[0]}/user/{self.name}/api/kernels/{self.id}/channels"
        request = HTTPRequest(address, headers={"Authorization": f"token {TOKEN}"}, connect_timeout=120)
        socket = await websocket_connect(request, max_message_size=100_000_000)
        for source in sources:
            await self.cell(socket, source)
        socket.close()

    async def cell(self, socket, source):
        asked = uuid.uuid4().hex
        header = {
            "msg_id": asked,
            "msg_type": "execute_request",
            "session": asked,
            "version": "5.3",
            "username": "",
            "date": "",
        }
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "content": content}
        await socket.write_message(json.dumps(message))
        while True:
            said = await socket.read_message()
            if said is None:
                raise ConnectionError(f"{self.name}'s kernel is gone")
            if isinstance(said, bytes):
                continue
            said = json.loads(said)
            if said["parent_header"].get("msg_id") != asked:
                continue
            if said["msg_type"] == "error":
                self.errors.append(f"{said['content']['ename']}: {said['content']['evalue']}")
            if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                return


def processes(folder):
    """By user, the processes whose folder is below the user's home, with all that they started."""
    parents, owners = {}, {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{entry}/stat").read_text()
            parents[int(entry)] = int(stat.rsplit(")", 1)[1].split()[1])
            place = Path(os.readlink(f"/proc/{entry}/cwd"))
        except OSError:
            continue
        if place.is_relative_to(folder / "homes"):
            owners[int(entry)] = place.relative_to(folder / "homes").parts[0]
    return {name: [pid for pid, owner in owners.items() if owner == name] for name in set(owners.values())}


def pss(pid):
    """Megabytes; 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except OSError:
        return 0


def part(pid):
    """What a process is: its program, and what it was told to run."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return " ".join(Path(word).name for word in words[:3] if not word.startswith("-"))
    return "?"


def cpu(pid):
    """Seconds, of those that it waited for as well."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, words[11:15])) / TICKS
    except OSError:
        return 0


class Measured:
    """What the users took at their most, looked at every two seconds while the cells run."""

    def __init__(self, folder):
        self.folder, self.most, self.cpu, self.going = folder, {}, {}, True
        self.parts = {}
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self):
        while self.going:
            for name, pids in processes(self.folder).items():
                taken = {pid: pss(pid) for pid in pids}
                if sum(taken.values()) > self.most.get(name, 0):
                    self.most[name] = sum(taken.values())
                    self.parts[name] = {part(pid): megabytes for pid, megabytes in taken.items()}
                self.cpu[name] = max(self.cpu.get(name, 0), sum(map(cpu, pids)))
            time.sleep(2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        self.thread.join()


def shown(values, digits=0):
    """The middle and the largest."""
    ordered = sorted(values)
    return f"median {ordered[len(ordered) // 2]:.{digits}f}, largest {ordered[-1]:.{digits}f}"


def class_of(names, folder, notebook, quick):
    """The users' servers start, run the notebook and stop."""
    took = []
    threads = [threading.Thread(target=lambda name=name: took.append(started(name))) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{len(took)} servers started at once, seconds: {shown(took, 1)}", flush=True)
    alone = {name: sum(map(pss, pids)) for name, pids in processes(folder).items()}
    print(f"a server alone, MB: {shown(alone.values())}", flush=True)
    path = f"notebooks/{notebook}.ipynb"
    cells = json.loads((folder / "homes" / names[0] / "cnn" / path).read_text())["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    kernels = [Kernel(name, path) for name in names]
    first = ['process.env.CNN_NOTEBOOKS_QUICK = "1";'] if quick else []
    began = time.monotonic()
    with Measured(folder) as measured:
        asyncio.run(all_of(kernels, [*first, *sources]))
        took = time.monotonic() - began
        time.sleep(4)
    errors = [f"{kernel.name}: {error}" for kernel in kernels for error in kernel.errors]
    print(
        f"{len(sources)} cells of {notebook}, {len(names)} users at the same time: {took:.0f} s, {len(errors)} errors"
    )
    print(f"memory of a user at its most (server and kernel), MB: {shown(measured.most.values())}")
    for what, megabytes in measured.parts[names[0]].items():
        print(f"  of it, for {names[0]}: {what} {megabytes:.0f}")
    print(f"all users, each at its most, MB: {sum(measured.most.values()):.0f}")
    print(f"CPU seconds of a user: {shown(measured.cpu.values(), 1)}", flush=True)
    for error in errors[:5]:
        print(f"  {error[:200]}")
    for name in names:
        api("DELETE", f"/hub/api/users/{name}/server")
    return len(errors)


async def all_of(kernels, sources):
    """Everybody at the same time."""
    await asyncio.gather(*(kernel.run(sources) for kernel in kernels))


def wait_for_hub(process):
    """Until the Hub answers."""
    for _ in range(240):
        try:
            return api("GET", "/hub/api/")
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                break
            time.sleep(0.5)
    return sys.exit("the Hub does not answer: see its log")


def main():
    """Starts, measures, stops."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--notebook", default="04-training")
    parser.add_argument("--quick", action="store_true", help="fewer images, as CNN_NOTEBOOKS_QUICK=1")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="try-hub-")).resolve()
    (folder / "config.py").write_text(config(folder))
    names = [f"student{k + 1:02d}" for k in range(given.users)]
    for name in names:
        (folder / "homes" / name).mkdir(parents=True)
    hub = Path(sys.executable).parent / "jupyterhub"
    environment = {**os.environ, "CNN_HUB_STATE": str(folder / "state")}
    with open(folder / "log", "w") as log:
        words = [str(hub), "--config", str(folder / "config.py")]
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    failed = True
    try:
        wait_for_hub(process)
        failed = class_of(names, folder, given.notebook, given.quick) > 0
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        left = [pid for pids in processes(folder).values() for pid in pids]
        print(f"stopped; processes left: {len(left)}")
        if failed:
            print((folder / "log").read_text()[-3000:], file=sys.stderr)
        shutil.rmtree(folder)
    sys.exit(1 if failed or left else 0)


if __name__ == "__main__":
    main()
