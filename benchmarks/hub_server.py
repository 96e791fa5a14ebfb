"""A JupyterHub on this machine, confined to one core with all that it starts, and a repository for its learners."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import psutil
from browser.server import free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROXY = HERE / "node_modules/.bin/configurable-http-proxy"

CONFIG = """\
c.JupyterHub.bind_url = {hub!r}
c.JupyterHub.hub_bind_url = {inner!r}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = {arguments!r}
c.Spawner.default_url = "/lab"
c.Spawner.environment = {{"JUPYTER_PATH": {specs!r}, "JUPYTER_PREFER_ENV_PATH": "1"}}


def wait_longer(spawner):
    if spawner.user.name.startswith({patient!r}):
        spawner.http_timeout = spawner.start_timeout = 180


c.Spawner.pre_spawn_hook = wait_longer
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = {proxy_api!r}
"""
"""All else is as JupyterHub has it: its limits of time and of servers that start at once, too."""

PATIENT = "learner"
"""How the names of those begin for whose servers the hub waits for three minutes, where it else gives up after 30 s."""


class Hub(NamedTuple):
    """Where a hub is, its process, and the folder of everything that it and its learners write."""

    url: str
    process: psutil.Process
    folder: Path

    @property
    def log(self):
        """What the hub, the proxy and the learners' servers have written."""
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")


def cores():
    """Return the core for the hub, and that for the learners' browsers; the same one where there is no other."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[-1], allowed[0]


def limited_kernel(folder, mebibytes):
    """Write the description of a kernel that may reserve so many MiB of addresses; return its name."""
    name = f"limited-{mebibytes}"
    spec = folder / "kernels" / name
    spec.mkdir(parents=True, exist_ok=True)
    line = f'ulimit -v {mebibytes * 1024} && exec "{sys.executable}" -m ipykernel_launcher -f "$0"'
    text = f'{{"argv": ["sh", "-c", {_quoted(line)}, "{{connection_file}}"], "display_name": "{name}"}}'
    (spec / "kernel.json").write_text(text, encoding="utf-8")
    return name


def _quoted(line):
    return '"' + line.replace('"', '\\"') + '"'


def git(*arguments, folder):
    """Run git in a folder, as nobody in particular."""
    who = ["-c", "user.name=teacher", "-c", "user.email=teacher@localhost", "-c", "safe.directory=*"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def repository(folder):
    """Make a repository of what is committed here; return its address, and the folder in which it can be changed."""
    work = folder / "cnn-basics"
    git("clone", "--no-hardlinks", "--depth", "1", f"file://{ROOT}", str(work), folder=folder)
    git("checkout", "-B", "main", folder=work)
    return f"file://{work}", work


@contextlib.contextmanager
def running_hub(folder, core):
    """Run a JupyterHub on one core; yields the :class:`Hub`; stops it and all that it has started."""
    hub, inner, proxy_api = (f"http://127.0.0.1:{free_port()}" for _each in range(3))
    (folder / "jupyterhub_config.py").write_text(
        CONFIG.format(
            hub=hub,
            inner=inner,
            proxy_api=proxy_api,
            homes=str(folder / "homes/{username}"),
            specs=str(folder / "jupyter"),
            patient=PATIENT,
            python=sys.executable,
            proxy=str(PROXY),
            arguments=["--allow-root"] if os.geteuid() == 0 else [],
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "jupyterhub", "--config", "jupyterhub_config.py"]
    with (folder / "hub.log").open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        found = Hub(hub, psutil.Process(process.pid), folder)
        try:
            _wait(found, process)
            yield found
        finally:
            _stop(found, process)


def _wait(hub, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{hub.url}/hub/login", timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError("The hub did not start:\n" + hub.log[-3000:])


def _stop(hub, process):
    """End the hub, which ends the servers and the proxy; then what is left of them."""
    started = []
    with contextlib.suppress(psutil.NoSuchProcess):
        started = hub.process.children(recursive=True)
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for each in started:
        with contextlib.suppress(psutil.NoSuchProcess):  # psutil ends no process that has got the same number since
            each.kill()
