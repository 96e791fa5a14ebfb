"""Wheels that are made by hand, and a server that stands in for Pyodide's, which has the wheels for the browser."""

import contextlib
import hashlib
import http.server
import threading
import zipfile


def wheel(folder, name, version="1.0", files=(), requires=()):
    """Write a wheel with some files, empty or with a text, and requirements; return its path."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    metadata = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}", *(f"Requires-Dist: {r}" for r in requires)]
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in (files if isinstance(files, dict) else dict.fromkeys(files, "")).items():
            archive.writestr(file, text)
        info = f"{name}-{version}.dist-info"
        archive.writestr(f"{info}/METADATA", "\n".join([*metadata, "", "Requires-Dist: prose"]))
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    return path


def sha256(content):
    """Return the checksum of a file as Pyodide's list writes it."""
    return hashlib.sha256(content).hexdigest()


class CutShort(bytes):
    """A file of which the server sends all, and says that there is one byte more."""


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.removeprefix("/")
        self.server.asked.append(name)
        answers = self.server.answers.get(name, [404])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, int):
            self.send_error(answer)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer) + isinstance(answer, CutShort)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments):
        """Be silent."""


@contextlib.contextmanager
def server(answers):
    """Serve files on a free loopback port; yields the server, which has its `url` and what it was `asked` for.

    `answers` has for each name what is answered in turn, the last again and again: a file's bytes, or a status.
    """
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as running:
        running.asked, running.answers = [], answers
        running.url = f"http://127.0.0.1:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()
