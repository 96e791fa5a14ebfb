"""The proxy of the benchmarks that makes a server seem far away: how late it is, and that it changes nothing."""

import importlib.util
import random
import socket
import struct
import threading
import time

import pytest
from project_files import ROOT

pytestmark = pytest.mark.slow


def module():
    """Load the proxy: the folder of the benchmarks is on no path, since a file there is called as a room of cnnlib."""
    spec = importlib.util.spec_from_file_location("delay", ROOT / "benchmarks/delay.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


delayed = module().delayed
EACH_WAY = 0.05


def answer(connection):
    """Send back what comes until the other side ends; only then say so."""
    with connection:
        while chunk := connection.recv(2**16):
            connection.sendall(chunk)
        connection.sendall(b"end")


@pytest.fixture
def echo():
    """The address of a server that sends back what it gets."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept():
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=[connection], daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def connect(url):
    """Return a connection to an address, with its own answers awaited for ten seconds at most."""
    host, port = url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def receive(connection, count):
    """Return so many bytes, or fewer where the other side ends."""
    parts, missing = [], count
    while missing and (chunk := connection.recv(min(missing, 2**16))):
        parts.append(chunk)
        missing -= len(chunk)
    return b"".join(parts)


def seconds_there_and_back(connection):
    """Return how long an echo of one byte takes."""
    begun = time.perf_counter()
    connection.sendall(b"?")
    assert receive(connection, 1) == b"?"
    return time.perf_counter() - begun


def test_an_echo_takes_the_delay_twice(echo):
    with delayed(echo, EACH_WAY) as (url, _delay), connect(url) as connection:
        times = [seconds_there_and_back(connection) for _turn in range(5)]
    assert min(times) >= 2 * EACH_WAY
    assert min(times) < 3 * EACH_WAY  # the rest is the machine's: it has five tries


def test_a_new_delay_counts_at_once_and_nothing_overtakes(echo):
    with delayed(echo) as (url, delay), connect(url) as connection:
        delay.seconds = EACH_WAY
        connection.sendall(b"slow, ")
        time.sleep(EACH_WAY / 5)
        delay.seconds = 0
        connection.sendall(b"fast")
        begun = time.perf_counter()
        assert receive(connection, 10) == b"slow, fast"
        assert time.perf_counter() - begun > EACH_WAY / 2


def test_bytes_come_back_as_they_are_and_chunks_wait_side_by_side(echo):
    chance = random.Random(0)
    sent = chance.randbytes(2**23)
    with delayed(echo, EACH_WAY) as (url, _delay), connect(url) as connection:

        def send():
            at = 0
            while at < len(sent):
                size = chance.choice([1, 1000, 2**16])
                connection.sendall(sent[at : at + size])
                at += size
            connection.shutdown(socket.SHUT_WR)

        begun = time.perf_counter()
        threading.Thread(target=send, daemon=True).start()
        assert receive(connection, len(sent)) == sent
        # Of 128 chunks or more, each would otherwise wait for the one before it.
        assert time.perf_counter() - begun < 128 * EACH_WAY
        assert receive(connection, 10) == b"end"  # the end of one direction leaves the other open


def test_connections_are_kept_apart(echo):
    with delayed(echo, EACH_WAY) as (url, _delay), connect(url) as one, connect(url) as other:
        one.sendall(b"one")
        other.sendall(b"other")
        assert (receive(one, 3), receive(other, 5)) == (b"one", b"other")


def test_a_connection_that_breaks_is_no_error_of_the_proxy(caplog):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        delayed(f"http://127.0.0.1:{listener.getsockname()[1]}") as (url, _delay),
        connect(url) as connection,
    ):
        silent, _address = listener.accept()
        connection.shutdown(socket.SHUT_WR)
        time.sleep(EACH_WAY / 2)
        # It leaves without good-bye, and the end of the answer meets a connection that is gone.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        time.sleep(EACH_WAY / 2)
        silent.close()
        time.sleep(EACH_WAY)
    assert caplog.messages == []


def test_where_no_server_listens_the_connection_ends():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with delayed(url) as (there, _delay), connect(there) as connection:
        assert connection.recv(1) == b""


def test_the_proxy_ends_with_its_block(echo):
    with delayed(echo) as (url, _delay), connect(url) as connection:
        seconds_there_and_back(connection)
    assert "delay" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(ConnectionRefusedError):
        connect(url)
