"""A way to a server that takes its time: a TCP proxy on the loopback interface, as if the server were far away.

Whatever arrives is held back by ``delay`` seconds, each way, and then passed on: the bytes as they are, in their order.
Chunks wait side by side and not one behind the other, so that as many bytes get through in a second as without it.
A timer of asyncio counts in milliseconds and rounds up: a chunk comes up to some 1.5 ms later than it was asked for.

The browser's address is the proxy's, and the ``Host`` and the ``Origin`` that it sends agree with each other; a Jupyter
server asks for no more of a page from the same machine. So nothing has to be rewritten on the way.
"""

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit

CHUNK = 2**16


class Delay:
    """How many seconds every chunk is held back, each way; a new value counts for what arrives from then on."""

    def __init__(self, seconds=0.0):
        self.seconds = seconds


async def _read(reader, waiting, delay):
    """Put what arrives into a queue, with the time at which it is due; an empty chunk is the end."""
    loop, chunk = asyncio.get_running_loop(), b"begin"
    while chunk:
        try:
            chunk = await reader.read(CHUNK)
        except OSError:
            chunk = b""
        waiting.put_nowait((loop.time() + delay.seconds, chunk))


async def _write(writer, waiting):
    """Pass on what is in a queue, each chunk when it is due and in their order, until the end or nobody reads more."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(OSError):
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(due - loop.time())
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def _one_way(reader, writer, delay):
    """Pass on what one side sends until it ends; the other direction may go on after that."""
    waiting = asyncio.Queue()
    reading = asyncio.create_task(_read(reader, waiting, delay))
    try:
        await _write(writer, waiting)
    finally:
        reading.cancel()


async def _connect(reader, writer, host, port, delay):
    """Serve one connection: one to the server for it, and both directions."""
    try:
        from_server, to_server = await asyncio.open_connection(host, port)
    except OSError:
        writer.close()
        return
    try:
        await asyncio.gather(_one_way(reader, to_server, delay), _one_way(from_server, writer, delay))
    finally:
        to_server.close()
        writer.close()


async def _serve(host, port, delay, ready, ended):
    """Listen on a free port until `ended` is set, then drop every connection; tells `ready` the port."""
    connections = set()

    async def connected(reader, writer):
        task = asyncio.current_task()
        connections.add(task)
        try:
            await _connect(reader, writer, host, port, delay)
        except asyncio.CancelledError:
            pass  # streams would report it as an error that nobody asked for
        finally:
            connections.discard(task)

    listening = await asyncio.start_server(connected, "127.0.0.1", 0)
    ready(listening.sockets[0].getsockname()[1])
    await ended.wait()
    listening.close()
    for task in connections:
        task.cancel()
    await asyncio.gather(*connections)


@contextlib.contextmanager
def delayed(url, seconds=0.0):
    """Give a server on this machine another address, from which everything takes longer.

    Yields that address and the :class:`Delay`, whose ``seconds`` can be changed at any time. The proxy has a thread of
    its own with its own event loop, since Playwright keeps one in the caller's.
    """
    server, delay = urlsplit(url), Delay(seconds)
    started, loop, ended, ports = threading.Event(), asyncio.new_event_loop(), asyncio.Event(), []

    def ready(port):
        ports.append(port)
        started.set()

    def run():
        loop.run_until_complete(_serve(server.hostname, server.port, delay, ready, ended))
        loop.close()

    thread = threading.Thread(target=run, name="delay", daemon=True)
    thread.start()
    if not started.wait(10):
        raise RuntimeError("the proxy did not begin to listen within ten seconds")
    try:
        yield server._replace(netloc=f"127.0.0.1:{ports[0]}").geturl(), delay
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
