"""The server: GET and HEAD, on this machine only unless told otherwise, and no other site can read a thing.

A page of another site can point a name of its own at this machine and so ask this server as if it were that site;
the browser then tells that name in `Host`. Addresses cannot be pointed anywhere.

Each connection has a thread of its own, which ends with it; a stream of events stays open.
"""

import os
import re
import sys
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl

from leverage_site.serve.live_reload import EVENTS, EventStreams, Tab
from leverage_site.serve.preview import Preview
from leverage_site.serve.responses import TEXT, Response, respond

IDLE_SECONDS = 20
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_LOCAL = re.compile(r"(?:[a-z0-9_-]+\.)*localhost")


class Server(ThreadingHTTPServer):
    """The server of one preview. Raises OSError where the port cannot be had; port 0 is any that is free."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    allow_reuse_address = os.name == "posix"

    def __init__(self, host: str, port: int, allowed: Iterable[str] = ()) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        self.host = host
        self.hosts = Hosts(host, allowed)
        self.preview: Preview
        self.streams: EventStreams
        super().__init__((host, port), Handler)

    def show(self, preview: Preview) -> None:
        """Serve `preview` from now on."""
        self.preview, self.streams = preview, EventStreams(preview)

    @property
    def url(self) -> str:
        """The address at which the site begins."""
        host = EVERYWHERE.get(self.host, self.host)
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.server_port}{self.preview.state.site.plan.site.base_path}"

    def server_bind(self) -> None:
        """Bind without asking the network for this machine's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print an error, but for a browser that went away, which is none."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Handles the requests of one connection, in a thread of its own."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "leverage-site"
    sys_version = ""
    timeout = IDLE_SECONDS
    # Head and body are two writes: the second would wait, up to 40 ms, for a word that the first has arrived.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a page or a stream of events."""
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            # A body has no meaning here, and must not be taken for the next request.
            self.close_connection = True
        path, _, query = self.path.partition("#")[0].partition("?")
        if objection := self._objection(path):
            self._refuse(*objection)
        elif path == EVENTS:
            self.close_connection = True
            self._head(Response(HTTPStatus.OK, "text/event-stream"))
            if self.command == "GET":
                tab = Tab.from_query(dict(parse_qsl(query, keep_blank_values=True)))
                self.server.streams.run(tab, self.wfile.write)
        else:
            self._send(respond(self.server.preview, path, self.headers.get("If-None-Match", "")))

    do_HEAD = do_GET  # noqa: N815

    def _objection(self, path: str) -> tuple[HTTPStatus, str] | None:
        """Return why not to answer at all, or None."""
        if self.headers.defects:
            return HTTPStatus.BAD_REQUEST, "The headers cannot be read."
        if len(self.headers.get_all("Host", ())) != 1:
            return HTTPStatus.BAD_REQUEST, "The request must name one host."
        if not self.server.hosts.allows(self.headers["Host"]):
            return HTTPStatus.FORBIDDEN, "This host is not served; start with --allow-host to add it."
        # Another site could not read a stream, but would end those of this site's tabs by opening many.
        # Browsers before 2023 tell no `Sec-Fetch-Site`, but where a page of another site asks, its `Origin`.
        origins, host = self.headers.get_all("Origin", ()), self.headers["Host"]
        is_near = self.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if path == EVENTS and not (is_near and is_same_origin(origins, host)):
            return HTTPStatus.FORBIDDEN, "Streams are for this site's own pages."
        return None

    def _send(self, response: Response) -> None:
        length = {} if response.status == HTTPStatus.NOT_MODIFIED else {"Content-Length": str(len(response.data))}
        self._head(response, length)
        if self.command != "HEAD":
            self.wfile.write(response.data)

    def _head(self, response: Response, more: dict[str, str] | None = None) -> None:
        # To a request of HTTP/0.9, or of no version, the base class would send no headers at all.
        self.request_version = self.protocol_version
        self.send_response(response.status)
        headers = {"Content-Type": response.kind} | HEADERS | response.headers | (more or {})
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        """Refuse a request, and the rest of its connection."""
        self.close_connection = True
        allowed = {"Allow": "GET, HEAD"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
        self._send(Response(status, TEXT, f"{text}\n".encode(), allowed))

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Refuse what is no request: what the base class blames on the server is the client's doing."""
        status = {501: HTTPStatus.METHOD_NOT_ALLOWED, 505: HTTPStatus.BAD_REQUEST}.get(code, HTTPStatus(code))
        self._refuse(status, status.phrase)

    def log_message(self, *_: object) -> None:
        """Log nothing: the terminal is for rebuilds and problems."""


class Hosts:
    """The names in `Host` that are answered: this machine's own, the one served at, those that were allowed."""

    def __init__(self, host: str, allowed: Iterable[str] = ()) -> None:
        self.names = {name.lower() for name in (host, *allowed)} - {""}
        self.others = not _is_loopback(host)

    def allows(self, header: str | None) -> bool:
        """Whether to answer a request with this `Host`, whatever its port."""
        name = _host_name(header or "")
        if name in self.names or _LOCAL.fullmatch(name):
            return True
        return _is_loopback(name) or (self.others and _is_address(name))


def is_same_origin(origins: Iterable[str], host: str) -> bool:
    """Whether a request comes from a page of this server, as far as its `Origin` headers tell; most have none.

    The page may have come through a proxy that encrypts; then the browser knows this host by https.
    """
    place = host.strip().lower()
    return all(origin.strip().lower() in (f"http://{place}", f"https://{place}") for origin in origins)


def _host_name(header: str) -> str:
    """Return the name in `name`, `name:8000`, `[::1]` or `[::1]:8000`; nothing where there is none."""
    name, colon, port = header.strip().lower().rpartition(":")
    if not colon or header.rstrip().endswith("]"):
        name, port = header.strip().lower(), "0"
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    return name if port.isdecimal() and port.isascii() else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return name == "localhost" or (_is_address(name) and ip_address(name).is_loopback)
