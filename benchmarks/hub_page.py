"""A page with a notebook, as far as its kernel can tell: it runs cells, moves sliders and starts films.

It speaks to a Jupyter server over the WebSocket of a kernel, as JupyterLab does: the same subprotocol, a subshell for
the widgets, a request of the size of each view, and word that a pointer has come near.
"""

import asyncio
import contextlib
import json
import time
from typing import NamedTuple

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

SUBPROTOCOL = "v1.kernel.websocket.jupyter.org"
LARGEST = 2**28
"""Bytes in a message: a picture has some 30 kB, the output of a cell may have more."""

SEEN_EVERY = 2.0
"""Seconds between two words that a film is seen, as in view.js."""


class Explorer(NamedTuple):
    """Model ids of a view and of the controls beside it, by their arguments."""

    view: str
    controls: dict[str, str]


class Page:
    """One notebook in one browser, and what its kernel has told it.

    Examples
    --------
    With a server's address and a kernel's id::

        page = await opened(f"ws://127.0.0.1:8888/api/kernels/{kernel}/channels", {})
        await page.run("explore(show, padding=(0, 3))")
        seconds = await page.slide(page.explorers()[0], "padding", 2)
    """

    def __init__(self, socket):
        self._socket = socket
        self._session = Session()
        self._waiting, self._replies, self._idle = [], {}, set()
        self._subshell, self._asked = None, 0
        self.states = {}
        """Model id → what the kernel has told of that widget."""
        self.ahead = {}
        """Model id of a view → the settings of which it holds a picture, as keys."""
        self.complaints = []
        """What was printed on stderr or raised, one text each."""
        self.fates = []
        """What was heard of the kernel's life and the connection's, such as "restarting"."""
        self._listening = asyncio.create_task(self._listen())

    async def close(self):
        """Leave the page."""
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening
        self._socket.close()

    # What the kernel says

    async def _listen(self):
        while (raw := await self._socket.read_message()) is not None:
            now = time.perf_counter()
            channel, parts = deserialize_msg_from_ws_v1(raw)
            header, parent, _metadata, content = (json.loads(part) for part in parts[:4])
            self._hear(channel, header["msg_type"], parent.get("msg_id"), content)
            self._look(now)
        self.fates.append("connection closed")
        self._look(time.perf_counter())

    def _look(self, now):
        """Tell who waits, if it has come true."""
        for true, future in self._waiting:
            if not future.done() and true():
                future.set_result(now)

    def _hear(self, channel, kind, parent, content):
        if channel != "iopub":
            self._replies[parent] = content
        elif kind == "comm_open":
            self.states[content["comm_id"]] = content["data"].get("state", {})
        elif kind == "comm_msg":
            self._hear_widget(content["comm_id"], content["data"])
        elif kind == "comm_close":
            self.states.pop(content["comm_id"], None)
        elif kind == "error":
            self.complaints.append("\n".join(content["traceback"]))
        elif kind == "stream" and content["name"] == "stderr":
            self.complaints.append(content["text"])
        elif kind == "status" and content["execution_state"] == "idle":
            self._idle.add(parent)
        elif kind == "status" and content["execution_state"] in ("restarting", "dead"):
            self.fates.append(content["execution_state"])

    def _hear_widget(self, model, data):
        if data.get("method") == "update":
            before = self.states.get(model, {})
            epoch = before.get("shown", {}).get("epoch")
            before.update(data["state"])
            if before.get("shown", {}).get("epoch") != epoch:
                self.ahead.pop(model, None)
        elif data.get("method") == "custom" and data["content"].get("kind") in ("ahead", "refused"):
            self.ahead.setdefault(model, set()).add(_key(data["content"]["asked"]))

    async def until(self, true, seconds):
        """Wait until something is true; return when the message came that made it so."""
        if true():
            return time.perf_counter()
        waits = (true, asyncio.get_running_loop().create_future())
        self._waiting.append(waits)
        try:
            return await asyncio.wait_for(waits[1], seconds)
        finally:
            self._waiting.remove(waits)

    # What is done to it

    def _send(self, channel, kind, content, metadata=None):
        message = self._session.msg(kind, content, metadata=metadata)
        if kind == "comm_msg":
            message["header"]["subshell_id"] = self._subshell
        sent = self._socket.write_message(serialize_msg_to_ws_v1(message, channel, self._session.pack), binary=True)
        asyncio.ensure_future(sent).add_done_callback(lambda done: done.exception())  # a reader hears of the end, too
        return message["header"]["msg_id"]

    async def _request(self, channel, kind, content, seconds=60, metadata=None):
        sent = self._send(channel, kind, content, metadata)
        await self.until(lambda: sent in self._replies, seconds)
        return sent, self._replies.pop(sent)

    async def greet(self):
        """Ask for the kernel's features, and have a subshell made for the widgets, where it can make one."""
        _sent, info = await self._request("shell", "kernel_info_request", {})
        if "kernel subshells" in info.get("supported_features", []):
            _sent, reply = await self._request("control", "create_subshell_request", {})
            self._subshell = reply["subshell_id"]

    async def run(self, code, cell="", seconds=60):
        """Run code as a cell of a notebook; return the status of its reply: "ok", "error" or "aborted"."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": True}
        metadata = {"cellId": cell} if cell else {}
        sent, reply = await self._request("shell", "execute_request", content, seconds, metadata)
        await self.until(lambda: sent in self._idle, seconds)
        return reply["status"]

    def explorers(self):
        """Return the explorers that the kernel has told of, in their order."""
        found = []
        for state in self.states.values():
            controls, *views = [each.removeprefix("IPY_MODEL_") for each in state.get("children", [])] or [""]
            if len(views) == 1 and "shown" in self.states.get(views[0], {}):
                names = self.states[views[0]]["toolbar"]["controls"]
                models = [each.removeprefix("IPY_MODEL_") for each in self.states[controls]["children"]]
                found.append(Explorer(views[0], dict(zip(names, models, strict=True))))
        return found

    def shown(self, explorer):
        """Return what the kernel has answered last for an explorer."""
        return self.states[explorer.view]["shown"]

    def holds(self, explorer, name, value):
        """Tell whether the page has a picture of this setting already, which it shows without the kernel."""
        return _key({**self.shown(explorer)["at"], name: value}) in self.ahead.get(explorer.view, ())

    def tell(self, explorer, content):
        """Send what a view says, and do not wait."""
        self._send("shell", "comm_msg", {"comm_id": explorer.view, "data": {"method": "custom", "content": content}})

    async def ask(self, explorer, seconds=30, **request):
        """Send what a view asks, such as ``kind="size", width=900, ratio=1``; return the kernel's answer."""
        self._asked += 1
        name = str(self._asked)
        self.tell(explorer, {**request, "id": name})
        await self.until(lambda: self.shown(explorer)["answered"] == name, seconds)
        return self.shown(explorer)

    async def come_near(self, explorer):
        """Say that a pointer has come to an explorer: from here on its kernel draws ahead."""
        self.tell(explorer, {"kind": "near", "held": len(self.ahead.get(explorer.view, ()))})

    async def slide(self, explorer, name, value, seconds=10):
        """Move a slider; return the seconds from sending to the picture of that value, or to why there is none."""
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        begun = time.perf_counter()
        self._send("shell", "comm_msg", {"comm_id": explorer.controls[name], "data": data})
        self.states.get(explorer.controls[name], {})["value"] = value  # as the page has it now
        return await self.until(lambda: self.shown(explorer)["at"].get(name) == value, seconds) - begun

    async def film(self, explorer, seconds=120):
        """Start a film and see it to its end; return the seconds that it took."""
        begun = time.perf_counter()
        await self.ask(explorer, kind="film", do="start")
        while self.shown(explorer)["film"] == "running":
            self.tell(explorer, {"kind": "seen"})
            with contextlib.suppress(asyncio.TimeoutError):
                await self.until(lambda: self.shown(explorer)["film"] != "running", SEEN_EVERY)
            if time.perf_counter() - begun > seconds:
                raise TimeoutError
        return time.perf_counter() - begun


def _key(marks):
    return json.dumps(marks, sort_keys=True)


async def opened(url, headers, seconds=60):
    """Return a page that is connected to a kernel and has greeted it.

    Parameters
    ----------
    url : str
        ``ws://…/api/kernels/…/channels``.
    headers : dict
        What the browser would send, cookies above all.
    seconds : float
        How long the connection may take.
    """
    request = HTTPRequest(url, headers=headers, connect_timeout=seconds, request_timeout=seconds)
    socket = await websocket_connect(request, subprotocols=[SUBPROTOCOL], max_message_size=LARGEST)
    if socket.selected_subprotocol != SUBPROTOCOL:
        raise RuntimeError(f"The server does not speak {SUBPROTOCOL}.")
    page = Page(socket)
    await page.greet()
    return page
