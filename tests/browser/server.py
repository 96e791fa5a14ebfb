"""JupyterLab, and Notebook 7, on a free loopback port, over a copy of some notebooks, with no settings of the user."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "tests" / "browser" / "screenshots"
ARE_WANTED = os.environ.get("CNNLIB_SCREENSHOTS") == "1"
"""Whether screenshots are taken for people to look at: no test reads them, and a page takes its time for each."""

# Whatever would ask a server on the internet, or cover the notebook with a question.
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    # A test module finds the notebooks as they are committed, whatever ran before.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


def free_port():
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment_below(scratch):
    """Return an environment in which Jupyter reads and writes below `scratch` only, and finds `cnnlib`."""
    folders = {
        name: str(scratch / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, **folders, "PYTHONPATH": path, "JUPYTER_PREFER_ENV_PATH": "1"}


def _command(notebooks, scratch, port):
    settings = scratch / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": notebooks,
        "ServerApp.allow_root": True,  # in a container there is often nobody else
        "IdentityProvider.token": "",  # loopback only, and only as long as the tests run
        "LabApp.expose_app_in_browser": True,  # window.jupyterapp, to run commands and ask for the state
        "LabApp.extension_manager": "readonly",
        "LabApp.app_settings_dir": settings,
        "LabApp.user_settings_dir": scratch / "user-settings",
        "LabApp.workspaces_dir": scratch / "workspaces",
        # Where Notebook 7 is installed, the same server has it, too.
        "JupyterNotebookApp.expose_app_in_browser": True,
        "JupyterNotebookApp.app_settings_dir": settings,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyterlab", "--no-browser", *arguments]


def _wait_until_it_answers(url, process, log, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not start:\n" + log.read_text(encoding="utf-8")[-3000:])


@contextlib.contextmanager
def running(command, *, port, log, folder, environment, asked="api"):
    """Run a server of notebooks in `folder`, which answers at `asked`; yields its address; stops it and its kernels."""
    url = f"http://127.0.0.1:{port}"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            _wait_until_it_answers(f"{url}/{asked}", process, log)
            yield url
        finally:
            # On SIGTERM the server shuts its kernels down, then itself.
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def jupyter_server(notebooks, scratch):
    """Run JupyterLab over the folder `notebooks`; yields its address; stops it and its kernels."""
    scratch.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command, log = _command(notebooks, scratch, port), scratch / "jupyterlab.log"
    with running(command, port=port, log=log, folder=notebooks, environment=environment_below(scratch)) as url:
        yield url
