"""A dev server in this process, and raw requests to it that no library corrects."""

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import parse_headers
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from leverage_site.serve.http import Server
from leverage_site.serve.preview import Preview

LONG = 30.0  # seconds: only a failure takes as long
SCRIPT = re.compile(rb'<script src="/__leverage_site/client\.js"( data-\w+="[^"]*")*></script>')


@contextmanager
def serving(
    root: Path, *, host: str = "127.0.0.1", allowed: Iterable[str] = (), **options: Any
) -> Iterator[tuple[Server, Preview]]:
    """Serve the site at `root` on a free port; the caller refreshes the preview."""
    preview = Preview(root, **options)
    with Server(host, 0, allowed) as server:
        server.show(preview)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server, preview
        finally:
            server.streams.close()
            server.shutdown()
            thread.join(LONG)


@dataclass(frozen=True)
class Reply:
    """One response as it came."""

    status: int
    headers: Message
    body: bytes

    @property
    def page(self) -> bytes:
        """The body without the preview's script, as a build has it."""
        return SCRIPT.sub(b"", self.body)


def connect(server: Server) -> socket.socket:
    """Open a connection that times out rather than hangs."""
    return socket.create_connection(server.socket.getsockname()[:2], LONG)


def exchange(server: Server, request: bytes) -> bytes:
    """Return all that the server answers to these bytes and the end of them."""
    with connect(server) as sock:
        return read_answer(sock, request)


def read_answer(sock: socket.socket, request: bytes) -> bytes:
    """Return all that a connection answers to these bytes and the end of them."""
    parts = []
    try:
        sock.sendall(request)
        sock.shutdown(socket.SHUT_WR)
        while part := sock.recv(65536):
            parts.append(part)
    except TimeoutError:
        raise
    except OSError:
        # Whoever refuses a request does not read the rest of it: the system may then reset the connection.
        pass
    return b"".join(parts)


def replies(data: bytes, *methods: str) -> list[Reply]:
    """Parse the responses in `data`, to requests of these methods; GET where there are more of them."""
    found: list[Reply] = []
    stream = BytesIO(data)
    while line := stream.readline():
        version, status, _ = line.decode("ascii").split(" ", 2)
        assert version == "HTTP/1.1", line
        headers = parse_headers(stream)
        method = methods[len(found)] if len(found) < len(methods) else "GET"
        length = 0 if method == "HEAD" or status == "304" else int(headers["Content-Length"])
        found.append(Reply(int(status), headers, stream.read(length)))
    return found


def request(path: str | bytes, *headers: str, method: str = "GET", host: str | None = "localhost") -> bytes:
    """Return a request's bytes."""
    target = path if isinstance(path, bytes) else path.encode()
    lines = [*([] if host is None else [f"Host: {host}"]), *headers]
    return (
        method.encode() + b" " + target + b" HTTP/1.1\r\n" + "".join(f"{x}\r\n" for x in lines).encode() + b"\r\n"
    )


def ask(
    server: Server, path: str | bytes, *headers: str, method: str = "GET", host: str | None = "localhost"
) -> Reply:
    """Return the one response to one request."""
    (reply,) = replies(exchange(server, request(path, *headers, method=method, host=host)), method)
    return reply


def until(condition: Callable[[], bool]) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def seeded_random(seed: int) -> Random:
    """Return a generator of random numbers that are the same each time."""
    return Random(seed)  # noqa: S311


@contextmanager
def nothing_left() -> Iterator[None]:
    """Assert that threads and files which the block starts and opens are gone soon after it."""
    before = (threading.active_count(), _open_files())
    yield
    until(lambda: threading.active_count() <= before[0] and _open_files() <= before[1])


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(os.listdir(folder)) if folder.is_dir() else 0  # noqa: PTH208
