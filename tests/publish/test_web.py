"""A site as readers get it: until all is there as it was sent, or the time is over."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from leverage_site.publish import web
from leverage_site.publish.order import SiteFile
from leverage_site.publish.web import HostAnswer, HostReader, is_served, ping, poll

BODY = b"<!DOCTYPE html>"
PAGE = SiteFile("days/1.html", sha256(BODY).hexdigest(), "pages", "text/html; charset=utf-8")
FEED = SiteFile("feed.xml", sha256(BODY).hexdigest(), "feeds", "application/rss+xml; charset=utf-8")


class Time:
    """A clock that a test moves: to sleep takes no time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def polled(files: list[SiteFile], get, wait: float = 60, clock: Time | None = None) -> dict[str, str]:
    clock = clock or Time()
    return poll(
        files, "https://example.org/log/", wait, lambda _: len(BODY), get=get, clock=clock, sleep=clock.sleep
    )


def test_each_file_is_read_at_its_address_until_it_is_there() -> None:
    asked: list[str] = []
    clock = Time()

    def get(url: str, _: int) -> HostAnswer:
        asked.append(url)
        return HostAnswer(200, "text/html", BODY) if clock.now > 20 else HostAnswer(404, "text/html", b"")

    index = PAGE._replace(path="weeks/index.html")
    assert polled([PAGE, index], get, clock=clock) == {}
    assert {*asked} == {"https://example.org/log/days/1.html", "https://example.org/log/weeks/"}
    assert 20 < clock.now < 60
    assert len(asked) < 30


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HostAnswer(200, "text/html; charset=UTF-8", BODY), None),
        (HostAnswer(200, "Text/HTML", BODY), None),
        (HostAnswer(404, "text/html", BODY), "the host answers with status 404"),
        (HostAnswer(500, "text/html", BODY), "the host answers with status 500"),
        (HostAnswer(200, "text/html", b"older"), "it has other bytes (5 instead of 15)"),
        (HostAnswer(200, "text/plain", BODY), "it has the type text/plain instead of text/html"),
        (HostAnswer(200, "", BODY), "it has the type of nothing instead of text/html"),
    ],
)
def test_status_bytes_and_type_are_compared(answer: HostAnswer, reason: str | None) -> None:
    assert polled([PAGE], lambda *_: answer) == ({PAGE.path: reason} if reason else {})


@pytest.mark.parametrize(
    ("path", "wanted", "served"),
    [
        ("feed.xml", "application/rss+xml", "text/xml"), ("feed.xml", "application/rss+xml", "application/xml"),
        ("atom.xml", "application/atom+xml; charset=utf-8", "application/xml"),
        ("feed.json", "application/feed+json", "application/json"), ("x.js", "text/javascript", "application/javascript"),
        ("x.bin", "application/octet-stream", "application/x-whatever"),
    ],
)  # fmt: skip
def test_types_by_which_hosts_call_the_same(path: str, wanted: str, served: str) -> None:
    file = FEED._replace(path=path, type=wanted)
    assert polled([file], lambda *_: HostAnswer(200, served, BODY)) == {}


def test_the_page_for_what_is_not_found_may_say_so() -> None:
    page = PAGE._replace(path="404.html")
    assert polled([page], lambda *_: HostAnswer(404, "text/html", BODY)) == {}


def test_a_host_that_is_not_ready_is_not_asked_for_everything() -> None:
    asked = 0

    def get(*_: object) -> HostAnswer:
        nonlocal asked
        asked += 1
        raise ConnectionRefusedError(111, "Connection refused")

    files = [PAGE._replace(path=f"days/{n}.html") for n in range(100)]
    reasons = polled(files, get)
    assert [*reasons.values()] == ["Connection refused"] * 3 + ["it was not read"] * 97
    assert asked < 40


@pytest.mark.parametrize("path", ["CNAME", "_headers", "_redirects", ".nojekyll", ".well-known/x", "a/.b/c.html"])
def test_what_is_meant_for_the_host_is_not_asked_for(path: str) -> None:
    assert not is_served(path)
    assert polled([PAGE._replace(path=path)], lambda *_: pytest.fail("asked")) == {}


ANSWERS = {
    "/gzip": (200, gzip.compress(BODY), {"Content-Encoding": "gzip"}),
    "/bomb": (200, gzip.compress(b"\0" * 5_000_000), {"Content-Encoding": "gzip"}),
    "/brotli": (200, BODY, {"Content-Encoding": "br"}),
    "/damaged": (200, b"no gzip", {"Content-Encoding": "gzip"}),
    "/moved": (301, b"", {"Location": "/plain?x=1"}),
    "/away": (302, b"", {"Location": "http://example.org/"}),
    "/loop": (302, b"", {"Location": "/loop"}),
    "/long": (200, b"x" * 1_000_000),
}


class Host(BaseHTTPRequestHandler):
    """Answers by the path of a request."""

    protocol_version = "HTTP/1.1"
    connections: ClassVar[set[object]] = set()
    forms: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.connections.add(self.client_address)
        self.answer(*ANSWERS.get(self.path, (200, BODY)))

    def do_POST(self) -> None:
        self.forms.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(204 if self.path == "/hub" else 400, b"")

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who asked has heard enough
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    Host.connections, Host.forms = set(), []
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/plain", "/gzip", "/moved"])
def test_bodies_are_decoded_and_redirects_followed(path: str, host: str) -> None:
    reader = HostReader()
    assert reader.get(host + path, 1_000) == HostAnswer(200, "text/html", BODY)
    reader.close()


@pytest.mark.parametrize("path", ["/away", "/loop", "/brotli", "/damaged", "/bomb", "/long"])
def test_what_cannot_be_the_file_is_a_reason_and_costs_little(path: str, host: str) -> None:
    file = PAGE._replace(path=path[1:])
    reasons = poll([file], f"{host}/", 0.1, lambda _: len(BODY))
    assert reasons.keys() == {file.path}


def test_files_of_one_host_share_a_connection(host: str) -> None:
    files = [PAGE._replace(path=f"{n}.html") for n in range(20)]
    seen: list[tuple[int, int]] = []
    assert poll(files, f"{host}/", 5, lambda _: len(BODY), lambda *done: seen.append(done)) == {}
    assert seen == [(1, 20)] * 20
    assert len(Host.connections) == 1


def test_the_hub_is_told_of_each_feed(host: str) -> None:
    feeds = ["https://example.org/feed.xml", "https://example.org/atom.xml"]
    assert ping(f"{host}/hub", feeds) == {}
    assert Host.forms[0] == "hub.mode=publish&hub.url=https%3A%2F%2Fexample.org%2Ffeed.xml"
    assert ping(f"{host}/other", feeds[:1]) == {feeds[0]: "it answers with status 400"}
    assert ping("http://127.0.0.1:9/", feeds[:1]).keys() == {feeds[0]}
    assert web.TIMEOUT <= 60
