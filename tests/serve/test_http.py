"""No request stops the dev server, and each page comes from one build (P17)."""

import http.client
import os
import re
import resource
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from socketserver import StreamRequestHandler
from typing import NamedTuple
from urllib.parse import quote

import pytest

from leverage_site.serve import http as served
from leverage_site.serve.http import Server
from leverage_site.serve.responses import Response
from tests.support.dev_server import (
    Reply,
    ask,
    connect,
    exchange,
    nothing_left,
    read_answer,
    replies,
    request,
    seeded_random,
    serving,
    until,
)
from tests.support.sites import Site

GOOD = request("/index.html")
KNOWN = {100, 200, 302, 304, 400, 403, 404, 405, 414, 431}
HALF_OPEN = 500
LARGE = 8 * 1024 * 1024


def a_site(root: Path) -> Site:
    site = Site(root).days("2026-04-06", "2026-04-07", tags=["C++"]).page("about")
    return site.file("content/static/large.bin", seeded_random(1).randbytes(LARGE)).file(
        "content/static/empty.txt", b""
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return a_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def built(site: Site) -> dict[str, bytes]:
    return site.built()


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[Server]:
    with serving(site.root) as (server, _):
        yield server


@pytest.fixture(autouse=True)
def _says_nothing(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever comes, the terminal stays free of it."""
    yield
    if "a_bug" not in request.node.name:
        assert capsys.readouterr() == ("", "")


def well(server: Server, built: dict[str, bytes]) -> None:
    reply = ask(server, "/index.html")
    assert (reply.status, reply.page) == (200, built["index.html"])


# Ordinary requests.


def test_head_is_get_without_a_body(server: Server, built: dict[str, bytes]) -> None:
    for path in [*("/" + quote(file) for file in built), "/", "/missing", "/weeks", "/__leverage_site/client.js"]:
        get, head = ask(server, path), ask(server, path, method="HEAD")
        assert (head.status, head.body) == (get.status, b"")
        assert _lines(head) == _lines(get)
        assert get.headers["Content-Length"] == str(len(get.body))


def _lines(reply: Reply) -> list[tuple[str, str]]:
    return [(name, value) for name, value in reply.headers.items() if name != "Date"]


def test_the_headers_of_a_page(server: Server) -> None:
    reply = ask(server, "/feed.xml")
    assert sorted(set(reply.headers)) == [
        "Cache-Control",
        "Content-Length",
        "Content-Type",
        "Cross-Origin-Resource-Policy",
        "Date",
        "ETag",
        "Server",
        "X-Content-Type-Options",
    ]
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert "Python" not in reply.headers["Server"]


def test_one_connection_carries_many_requests(server: Server, built: dict[str, bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        for file in [*built, *built]:
            connection.request("GET", "/" + quote(file))
            held = connection.sock
            etag = _read(connection, 200, built[file]).headers["ETag"]
            connection.request("GET", "/" + quote(file), headers={"If-None-Match": f'W/"x", {etag}'})
            assert _read(connection, 304, b"").headers["Content-Length"] is None
            connection.request("HEAD", "/" + quote(file))
            _read(connection, 200, b"")
            connection.request("GET", "/missing")
            _read(connection, 404, built["404.html"])
            assert held is connection.sock is not None
    finally:
        connection.close()


def _read(connection: http.client.HTTPConnection, status: int, page: bytes) -> Reply:
    with connection.getresponse() as response:
        reply = Reply(response.status, response.headers, response.read())
    assert (reply.status, reply.page) == (status, page)
    return reply


def test_no_part_of_a_response_waits_for_another(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise each page costs 40 ms: the system holds back a second write until the first has arrived."""
    found: list[int] = []

    def finish(handler: served.Handler) -> None:
        found.append(handler.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        StreamRequestHandler.finish(handler)

    monkeypatch.setattr(served.Handler, "finish", finish)
    ask(server, "/")
    # Connections of earlier tests may end only now.
    until(lambda: bool(found))
    assert all(found)


def test_requests_may_come_all_at_once(server: Server, built: dict[str, bytes]) -> None:
    found = replies(exchange(server, b"".join(request("/" + quote(file)) for file in built)))
    assert [reply.page for reply in found] == list(built.values())


def test_requests_may_come_byte_by_byte(server: Server, built: dict[str, bytes]) -> None:
    with connect(server) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in GOOD[:-1]:
            sock.sendall(bytes([byte]))
        (reply,) = replies(read_answer(sock, GOOD[-1:]))
    assert reply.page == built["index.html"]


@pytest.mark.parametrize("more", ["Connection: close", "CONNECTION: CLOSE"])
def test_a_client_may_ask_for_one_only(server: Server, more: str) -> None:
    (reply,) = replies(exchange(server, request("/", more) + GOOD))
    assert reply.headers["Connection"] == "close"


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/data/days.json", "/data/tasks.csv", "/sitemap.xml", "/assets/style.css"]
)
def test_what_is_known_is_not_sent_again(server: Server, path: str) -> None:
    etag = ask(server, path).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"a", {etag}', "*"):
        for method in ("GET", "HEAD"):
            reply = ask(server, path, f"If-None-Match: {known}", method=method)
            assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", etag)
    assert ask(server, path, 'If-None-Match: "a"').status == 200


def test_queries_and_fragments_do_not_count(server: Server, built: dict[str, bytes]) -> None:
    for tail in ("?", "?x=1", "?../../etc/passwd", "?%00", "#x", "#x?y", "?x#y", "??"):
        assert ask(server, f"/index.html{tail}").page == built["index.html"]


def test_a_port_that_is_taken(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        Server("127.0.0.1", server.server_port)


def test_a_bug_is_shown_and_ends_nothing(
    server: Server, built: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> Response:
        raise ValueError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(served, "respond", fail)
        assert exchange(server, GOOD) == b""
    assert "ValueError: a bug" in capsys.readouterr().err
    well(server, built)


# Requests that are none.


def mutated(dice: Random) -> bytes:
    """Damage a request."""
    data = dice.choice(BASES)
    for _ in range(dice.randint(1, 4)):
        at, end = sorted(dice.choices(range(len(data) + 1), k=2))
        data = dice.choice(DAMAGES)(dice, data[:at], data[at:end], data[end:])
    return data


def flipped(dice: Random, before: bytes, there: bytes, after: bytes) -> bytes:
    data = bytearray(before + there + after + b" ")
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[:-1])


Damage = Callable[[Random, bytes, bytes, bytes], bytes]
DAMAGES: list[Damage] = [
    flipped,
    flipped,
    lambda _dice, before, _there, _after: before,
    lambda _, before, there, after: before + there[9:] + after,
    lambda _, before, there, after: before + there * 2 + after,
    lambda dice, before, there, after: before + dice.randbytes(dice.choice((1, 10, 100, 9000))) + there + after,
    lambda dice, before, there, after: before + dice.choice(ODD) * dice.choice((1, 1, 2, 150)) + there + after,
    lambda dice, *parts: b"".join(parts).replace(b"\r\n", dice.choice(ENDS)),
    lambda dice, *parts: b"".join(parts).replace(b"HTTP/1.1", dice.choice(VERSIONS)),
    lambda dice, *parts: b"".join(parts).replace(b"GET", dice.choice(METHODS)),
]
ENDS = [b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n ", b"\0\r\n"]
METHODS = [b"POST", b"get", b"G\xc9T", b"", b"GET GET", b"\0", b"HEAD"]
BASES = [
    GOOD,
    request("/", "Accept: text/html", 'If-None-Match: "x"', "Connection: keep-alive"),
    request("/missing", "User-Agent: x", "Accept-Encoding: gzip"),
    request("/weeks", method="HEAD"),
    request("/feed.xml", "Content-Length: 5") + b"hello" + GOOD,
    request("/", "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n" + GOOD,
    request("/", "Expect: 100-continue", "Content-Length: 5", method="POST") + b"hello",
    GOOD + request("/data/days.json") + GOOD,
]
ODD = [
    b"\r\n", b"\n", b"\r", b"\0", b":", b" ", b"\t", b"\xff", b"%00", b"X: y\r\n", b" folded\r\n", b"\r\n\r\n", b"Host: a\r\n", b"\x85", b"\x0b",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"?", b"#", b"\xe2\x80\xa8", b"Connection: x\r\n",
]  # fmt: skip
VERSIONS = [
    b"HTTP/1.0",
    b"HTTP/0.9",
    b"HTTP/2.0",
    b"HTTP/1.2",
    b"HTTP/11",
    b"HTTP/1.1.1",
    b"HTTP/9999999999999.1",
    b"http/1.1",
    b"HTTP/\xb2.1",
    b"",
    b"ICY",
]
STRANGE = [
    b"",
    b"\n",
    b"\r\n" * 1000,
    b"\0" * 70_000,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    b"GET /\r\n",
    b"GET\r\n\r\n",
    b"GET /\n\n",
    b"POST /\r\n\r\n",
    b"GET / HTTP/1.1",
    b"GET / HTTP/1.1\nHost: localhost\n\n",
    b"GET  /  HTTP/1.1 \r\nHost: localhost\r\n\r\n",
    b"GET\t/\x0bHTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xa0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost:\r\n localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: y\r\n folded\r\n\tmore\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 99 + b"Host: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000,
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 1_000_000,
    b"GET /" + b"a" * 1_000_000,
    b"GET /" + b"%2e%2e%2f" * 7000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    request("/", "Content-Type: multipart/mixed; boundary=x") + b"--x\r\n\r\n--x--",
    request("/", "Content-Type: message/rfc822"),
    request("/", "From x", "From: y"),
    request("/", "If-None-Match: " + '"x", ' * 10_000),
    request("/", "If-None-Match: \xff\xfe"),
    request("/", "Range: bytes=0-0,1-1", "If-Range: x"),
    request("/__leverage_site/events?number=x" + "&a=b" * 10_000, method="HEAD"),
]


def test_damaged_requests_change_nothing(server: Server, built: dict[str, bytes]) -> None:
    seen = set()
    with nothing_left():
        for n in range(1000):
            seen |= answered(exchange(server, mutated(seeded_random(n))))
            if n % 50 == 0:
                well(server, built)
        well(server, built)
    assert {200, 400, 404, 405} <= seen


@pytest.mark.parametrize("data", STRANGE, ids=lambda data: repr(data[:30]))
def test_strange_requests_change_nothing(server: Server, built: dict[str, bytes], data: bytes) -> None:
    answered(exchange(server, data))
    well(server, built)


def answered(data: bytes) -> set[int]:
    """Return the statuses of all responses in `data`, each of which must be whole and harmless."""
    assert not data or data.startswith(b"HTTP/1.1 ")
    found = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", data)]
    assert set(found) <= KNOWN
    assert data.count(b"X-Content-Type-Options: nosniff\r\n") >= len(found) - found.count(100)
    assert b"Traceback" not in data
    return set(found)


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: {}"],
        ["content-length: {}"],
        ["Content-Length: 0"],
        ["Content-Length: -1"],
        ["Content-Length: +5"],
        ["Content-Length: 5, 5"],
        ["Content-Length: 99999999999999999999"],
        ["Content-Length:"],
        ["Content-Length:", "Content-Length: {}"],
        ["Content-Length: 0", "Content-Length: {}"],
        ["Content-Length : {}"],
        ["Transfer-Encoding: chunked"],
        ["TRANSFER-ENCODING: chunked"],
        ["Transfer-Encoding: identity"],
        ["Transfer-Encoding:"],
        ["Transfer-Encoding : chunked"],
        ["Transfer-Encoding: xchunked", "Content-Length: {}"],
        ["Content-Length: {}", "Connection: keep-alive"],
        ["Transfer-Encoding: chunked", "Connection: keep-alive"],
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "X"])
def test_a_body_is_not_the_next_request(server: Server, method: str, headers: list[str]) -> None:
    inner = request("/feed.xml")
    lines = [line.format(len(inner)) for line in headers]
    (reply,) = replies(exchange(server, request("/index.html", *lines, method=method) + inner), method)
    assert reply.headers["Connection"] == "close"
    assert b"<rss" not in reply.body


def test_a_request_to_go_on_is_answered(server: Server) -> None:
    data = exchange(server, request("/", "Expect: 100-continue", "Content-Length: 5"))
    assert data.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


# Clients that take their time, or leave.


@pytest.fixture
def _many_files() -> Iterator[None]:
    """Both ends of each connection are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * HALF_OPEN
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"only {hard} files may be open")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_files")
def test_half_open_connections_hold_nobody_up(server: Server, built: dict[str, bytes]) -> None:
    with nothing_left():
        socks = []
        try:
            for n in range(HALF_OPEN):
                socks.append(connect(server))
                socks[-1].sendall(GOOD[: n % len(GOOD)])
            seconds = [_seconds(lambda: well(server, built)) for _ in range(3)]
            assert min(seconds) < 2
            # Those that go on after all are answered as well.
            for n in (1, 20, HALF_OPEN - 1):
                assert answered(read_answer(socks[n], GOOD[n % len(GOOD) :])) == {200}
        finally:
            for sock in socks:
                sock.close()


def _seconds(work: Callable[[], None]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def test_slow_readers_hold_nobody_up(server: Server, built: dict[str, bytes]) -> None:
    with nothing_left():
        socks = [connect(server) for _ in range(20)]
        try:
            for sock in socks:
                sock.sendall(request("/large.bin"))
            for file in built:
                assert ask(server, "/" + quote(file)).page == built[file]
            for sock in socks[:2]:
                (reply,) = replies(read_answer(sock, b""))
                assert reply.body == built["large.bin"]
        finally:
            for sock in socks:
                sock.close()


def test_clients_may_leave_at_any_time(server: Server, built: dict[str, bytes]) -> None:
    with nothing_left():
        for n in range(100):
            with connect(server) as sock:
                sock.sendall(request("/large.bin") if n % 2 else GOOD * 20)
                if n % 4 < 2:
                    sock.recv(n + 1)
                if n % 3:
                    # The connection is reset, not ended.
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        well(server, built)


def test_a_connection_that_stays_silent_is_ended(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert served.Handler.timeout == served.IDLE_SECONDS
    monkeypatch.setattr(served.Handler, "timeout", 0.05)
    for data in (b"", b"GET / HT", GOOD[:-2]):
        with connect(server) as sock:
            sock.sendall(data)
            assert sock.recv(1) == b""


def test_a_server_leaves_nothing_behind(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    with nothing_left():
        for _ in range(3):
            with serving(site.root) as (server, _):
                assert ask(server, "/").status == 200


# Load while the site changes.


class Seen(NamedTuple):
    """What a request for `file` got; the state was `first` when it was sent and `last` when it was answered."""

    file: str
    first: int
    last: int
    status: int
    digest: str


THREADS = 8
CHANGES = 12


@pytest.mark.site
def test_every_page_is_of_one_state_while_the_site_changes(tmp_path: Path) -> None:
    site = Site(tmp_path).days("2026-04-06", "2026-04-07", "2026-04-08", tags=["C++"]).page("about")
    site.theme({"_pager.html": "x"}).file("content/static/note.txt", "0")
    builds, seen, done = {1: site.built()}, [], threading.Event()
    with nothing_left(), serving(tmp_path) as (server, preview):
        names = [*builds[1], "posts/2026/2026-04-09-leverage-record.html"]
        threads = [
            threading.Thread(target=_load, args=(server, names, seen, done, seeded_random(n)))
            for n in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        try:
            for n in range(CHANGES):
                before = len(seen)
                until(lambda: len(seen) >= before + 2 * THREADS or not any(t.is_alive() for t in threads))  # noqa: B023
                _edit(site, n)
                change = preview.refresh()
                assert change
                assert not change.problems
                assert change.after is preview.state
                builds[preview.state.number] = site.built()
        finally:
            done.set()
            for thread in threads:
                thread.join()
        for file, data in builds[CHANGES + 1].items():
            assert ask(server, "/" + quote(file)).page == data
    assert len(builds) == CHANGES + 1
    assert {state for item in seen for state in (item.first, item.last)} >= set(range(2, CHANGES))
    _compare(
        seen, {n: {file: sha256(data).hexdigest() for file, data in build.items()} for n, build in builds.items()}
    )


def _load(server: Server, names: list[str], seen: list[Seen], done: threading.Event, dice: Random) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        while not done.is_set():
            for file in dice.sample(names, len(names)):
                first = server.preview.state.number
                connection.request("GET", "/" + quote(file))
                with connection.getresponse() as response:
                    reply = Reply(response.status, response.headers, response.read())
                digest = sha256(reply.page).hexdigest()
                seen.append(Seen(file, first, server.preview.state.number, reply.status, digest))
                if done.is_set():
                    break
    finally:
        connection.close()


def _edit(site: Site, n: int) -> None:
    """Change records, templates and static files in turn, and let one day come and go."""
    match n % 5:
        case 0:
            site.record("2026-04-07", f"Edit {n}.\n\n## Analysis\n\nEdit {n}.\n", tags=["C++", f"n{n % 2}"])
        case 1:
            # A copied file is read when it is asked for: half of it must never be there.
            site.file("new", f"{n}" * 1000)
            os.replace(site.root / "new", site.root / "content/static/note.txt")  # noqa: PTH105
        case 2 if n % 2:
            site.remove("content/records/2026-04-09.md")
        case 2:
            site.days("2026-04-09")
        case 3:
            site.settings(title=f"Title {n}")
        case 4:
            site.theme({"week.html": f"<p>Edit {n} of {{{{ view.head.title }}}}</p></body>"})


def _compare(seen: list[Seen], states: dict[int, dict[str, str]]) -> None:
    for item in seen:
        # A copied file changes a moment before the state does.
        within = range(item.first, item.last + 1 + (item.file == "note.txt"))
        known = [states[n] for n in within if n in states]
        if item.status == 404:
            assert any(item.file not in state and state["404.html"] == item.digest for state in known), item
        else:
            assert item.status == 200, item
            assert item.digest in {state.get(item.file) for state in known}, item
