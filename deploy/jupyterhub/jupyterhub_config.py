"""A JupyterHub for a class on one machine: docs/class.md says how it is installed and started.

Every student has an account of the machine, and logs in with its password. With systemd, servers have limits that the
system keeps; without, they are plain processes of their users.
"""

import os
import shutil
import sys
from pathlib import Path

c = get_config()  # noqa: F821

# The installation that this file lies in, which all students use, and where the Hub keeps its database and secrets.
shared = Path(__file__).resolve().parents[2]
state = Path(os.environ.get("CNN_HUB_STATE", "/var/lib/cnn-hub"))
state.mkdir(mode=0o700, parents=True, exist_ok=True)

# Who may come: members of the machine's groups `students` and `teachers`. Teachers are admins, who start and stop
# servers.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", "teachers"}
c.PAMAuthenticator.admin_groups = {"teachers"}
c.PAMAuthenticator.open_sessions = False

# Behind a web server that speaks HTTPS, which students' passwords need.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{state}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.ConfigurableHTTPProxy.command = [str(shared / "deploy/jupyterhub/node_modules/.bin/configurable-http-proxy")]

# A server: the student's own copy of the project, made at the first start.
c.JupyterHub.spawner_class = (
    "systemd" if Path("/run/systemd/system").is_dir() else "jupyterhub.spawner.LocalProcessSpawner"
)
c.Spawner.cmd = [str(shared / ".venv/bin/python"), str(shared / "deploy/jupyterhub/start_server.py")]
c.Spawner.default_url = "/lab/tree/notebooks"
c.Spawner.environment = {
    "CNN_NODE": shutil.which("node") or "node",
    "CNN_THREADS": "1",
    # Less memory for a little more work: the heaps of the kernel's threads, and of TypeScript's compiler, stay smaller.
    "NODE_OPTIONS": "--max-semi-space-size=1",
    "GOMEMLIMIT": "80MiB",
    "GOGC": "30",
    "MALLOC_ARENA_MAX": "2",
}
# On a busy machine thirty first starts, each with a clone, take their time.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180
c.JupyterHub.concurrent_spawn_limit = 10

# Limits of one student. Plain processes have none of these.
c.Spawner.mem_limit = "1.5G"
c.Spawner.cpu_limit = 2
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.disable_user_sudo = True

# What nobody uses ends: a kernel after 40 minutes without a cell, also where its page is still open, and a server after
# an hour. Files stay; variables of an ended kernel are gone.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=2400",
    "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True",
]
cull = [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--cull-every=300"]
c.JupyterHub.services = [{"name": "cull", "command": cull}]
scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
c.JupyterHub.load_roles = [{"name": "cull", "scopes": scopes, "services": ["cull"]}]
