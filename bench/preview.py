"""Previews beside Hugo's: `python -m bench.preview [DAYS …]` prints their times, with `--save` it keeps them.

Measured are the time from start to the first page, and from saving a record to the response that has its new word.
Both servers serve the same records and take turns.
"""

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench import content, process, report, results, sites
from bench.build import EDITED, build, settle
from bench.results import EDIT, START, START_COLD, Preview, Results
from bench.sites import Site

STARTS = 5
EDITS = 15
# Seconds between two requests while a page is waited for, and until it is given up.
PAUSE = 0.005
PATIENCE = 600


def main() -> None:
    """Measure all sizes. Each is saved as soon as it is measured."""
    options = results.options("Previews beside Hugo's.")
    kept = Results.load() if options.save else Results()
    for size in options.sizes:
        with results.workplace(options.bin) as (folder, programs):
            both = [sites.make_own(folder, size, programs), sites.make_plain(folder, size)]
            kept.previews[size] = measure(both)
        if options.save:
            report.write(kept)
    print(report.text(kept))


def measure(both: list[Site]) -> Preview:
    """Measure both servers."""
    preview = Preview(results.machine(both), {site.name: {START_COLD: [], START: [], EDIT: []} for site in both})
    for _ in range(STARTS):
        for site in both:
            site.clear()
            preview.sites[site.name][START_COLD].append(start(site))
    for site in both:
        build(site)
    settle(both[0])
    for _ in range(STARTS):
        for site in both:
            preview.sites[site.name][START].append(start(site))
    with ExitStack() as stack:
        ports = {site.name: stack.enter_context(running(site))[1] for site in both}
        for n in range(EDITS):
            for site in both:
                preview.sites[site.name][EDIT].append(edit(site, ports[site.name], n))
    return preview


def start(site: Site) -> float:
    """Return the seconds from starting a server to its first page."""
    with running(site) as (seconds, _):
        return seconds


@contextmanager
def running(site: Site) -> Iterator[tuple[float, int]]:
    """Run a site's server; yield the seconds until the newest day's page was there, and the port."""
    port = free_port()
    begin = time.perf_counter()
    server = subprocess.Popen(
        site.serve(port),
        cwd=site.root,
        env=process.ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, site.address(content.LAST_DAY), b"<h1", server)
        yield time.perf_counter() - begin, port
    finally:
        server.terminate()
        server.wait(30)


def edit(site: Site, port: int, n: int) -> float:
    """Return the seconds from saving a record with a new word to the response that has it."""
    # Longer than any quiet period, so that each edit is on its own, and never twice the same: a server that looks
    # at regular intervals would else be asked in step with them.
    time.sleep(1 + n / EDITS)
    word = f"zebra{n}"
    record = site.record(EDITED)
    text = f"{record.read_text()}\nAn added word, {word}.\n"
    begin = time.perf_counter()
    record.write_text(text)
    wait_for(port, site.address(EDITED), word.encode())
    return time.perf_counter() - begin


def wait_for(port: int, address: str, word: bytes, server: subprocess.Popen[bytes] | None = None) -> None:
    """Ask for a page, on one connection, until it has a word."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        if server and server.poll() is not None:
            raise SystemExit(f"{server.args!r} ended with {server.returncode}")
        if word in get(connection, address):
            connection.close()
            return
        time.sleep(PAUSE)
    raise SystemExit(f"{address} did not show {word!r} within {PATIENCE} s")


def get(connection: http.client.HTTPConnection, address: str) -> bytes:
    """Return the body of a page, empty while there is none."""
    try:
        connection.request("GET", f"/{address}")
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return b""


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
