"""A page of a host as text: from a file, or from an address by http, within limits of size, time and redirects."""

import re
import time
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from ssl import SSLError
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from leverage_site import __version__
from leverage_site.files import os_reason
from leverage_site.problems import Place, catalog
from leverage_site.values import value

MAX_BYTES = 5_000_000
MAX_REDIRECTS = 5
# In seconds: for each wait, and for all of it.
WAIT = 10.0
LIMIT = 30.0
# What servers call pages and stylesheets.
PAGES = ("text/html", "application/xhtml+xml")
STYLES = ("text/css",)

_AGENT = f"leverage-site/{__version__}"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta\b[^<>]*?\bcharset\s*+=\s*+(?:[\"']\s*+)?+([A-Za-z0-9_.:-]++)", re.IGNORECASE)
_BOMS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
# Browsers look no further for a page's own word on its encoding.
_HEAD_BYTES = 1_024


@value
class HostSource:
    """A page's text, and where it was found in the end: an address, or nothing for a file."""

    text: str
    address: str = ""


def is_address(source: str) -> bool:
    """Whether a page is to be fetched, and is no file."""
    return _ADDRESS.match(source) is not None


def read_source(source: str, root: Path, types: tuple[str, ...] = PAGES) -> HostSource:
    """Read a page: an address, or a file from `root`. Raises ProblemError where it cannot be had or is no page.

    Args:
        source: Where it is.
        root: The folder of the site.
        types: What a server may call it.

    """
    if is_address(source):
        return _fetch(source, types)
    try:
        with (root / source).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise catalog.NOT_ADOPTED.error(Place(source), reason=os_reason(error)) from None
    return HostSource(_decode(data, "", source))


class _UnfitAnswerError(Exception):
    """Raised where what a server sends is no page that can be read, with the reason."""


class _FewRedirects(HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Follow addresses of the web alone, and none that gives up encryption."""
        is_worse = req.type == "https" and not newurl.lower().startswith("https:")
        if not is_address(newurl) or is_worse:
            raise _UnfitAnswerError(f"it leads to {newurl}, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(address: str, types: tuple[str, ...]) -> HostSource:
    end = time.monotonic() + LIMIT
    try:
        request = Request(address, headers={"User-Agent": _AGENT, "Accept": types[0]})  # noqa: S310 (http or https)
        with build_opener(_FewRedirects).open(request, timeout=WAIT) as response:
            _check_head(response, types)
            data = _read(response, end)
            return HostSource(
                _decode(data, response.headers.get_content_charset("") or "", address), response.geturl()
            )
    except HTTPError as error:
        reason = f"the server answers with the status {error.code}"
    except _UnfitAnswerError as error:
        reason = str(error)
    except OSError as error:
        # A failure to connect comes inside of urllib's own error.
        cause = error.__context__ if isinstance(error, URLError) else error
        if isinstance(cause, SSLError):
            reason = "no secure connection could be made"
        else:
            reason = os_reason(cause) if isinstance(cause, OSError) else "it is no address that can be asked"
    except (HTTPException, ValueError):
        reason = "what is sent is no answer of a web server"
    raise catalog.NOT_ADOPTED.error(Place(address), reason=reason)


def _check_head(response: HTTPResponse, types: tuple[str, ...]) -> None:
    """Raise _UnfitAnswerError where a response is no page that can be read."""
    kind = response.headers.get_content_type()
    if kind not in types:
        raise _UnfitAnswerError(f"it is {kind}, not a page")
    if (encoding := response.headers.get("Content-Encoding", "identity").lower()) != "identity":
        raise _UnfitAnswerError(f"it is sent as {encoding}, which nobody asked for")


def _read(response: HTTPResponse, end: float) -> bytes:
    """Read a response, up to the limit of size.

    Raises _UnfitAnswerError where it takes longer than until `end`, or is shorter than it says.
    """
    pieces, size = [], 0
    while piece := response.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            return b"".join(pieces)  # `_decode` refuses it
        if time.monotonic() > end:
            raise _UnfitAnswerError(f"it takes longer than {LIMIT:g} seconds")
    if response.length:
        raise _UnfitAnswerError("it was cut off")
    return b"".join(pieces)


def _decode(data: bytes, charset: str, source: str) -> str:
    """Return the text of a page as browsers do: by its first bytes, the server's word, its own, else UTF-8."""
    place = Place(source)
    if len(data) > MAX_BYTES:
        raise catalog.NOT_ADOPTED.error(place, reason=f"it has more than {MAX_BYTES:,} bytes")
    own = _CHARSET.search(data[:_HEAD_BYTES])
    named = charset or (own[1].decode("ascii") if own else "utf-8")
    name = next((name for bom, name in _BOMS if data.startswith(bom)), named)
    # What calls itself ISO 8859-1 is Windows-1252 on the web.
    name = "windows-1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
    try:
        text = data.decode(name)
    except LookupError:
        raise catalog.NOT_ADOPTED.error(place, reason=f"its encoding, {name}, is unknown") from None
    except UnicodeDecodeError:
        raise catalog.NOT_ADOPTED.error(place, reason=f"it is no text in {name}") from None
    if "\0" in text:
        raise catalog.NOT_ADOPTED.error(place, reason="it holds a NUL character")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
