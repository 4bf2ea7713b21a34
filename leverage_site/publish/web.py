"""A published site as readers get it over HTTP: read back until all is there; and the hub, told of new feeds."""

import http.client
import time
import zlib
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from leverage_site.pages.urlmap import NOT_FOUND
from leverage_site.publish.order import SiteFile
from leverage_site.urls import absolute, file_of

TIMEOUT = 30  # seconds for an answer
PAUSE, LONGEST_PAUSE = 1.0, 15.0  # seconds between two rounds
MAX_REDIRECTS = 5
NOT_READ = "it was not read"
SLACK = 65_536  # bytes that an answer may be longer than it should
# What hosts read and do not serve.
_OF_HOSTS = frozenset({"CNAME", "_headers", "_redirects"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
FAILURES = (OSError, http.client.HTTPException, zlib.error)

AGENT = "leverage-site (publish)"
# Names of one type.
_SAME = {
    "application/javascript": "text/javascript",
    "text/xml": "application/xml",
    "image/vnd.microsoft.icon": "image/x-icon",
}
# Hosts guess types by names: a feed that is served as XML is found by every reader.
_GUESSED = {"application/rss+xml": "application/xml", "application/atom+xml": "application/xml"}
_GUESSED |= {"application/feed+json": "application/json", "text/x-opml": "application/xml"}


class HostAnswer(NamedTuple):
    """An answer of a server: its status, its media type without parameters, its decoded body."""

    status: int
    type: str
    body: bytes


class HostReader:
    """Asks one server after the other, each over one connection as long as that lasts."""

    def __init__(self) -> None:
        self._server: tuple[str, str] = ("", "")
        self._connection: http.client.HTTPConnection | None = None

    def get(self, url: str, limit: int) -> HostAnswer:
        """Return what is at `url`, of the body at most `limit` bytes. Raises OSError and HTTPException."""
        host = urlsplit(url).hostname
        for _ in range(MAX_REDIRECTS):
            response = self._ask("GET", url, b"", {"Accept-Encoding": "gzip", "Cache-Control": "no-cache"})
            if response.status not in _REDIRECTS:
                return _answer(response, limit)
            response.read(SLACK)
            self.close()
            url = urljoin(url, response.headers.get("Location", ""))
            if urlsplit(url).hostname != host:
                raise OSError(None, f"it redirects to another host, {urlsplit(url).hostname}")
        raise OSError(None, "it redirects again and again")

    def post(self, url: str, form: dict[str, str]) -> int:
        """Send a form; return the status of the answer. Raises OSError and HTTPException."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        response = self._ask("POST", url, urlencode(form).encode(), kind)
        response.read(SLACK)
        self.close()
        return response.status

    def close(self) -> None:
        """End the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        scheme, host, path, query, _ = urlsplit(url)
        target = (path or "/") + (f"?{query}" if query else "")
        headers = {"User-Agent": AGENT, **headers}
        if self._connection and self._server == (scheme, host):
            # The server may have closed a connection that was idle.
            with suppress(*FAILURES):
                self._connection.request(method, target, body, headers)
                return self._connection.getresponse()
        self.close()
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        self._connection, self._server = kind(host, timeout=TIMEOUT), (scheme, host)
        self._connection.request(method, target, body, headers)
        return self._connection.getresponse()


def poll(
    files: Iterable[SiteFile],
    base_url: str,
    wait: float,
    size_of: Callable[[str], int],
    progress: Callable[[int, int], None] = lambda _, __: None,
    *,
    get: Callable[[str, int], HostAnswer] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, str]:
    """Read files until each is there as it was sent; return why not, by path, of those that are not after `wait`.

    Args:
        files: The files, in the order in which they were sent.
        base_url: The address of the site.
        wait: For how many seconds this is tried.
        size_of: Gives the size of a file in bytes by its digest.
        progress: Called with the number of files that have been found since, and of all.
        get, clock, sleep: How an address is read, and the time.

    """
    reader = HostReader()
    get, pause = get or reader.get, PAUSE
    missing = [file for file in files if is_served(file.path)]
    number, end = len(missing), clock() + wait
    try:
        while True:
            reasons: dict[str, str] = {}
            for file in missing:
                # A host that is not ready yet is not asked for everything.
                if len(reasons) < 3:
                    reason = _difference(file, base_url, size_of(file.digest), get)
                    if not reason:
                        progress(1, number)
                        continue
                else:
                    reason = NOT_READ
                reasons[file.path] = reason
            missing = [file for file in missing if file.path in reasons]
            if not missing or clock() + pause > end:
                return reasons
            sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
    finally:
        reader.close()


def ping(
    hub: str, feeds: Collection[str], post: Callable[[str, dict[str, str]], int] | None = None
) -> dict[str, str]:
    """Tell a WebSub hub of feeds, by their addresses; return why not, of those that it was not told of."""
    failed, reader = {}, HostReader()
    for feed in feeds:
        try:
            status = (post or reader.post)(hub, {"hub.mode": "publish", "hub.url": feed})
            if not 200 <= status < 300:
                failed[feed] = f"it answers with status {status}"
        except FAILURES as error:
            failed[feed] = _reason(error)
    reader.close()
    return failed


def is_served(path: str) -> bool:
    """Return whether hosts show the file at `path` to readers: some read or leave out what is meant for them."""
    return path not in _OF_HOSTS and not any(name.startswith(".") for name in path.split("/"))


def _difference(file: SiteFile, base_url: str, size: int, get: Callable[[str, int], HostAnswer]) -> str:
    """Return what is wrong with a file as it is read, or nothing."""
    try:
        answer = get(absolute(base_url, f"/{file.path}"), size + SLACK)
    except FAILURES as error:
        return _reason(error)
    is_error_page = file.path == file_of(NOT_FOUND) and answer.status == 404
    if answer.status != 200 and not is_error_page:
        return f"the host answers with status {answer.status}"
    if sha256(answer.body).hexdigest() != file.digest:
        return f"it has other bytes ({len(answer.body):,} instead of {size:,})"
    wanted, here = (kind.partition(";")[0].strip().lower() for kind in (file.type, answer.type))
    wanted, here = _SAME.get(wanted, wanted), _SAME.get(here, here)
    if here not in (wanted, _GUESSED.get(wanted)) and wanted != "application/octet-stream":
        return f"it has the type {here or 'of nothing'} instead of {wanted}"
    return ""


def _answer(response: http.client.HTTPResponse, limit: int) -> HostAnswer:
    data = response.read(limit)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        data = zlib.decompressobj(wbits=31).decompress(data, limit)
    elif encoding not in ("", "identity"):
        raise OSError(None, f"it is encoded as {encoding}, which was not asked for")
    return HostAnswer(response.status, response.headers.get("Content-Type", ""), data)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "the host does not answer as it should"
