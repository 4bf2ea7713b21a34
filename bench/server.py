"""Starts a preview server and asks it for a page until the page is what is waited for."""

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.generator import Generator

PAUSE = 0.005
PATIENCE = 300


@dataclass(frozen=True)
class Server:
    """A generator, how to start its server on a port, and the path of the page of the day that is edited."""

    generator: Generator
    command: Callable[[int], list[str]]
    page: str


@contextmanager
def running(server: Server) -> Iterator[tuple[float, int]]:
    """Run the server; yield the seconds until its day page was there, and the port."""
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        server.command(port), cwd=server.generator.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, server.page, b"<h1>", process)
        yield time.perf_counter() - begin, port
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int, page: str, word: bytes, process: subprocess.Popen[bytes] | None = None) -> None:
    """Ask for the page, on one connection, until it has the word."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if process and process.poll() is not None:
            raise SystemExit(f"{process.args!r} ended with {process.returncode}")
        if word in get(connection, page):
            connection.close()
            return
        time.sleep(PAUSE)
    raise SystemExit(f"{page} did not show {word!r} within {PATIENCE} s")


def get(connection: http.client.HTTPConnection, page: str) -> bytes:
    """Return the body of a page, empty while there is none."""
    try:
        connection.request("GET", page)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return b""


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
