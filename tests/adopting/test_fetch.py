"""A page of a host is fetched within limits, and what is no page is told in words of our own."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from leverage_site.adopting import fetch
from leverage_site.adopting.fetch import HostSource, read_source
from leverage_site.problems import ProblemError

HTML = {"Content-Type": "text/html"}
# What a server answers: the status, the headers, the bytes.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/latin": (200, {"Content-Type": "text/html; charset=latin1"}, "<h1>Café €".encode("cp1252")),
    "/own": (200, HTML, b"<meta charset=windows-1251>\xc4\xe0"),
    "/mark": (200, HTML, "\ufeffÄ\r\nB\rC".encode()),
    "/moved": (301, {"Location": "/latin"}, b""),
    "/circle": (302, {"Location": "/circle"}, b""),
    "/files": (302, {"Location": "ftp://example.org/"}, b""),
    "/code": (302, {"Location": "javascript:1"}, b""),
    "/text": (200, {"Content-Type": "text/plain"}, b"x"),
    "/packed": (200, {**HTML, "Content-Encoding": "gzip"}, b"x"),
    "/large": (200, HTML, b"x" * 2_001),
    "/short": (200, {**HTML, "Content-Length": "100"}, b"x"),
    "/nul": (200, HTML, b"a\0b"),
    "/unknown": (200, {"Content-Type": "text/html; charset=nothing"}, b"x"),
    "/broken": (200, {"Content-Type": "text/html; charset=utf-8"}, b"\xff"),
}


class Host(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/noise":
            self.wfile.write(b"no answer\r\n\r\n")
            return
        status, headers, data = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def reason(source: str) -> str:
    with pytest.raises(ProblemError) as caught:
        read_source(source, Path())
    (problem,) = caught.value.problems
    assert problem.code == "T018"
    return problem.message.partition(": ")[2]


@pytest.mark.parametrize(
    ("path", "text", "end"),
    [
        ("/latin", "<h1>Café €", "/latin"),
        ("/own", "<meta charset=windows-1251>Да", "/own"),
        ("/mark", "Ä\nB\nC", "/mark"),
        ("/moved", "<h1>Café €", "/latin"),
    ],
)
def test_a_page_is_read_as_browsers_do(host: str, path: str, text: str, end: str) -> None:
    assert read_source(host + path, Path()) == HostSource(text, host + end)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing", "the server answers with the status 404"),
        ("/circle", "the server answers with the status 302"),
        ("/code", "the server answers with the status 302"),
        ("/files", "it leads to ftp://example.org/, which is not followed"),
        ("/text", "it is text/plain, not a page"),
        ("/packed", "it is sent as gzip, which nobody asked for"),
        ("/large", "it has more than 2,000 bytes"),
        ("/short", "it was cut off"),
        ("/nul", "it holds a NUL character"),
        ("/unknown", "its encoding, nothing, is unknown"),
        ("/broken", "it is no text in utf-8"),
        ("/noise", "what is sent is no answer of a web server"),
        ("/a b", "what is sent is no answer of a web server"),
    ],
)
def test_what_is_no_page_is_told(host: str, monkeypatch: pytest.MonkeyPatch, path: str, said: str) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 2_000)
    assert reason(host + path) == said


def test_a_server_that_takes_too_long_is_left(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LIMIT", -1.0)
    assert reason(f"{host}/latin") == "it takes longer than -1 seconds"


def test_what_is_no_server_is_told(host: str) -> None:
    assert reason("http://127.0.0.1:1/") == "Connection refused"
    assert reason(host.replace("http:", "https:")) == "no secure connection could be made"
    assert reason("http://") == "it is no address that can be asked"
    assert reason("http://[::1") == "what is sent is no answer of a web server"
