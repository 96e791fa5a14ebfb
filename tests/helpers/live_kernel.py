"""A kernel process and, in the place of a page, somebody who sends it what a page sends and hears what it answers."""

import contextlib
import os
import queue
import signal
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from cnnlib.live.protocol import SEEN

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "ipykernel_launcher", "--IPKernelApp.log_level=40", "-f", "{connection_file}"]
AS_SENT = """
from ipykernel.comm.comm import BaseComm
if hasattr(BaseComm, "_reply_subshell_for"):
    BaseComm._reply_subshell_for = lambda _self, _data, subshell: subshell
"""


class PageOf:
    """What a page does to a kernel, without a page."""

    def __init__(self, manager, client):
        self._manager, self._client = manager, client
        self._subshell = None
        self.states = {}
        """Model id → what the kernel has told of that widget."""

    # What the kernel says

    def _hear(self, seconds):
        message = self._client.get_iopub_msg(timeout=seconds)
        content = message["content"]
        if message["msg_type"] == "comm_open":
            self.states[content["comm_id"]] = content["data"]["state"]
        elif message["msg_type"] == "comm_msg" and content["data"].get("method") == "update":
            self.states[content["comm_id"]].update(content["data"]["state"])
        elif message["msg_type"] == "comm_close":
            self.states.pop(content["comm_id"], None)
        return message

    def until(self, true, seconds=30):
        """Listen until something is true, and return it."""
        deadline = time.monotonic() + seconds
        while not (found := true()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not within {seconds} s; the kernel has told {list(self.shown().values())}")
            with contextlib.suppress(queue.Empty):
                self._hear(min(left, 0.2))
        return found

    def listen(self, seconds):
        """Listen for some time, and return what was printed on stderr or raised meanwhile."""
        deadline, complaints = time.monotonic() + seconds, ""
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                complaints += _complaint(self._hear(left))
        return complaints

    def finish(self, request, seconds=60):
        """Listen until the kernel has finished with a request; return what was printed meanwhile, errors included."""
        printed = ""
        while True:
            message = self._hear(seconds)
            if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
                printed += message["content"]["text"]
            printed += _complaint(message)
            done = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            if done and message["parent_header"].get("msg_id") == request:
                return printed

    def shown(self):
        """Return what each view shows: model id → its ``shown``."""
        return {model: state["shown"] for model, state in self.states.items() if "shown" in state}

    @property
    def view(self):
        """Model id of the view that was made last."""
        return list(self.shown())[-1]

    def slider(self, name):
        """Return the model id of the slider that was made last for an argument."""
        return [model for model, state in self.states.items() if state.get("description") == name][-1]

    @property
    def mebibytes(self):
        """How much memory the kernel holds."""
        import psutil  # comes with ipykernel

        return psutil.Process(self._manager.provisioner.pid).memory_info().rss / 2**20

    # What is done to it

    def send(self, kind, content, metadata=None):
        """Send a message, and do not wait; return its id."""
        message = self._client.session.msg(kind, content, metadata=metadata)
        if kind == "comm_msg":
            message["header"]["subshell_id"] = self._subshell
        self._client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def use_subshell(self):
        """Have what is done to widgets worked on by a thread of its own, as JupyterLab has it with ipykernel 7.0.

        Later ones send it to the thread that the widget's last message came from, mostly the main one.
        """
        assert self.run(AS_SENT) == ""
        self._client.control_channel.send(self._client.session.msg("create_subshell_request", {}))
        self._subshell = self._client.get_control_msg(timeout=10)["content"]["subshell_id"]

    def start_running(self, code, cell="", silent=False):
        """Run code as a cell of a notebook, and do not wait."""
        content = {"code": code, "silent": silent, "store_history": not silent, "user_expressions": {}}
        # As JupyterLab sends it.
        return self.send("execute_request", {**content, "allow_stdin": False}, {"cellId": cell} if cell else {})

    def run(self, code, cell=""):
        """Run code as a cell of a notebook; return what was printed."""
        return self.finish(self.start_running(code, cell))

    def start_asking(self, view="", **request):
        """Send what a view sends, and do not wait."""
        content = {"id": "7", **request}
        return self.send("comm_msg", {"comm_id": view or self.view, "data": {"method": "custom", "content": content}})

    def ask(self, view="", **request):
        """Send what a view sends; return what it is shown."""
        view = view or self.view
        self.finish(self.start_asking(view, **request))
        return self.states[view]["shown"]

    def see(self):
        """Say that a view has got a picture of the film, as a page does."""
        self.finish(self.send("comm_msg", {"comm_id": self.view, "data": {"method": "custom", "content": SEEN}}))

    def start_sliding(self, name, value):
        """Move a slider, and do not wait."""
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        return self.send("comm_msg", {"comm_id": self.slider(name), "data": data})

    def slide(self, name, value):
        """Move a slider; return what was printed meanwhile, errors included."""
        return self.finish(self.start_sliding(name, value))

    def interrupt(self):
        """Interrupt the kernel, as the ■ of the toolbar does."""
        self._manager.interrupt_kernel()


def _complaint(message):
    if message["msg_type"] == "error":
        return "\n".join(message["content"]["traceback"])
    if message["msg_type"] == "stream" and message["content"]["name"] == "stderr":
        return message["content"]["text"]
    return ""


@contextlib.contextmanager
def kernel(folder):
    """Run a kernel with settings of its own; yields the page that talks to it."""
    manager = KernelManager(connection_file=str(folder / "kernel.json"))
    manager._kernel_spec = KernelSpec(argv=COMMAND, display_name="Python", language="python")
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    # Python's own handler of interrupts, also where this process was started with them ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        manager.start_kernel(env={**os.environ, "PYTHONPATH": paths, "IPYTHONDIR": str(folder / "ipython")})
    finally:
        signal.signal(signal.SIGINT, before)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield PageOf(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
