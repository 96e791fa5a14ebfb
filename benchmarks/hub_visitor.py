"""Somebody with a browser at a JupyterHub: logs in, has a server started, follows the link to the notebooks."""

import asyncio
import html
import json
import re
import time
from urllib.parse import quote, unquote

import aiohttp
from hub_page import opened

POLLED = ("api/sessions", "api/kernels", "api/terminals", "api/contents/{folder}?content=1&hash=0")
"""What JupyterLab asks of its server again and again, each every ten seconds."""

POLL_EVERY = 10.0

ASKED = ("lab/api/settings", "lab/api/translations/en", "api/kernelspecs", "api/me", *POLLED)
"""What JupyterLab asks for when it is opened, besides its scripts, which a browser keeps."""


class Refused(RuntimeError):
    """The hub or a learner's server did not do what was asked of it; the message says what was seen."""


class Visitor:
    """One learner's browser.

    Parameters
    ----------
    hub : str
        Address of the hub, such as ``http://127.0.0.1:8000``.
    name : str
        What the learner logs in as.
    """

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.base = f"{hub}/user/{name}/"
        jar = aiohttp.CookieJar(unsafe=True, quote_cookie=False)  # unsafe: the host is a number
        limit = aiohttp.ClientTimeout(total=150)
        self._http = aiohttp.ClientSession(cookie_jar=jar, timeout=limit)
        self.folder = ""

    async def close(self):
        """Close the browser; the server goes on."""
        await self._http.close()

    async def _page(self, url, **form):
        """Return where a page is in the end, and its text."""
        method = "POST" if form else "GET"
        async with self._http.request(method, url, data=form or None) as response:
            text = await response.text()
            if response.status >= 400:
                raise Refused(f"{response.status} at {response.url.path}: {_words(text)}")
            return response.url, text

    async def _events(self, url):
        """Yield what a server sends as events, until it ends."""
        async with self._http.get(url, headers={"Accept": "text/event-stream"}) as response:
            if response.status >= 400:
                raise Refused(f"{response.status} at {response.url.path}")
            async for line in response.content:
                if line.startswith(b"data:"):
                    yield json.loads(line.removeprefix(b"data:"))

    async def api(self, address, method="GET", **content):
        """Ask the learner's server; return its answer."""
        token = {each.key: each.value for each in self._http.cookie_jar.filter_cookies(self.base).values()}.get("_xsrf")
        headers = {"X-XSRFToken": token or ""}
        body = {"json": content} if content else {}
        async with self._http.request(method, self.base + address, headers=headers, **body) as response:
            text = await response.text()
            if response.status >= 400:
                raise Refused(f"{response.status} at {response.url.path}: {text[:200]}")
            return json.loads(text) if text else None

    async def log_in(self):
        """Fill in the form of the login page."""
        _url, text = await self._page(f"{self.hub}/hub/login")
        token = re.search(r'name="_xsrf" value="([^"]*)"', text)[1]
        await self._page(f"{self.hub}/hub/login", username=self.name, password="", _xsrf=html.unescape(token))

    async def follow(self, link):
        """Follow a link of nbgitpuller, have a server started where none runs, and open what the link leads to.

        Parameters
        ----------
        link : str
            ``http://…/hub/user-redirect/git-pull?repo=…&branch=…&urlpath=…``

        Returns
        -------
        dict of str to float
            Seconds until the server was there, those of the pull, and those until JupyterLab had what it asks for.
        """
        begun = time.perf_counter()
        url, text = await self._page(link)
        if "/spawn-pending/" in url.path:
            progress = re.search(r'EventSource\("([^"]+)"\)', text)[1]
            async for event in self._events(self.hub + html.unescape(progress)):
                if event.get("failed"):
                    why = re.sub(r"http://\S+", "its address", event.get("message", ""))
                    raise Refused(f"the server did not start: {why}")
                if event.get("ready"):
                    break
            url, text = await self._page(link)
        if not url.path.endswith("/git-pull"):
            raise Refused(f"the link led to {url.path}: {_words(text)}")
        started = time.perf_counter()
        data = {name: unquote(value) for name, value in re.findall(r'data-([\w-]+)="([^"]*)"', text)}
        query = {"_xsrf": data["xsrf"], "repo": data["repo"], "targetpath": data["targetpath"]}
        query |= {name: data[name] for name in ("branch", "depth") if name in data}
        async for event in self._events(f"{self.base}git-pull/api?{_encoded(query)}"):
            if event["phase"] == "error":
                raise Refused(f"nbgitpuller: {event.get('message', '')} {event.get('output', '')}"[:400])
        pulled = time.perf_counter()
        await self.open_lab(data["path"])
        return {"server": started - begun, "pull": pulled - started, "lab": time.perf_counter() - pulled}

    async def open_lab(self, path):
        """Open a page of JupyterLab, such as ``lab/tree/folder/notebook.ipynb``, with what it asks for at its start."""
        await self._page(self.base + quote(path))
        self.folder = path.removeprefix("lab/tree/").rpartition("/")[0]
        for each in ASKED:
            await self.api(each.format(folder=quote(self.folder)))

    async def poll(self):
        """Ask again and again what JupyterLab asks, until this is cancelled."""
        while True:
            for each in POLLED:
                await self.api(each.format(folder=quote(self.folder)))
                await asyncio.sleep(POLL_EVERY / len(POLLED))

    async def notebook(self, path):
        """Return a notebook as the server has it, a dict."""
        return (await self.api(f"api/contents/{quote(path)}?type=notebook&content=1"))["content"]

    async def save(self, path, notebook):
        """Save a notebook, as Ctrl+S does."""
        await self.api(f"api/contents/{quote(path)}", "PUT", type="notebook", format="json", content=notebook)

    async def open_kernel(self, path, kernel="python3"):
        """Start a kernel for a notebook; return the page that is connected to it, and the kernel's id."""
        name = path.rpartition("/")[2]
        session = await self.api("api/sessions", "POST", path=path, name=name, type="notebook", kernel={"name": kernel})
        identity = session["kernel"]["id"]
        channels = f"{self.base}api/kernels/{identity}/channels?session_id={session['id']}"
        cookies = self._http.cookie_jar.filter_cookies(self.base).values()
        headers = {"Cookie": "; ".join(f"{each.key}={each.value}" for each in cookies), "Origin": self.hub}
        return await opened(channels.replace("http", "ws", 1), headers), identity


def _encoded(query):
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())


def _words(text):
    """Return the first words of a page's text."""
    body = re.sub(r"(?s)<(script|style|head|noscript).*?</\1>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())[:300]
