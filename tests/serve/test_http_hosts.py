"""No other web site can read or drive the dev server (P7)."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from leverage_site.serve.http import Hosts, Server, is_same_origin
from tests.support.dev_server import Reply, ask, exchange, replies, request, serving, until
from tests.support.sites import Site

OURS = [
    "localhost",
    "LOCALHOST",
    "LocalHost:8000",
    "localhost:1",
    "localhost:99999",
    "blog.localhost",
    "a.b-c.localhost:8000",
    "127.0.0.1",
    "127.0.0.1:8000",
    "127.1.2.3",
    "[::1]",
    "[::1]:8000",
    " localhost",
    "localhost ",
]
NAMES = [
    "",
    " ",
    ":",
    ":8000",
    "evil.example",
    "evil.example:8000",
    "EVIL.EXAMPLE",
    "localhost.evil.example",
    "localhost.evil.example:8000",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.io",
    "127-0-0-1.evil.example",
    "evil-localhost",
    "notlocalhost",
    "localhost.",
    "localhost.:8000",
    "localhost..",
    ".localhost",
    "..localhost",
    "a..localhost",
    "evil.localhost.",
    "localhost.localdomain",
    "localhost6",
    "127.0.0.1.",
    "127.0.0.1.:8000",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.0.0.01",
    "2130706433",
    "017700000001",
    "0",
    "1",
    "127.0.0.1/8",
    "127.0.0.256",
    "127.0.0.-1",
    "127.0.0.1,evil.example",
    "localhost,evil.example",
    "localhost evil.example",
    "localhost\tevil.example",
    "evil.example localhost",
    "user@localhost",
    "localhost@evil.example",
    "localhost:80@evil.example",
    "evil.example@127.0.0.1",
    "user:pass@localhost",
    "evil.example#.localhost",
    "evil.example/.localhost",
    "evil.example\\.localhost",
    "evil.example?.localhost",
    "evil.example:80.localhost",
    "http://localhost",
    "http://localhost/",
    "localhost/",
    "localhost:port",
    "localhost:",
    "localhost:-1",
    "localhost:+8000",
    "localhost:80:80",
    "localhost:８０",
    "localhost:80 80",
    "localhost%00",
    "localhost%2eevil.example",
    "%6cocalhost",
    "ｌocalhost",
    "loc\u00adalhost",
    "lоcalhost",
    "*",
    "null",
    "none",
    "::1",
    "[::1",
    "::1]",
    "[[::1]]",
    "[::1].evil.example",
    "[::1]evil.example",
    "[evil.example]",
]
# Only who listens to other machines too may be asked by them; a page cannot point an address anywhere.
ADDRESSES = [
    "[::2]",
    "[::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[2001:db8::1]:8000",
    "0.0.0.0",  # noqa: S104
    "0.0.0.0:8000",
    "10.0.0.1",
    "128.0.0.1",
    "169.254.169.254",
    "192.168.1.10:8000",
    "8.8.8.8",
]
FOREIGN = NAMES + ADDRESSES
# What a page of another site makes a browser send along; `*` has no meaning in a request, and must get none.
TELLING = [
    "Origin: http://evil.example",
    "Origin: null",
    "Origin: http://localhost:8000",
    "Referer: http://evil.example/page",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
    "Sec-Fetch-Mode: cors\r\nOrigin: http://evil.example",
    "X-Forwarded-Host: localhost",
    "X-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1",
    'Forwarded: host=localhost;for="127.0.0.1"',
    "X-Host: localhost\r\nX-HTTP-Host-Override: localhost\r\nX-Original-URL: http://localhost/",
    "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x\r\nOrigin: http://evil.example",
    "Access-Control-Request-Private-Network: true\r\nOrigin: http://evil.example",
    "Access-Control-Allow-Origin: *",
    "X-HTTP-Method-Override: DELETE",
    "Cookie: session=1\r\nAuthorization: Basic eDp5",
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==",
    "Range: bytes=0-10",
    "Expect: 200-maybe",
]
REFUSED_METHODS = [
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
    "Head",
    "GET1",
    "do_GET",
    "*",
    "__init__",
    "LINK",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = Site(tmp_path_factory.mktemp("site")).days("2026-04-07").root
    with serving(root) as (server, _):
        yield server


def guarded(reply: Reply) -> Reply:
    """Every response keeps other sites out."""
    assert not [name for name in reply.headers if name.lower().startswith("access-control-")]
    assert reply.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert reply.headers.get_all("Cross-Origin-Resource-Policy") == ["same-origin"]
    assert len(reply.headers.get_all("Content-Type", ())) == 1
    assert reply.status < 500
    return reply


def test_the_combinations_are_as_many_as_promised() -> None:
    assert len({*OURS, *FOREIGN}) + len(OURS) * len(TELLING) + len(FOREIGN) >= 200


@pytest.mark.parametrize("name", OURS)
def test_this_machine_is_answered(server: Server, name: str) -> None:
    assert guarded(ask(server, "/index.html", host=name)).status == 200
    for more in TELLING:
        assert guarded(ask(server, "/index.html", more, host=name)).status == 200


@pytest.mark.parametrize("name", FOREIGN)
def test_no_other_name_is_answered(server: Server, name: str) -> None:
    for path, method in itertools.product(("/index.html", "/__leverage_site/client.js"), ("GET", "HEAD")):
        reply = guarded(ask(server, path, method=method, host=name))
        assert (reply.status, reply.headers["Connection"]) == (403, "close")
        assert b"<" not in reply.body
    assert guarded(ask(server, "/__leverage_site/events", host=name)).status == 403


@pytest.mark.parametrize("more", TELLING)
def test_nothing_else_makes_up_for_a_foreign_name(server: Server, more: str) -> None:
    assert guarded(ask(server, "/", more, host="evil.example")).status == 403


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Host: localhost", "Host: localhost"],
        ["Host: localhost", "Host: evil.example"],
        ["Host: evil.example", "host: localhost"],
        ["HOST: localhost", "X: y", "hOST: 127.0.0.1"],
        ["X-Host: localhost"],
        ["Host : localhost"],
        [" Host: localhost"],
        ["Host localhost"],
        ["Host: localhost", "Bad name: x"],
        ["Host: localhost", "Content-Length : 5"],
        ["Host: localhost", ": x"],
    ],
)
def test_one_host_must_be_named(server: Server, lines: list[str]) -> None:
    assert guarded(ask(server, "/", *lines, host=None)).status == 400


@pytest.mark.parametrize(
    "name", ["evil.example\r\n .localhost", "localhost\r\n\t.evil.example", "\r\n localhost.evil"]
)
def test_folded_names_are_not_put_together(server: Server, name: str) -> None:
    assert guarded(ask(server, "/", host=name)).status == 403


@pytest.mark.parametrize("name", ["evil.example", None])
@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/0.9", ""])
def test_old_versions_need_the_name_too(server: Server, name: str | None, version: str) -> None:
    host = f"Host: {name}\r\n" if name else ""
    (reply,) = replies(exchange(server, f"GET / {version}".strip().encode() + f"\r\n{host}\r\n".encode()))
    assert guarded(reply).status == (403 if name else 400)


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/0.9", ""])
def test_old_versions_get_headers_as_well(server: Server, version: str) -> None:
    (reply,) = replies(exchange(server, f"GET / {version}".strip().encode() + b"\r\nHost: localhost\r\n\r\n"))
    assert guarded(reply).status == 200


@pytest.mark.parametrize(
    "target", ["http://localhost/index.html", "http://evil.example/index.html", "*", "localhost:80"]
)
@pytest.mark.parametrize("name", ["localhost", "evil.example"])
def test_a_target_is_a_path(server: Server, target: str, name: str) -> None:
    assert guarded(ask(server, target, host=name)).status == (404 if name == "localhost" else 403)


@pytest.mark.parametrize("method", REFUSED_METHODS)
@pytest.mark.parametrize("path", ["/index.html", "/__leverage_site/events", "/missing"])
def test_only_get_and_head(server: Server, method: str, path: str) -> None:
    data = request(path, "Content-Length: 39", method=method) + b"GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n"
    (reply,) = replies(exchange(server, data), "GET")
    assert (guarded(reply).status, reply.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/feed.xml", "/missing", "/weeks", "/__leverage_site/client.js", "/%zz"]
)
def test_all_responses_are_guarded(server: Server, path: str) -> None:
    for method in ("GET", "HEAD"):
        guarded(ask(server, path, method=method))
        guarded(ask(server, path, "If-None-Match: *", method=method))


@pytest.mark.parametrize(
    ("data", "status"), [(request("/", "X: " + "y" * 70_000), 431), (request("/" + "y" * 70_000), 414)]
)
def test_what_is_too_long_is_guarded(server: Server, data: bytes, status: int) -> None:
    # The connection may be reset before the client has sent all of it and read why.
    until(lambda: [guarded(reply).status for reply in replies(exchange(server, data))] == [status])


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "whatever"])
def test_streams_are_for_pages_of_this_site(server: Server, site: str) -> None:
    assert guarded(ask(server, "/__leverage_site/events", f"Sec-Fetch-Site: {site}")).status == 403


@pytest.mark.parametrize("site", ["Sec-Fetch-Site: same-origin", "X: y"])
def test_streams_begin_without_a_length(server: Server, site: str) -> None:
    data = exchange(server, request("/__leverage_site/events", site, method="HEAD"))
    (reply,) = replies(data, "HEAD")
    assert (guarded(reply).status, reply.headers["Content-Type"]) == (200, "text/event-stream")
    assert (reply.headers["Content-Length"], reply.headers["Connection"]) == (None, "close")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_listens_to_this_machine_only(tmp_path: Path, host: str) -> None:
    with serving(Site(tmp_path).root, host=host) as (server, _):
        assert server.server_address[0] == "127.0.0.1"
        assert server.url == f"http://{host}:{server.server_port}/"


@pytest.mark.parametrize("host", ["0.0.0.0", ""])  # noqa: S104
def test_everywhere_answers_addresses_and_no_foreign_name(tmp_path: Path, host: str) -> None:
    with serving(Site(tmp_path).root, host=host) as (server, _):
        assert server.url == f"http://127.0.0.1:{server.server_port}/"
        for name in OURS + ADDRESSES:
            assert guarded(ask(server, "/", host=name)).status == 200, name
        for name in NAMES:
            assert guarded(ask(server, "/", host=name)).status == 403, name


def test_allowed_names_are_answered(tmp_path: Path) -> None:
    with serving(Site(tmp_path).root, allowed=["Laptop.lan", "box"]) as (server, _):
        for name in ("laptop.lan", "LAPTOP.LAN:8000", "box", "localhost", "127.0.0.1"):
            assert guarded(ask(server, "/", host=name)).status == 200
        for name in ("laptop", "x.laptop.lan", "laptop.lan.evil.example", "box.", "10.0.0.1", "evil.example"):
            assert guarded(ask(server, "/", host=name)).status == 403


def test_a_name_served_at_is_answered() -> None:
    hosts = Hosts("Box.lan")
    assert hosts.allows("box.lan:8000")
    assert hosts.allows("10.0.0.1")
    assert not hosts.allows("lan")
    assert not hosts.allows(None)
    assert not hosts.allows("box.lan:８０")


def test_the_url_of_an_ipv6_server(tmp_path: Path) -> None:
    with serving(Site(tmp_path).root, host="::1") as (server, _):
        assert server.url == f"http://[::1]:{server.server_port}/"
        assert ask(server, "/", host=f"[::1]:{server.server_port}").status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:1", "http://evil.localhost", "localhost", "", "file://"],
)
@pytest.mark.parametrize("site", ["X: y", "Sec-Fetch-Site: same-origin"])
def test_streams_are_for_pages_of_this_origin(server: Server, origin: str, site: str) -> None:
    """Of an older browser, `Origin` alone tells where a page comes from that asks."""
    reply = guarded(ask(server, "/__leverage_site/events", f"{site}\r\nOrigin: {origin}"))
    assert reply.status == 403


@pytest.mark.parametrize(
    ("origins", "host", "own"),
    [
        ([], "localhost:8000", True),
        (["http://localhost:8000"], "localhost:8000", True),
        (["HTTP://LocalHost:8000 "], "localhost:8000", True),
        (["https://site.example"], "Site.example", True),
        (["http://[::1]:8000"], "[::1]:8000", True),
        (["http://localhost:8000", "http://evil.example"], "localhost:8000", False),
        (["http://localhost:8001"], "localhost:8000", False),
        (["http://localhost"], "localhost:8000", False),
        (["null"], "null", False),
        (["ftp://localhost"], "localhost", False),
        (["http://localhost:8000/"], "localhost:8000", False),
    ],
)
def test_an_origin_is_this_server_s_or_another_s(origins: list[str], host: str, own: bool) -> None:
    assert is_same_origin(origins, host) is own
