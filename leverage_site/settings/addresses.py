"""Absolute addresses, held to the grammar of RFC 3986 and written in one form.

Scheme and host are in lower case, the host in its ASCII form, without the port that its scheme has anyway. What
cannot stand in an address as it is, is percent-encoded in Unicode's composed form.
"""

import re
import unicodedata
from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote

from leverage_site.text import FORBIDDEN, INVISIBLE, text_of_one_line
from leverage_site.urls import MAX_URL

MAX_HOST = 253
_PORTS = {"http": "80", "https": "443"}

_PARTS = re.compile(r"(https?)://([^/?#]*+)([^?#]*+)((?:\?[^#]*+)?(?:#.*+)?)", re.IGNORECASE | re.DOTALL)
_NEVER = re.compile(r"[\s\"'<>\\]")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_ENCODED = re.compile(r"(%[0-9A-Fa-f]{2})")
_HIDES = re.compile(r"%(?:2f|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# The library knows the older rules for names of hosts, by which these become other letters, or nothing.
_UNLIKE = frozenset("ßς\u200c\u200d")


class AddressError(ValueError):
    """Why a text cannot be an address."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(reason)
        self.text = text
        self.reason = reason


def site_url(text: str) -> str:
    """Return the address of a site, with a slash at its end. Raises AddressError where it cannot be one."""
    url, tail = _split(text)
    if tail:
        raise AddressError(text, f"it goes on behind its path, with '{tail[0]}'")
    if url.endswith((".html", ".htm")):
        raise AddressError(text, "it names a page, not the folder that the site is in")
    return url.rstrip("/") + "/"


def base_url(value: Any) -> str | None:
    """Return the address of a site, or None where `value` is no text. May raise AddressError."""
    return site_url(value) if text_of_one_line(value) and len(value) <= MAX_URL else None


def web_url(text: str) -> str:
    """Return an address that begins with http: or https:. Raises AddressError where it cannot be one."""
    url, tail = _split(text)
    return url + encoded(tail)


def check_text(text: str) -> None:
    """Check that `text` holds nothing that no address may. Raises AddressError."""
    if match := _NEVER.search(text):
        what = "a blank" if match[0].isspace() else f"the character {match[0]}"
        raise AddressError(text, f"it holds {what}")
    if match := FORBIDDEN.search(text) or INVISIBLE.search(text):
        raise AddressError(text, f"it holds a character that cannot be seen, U+{ord(match[0]):04X}")
    if match := _BROKEN.search(text):
        raise AddressError(text, f"'{match[0]}' is no percent-encoding; the sign itself is %25")


def check_path(text: str, path: str) -> None:
    """Check that a path of `text` has no steps up, empty parts or hidden slashes. Raises AddressError."""
    if match := _HIDES.search(path):
        raise AddressError(text, f"'{match[0]}' hides a character that no path can have")
    names = path.split("/")[1:]
    for name in names:
        if unquote(name) in (".", ".."):
            raise AddressError(text, f"its path has the step '{name}'")
    if not all(names[:-1]):
        raise AddressError(text, "its path has an empty part: //")


def encoded(text: str) -> str:
    """Percent-encode a path, a query or an anchor.

    What is encoded already stays so, in capital letters, unless it need not be.
    """
    parts = _ENCODED.split(unicodedata.normalize("NFC", text))
    letters = [(chr(int(escape[1:], 16)), escape.upper()) for escape in parts[1::2]]
    parts[1::2] = [letter if letter in _UNRESERVED else escape for letter, escape in letters]
    return quote("".join(parts), safe="/?#%-._~!$&()*+,;=:@")


def _split(text: str) -> tuple[str, str]:
    """Return the address up to its path, in the one form, and what is behind that."""
    check_text(text)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise AddressError(text, "it does not begin with https:// or http://")
    scheme, place, path, tail = parts.groups()
    check_path(text, path)
    if "@" in place:
        raise AddressError(text, "it has a name or a password before its host")
    bracket = place.rfind("]") if place.startswith("[") else 0
    colon = place.rfind(":", bracket) if bracket >= 0 else -1
    host, port = (place[:colon], place[colon + 1 :]) if colon >= 0 else (place, "")
    if colon >= 0 and not (port.isascii() and port.isdecimal() and len(port) <= 9 and 1 <= int(port) <= 65_535):
        raise AddressError(text, f"its port '{port}' is no number from 1 to 65535")
    if host.startswith("["):
        from ipaddress import IPv6Address  # loaded for such a host only

        try:
            inner = host[1:-1] if host.endswith("]") and "%" not in host else ""
            host = f"[{IPv6Address(inner).compressed}]"
        except ValueError:
            raise AddressError(text, f"its host '{host}' is no IPv6 address in brackets") from None
    else:
        host = _host_name(text, host)
    scheme = scheme.lower()
    suffix = f":{int(port)}" if port and str(int(port)) != _PORTS[scheme] else ""
    return f"{scheme}://{host}{suffix}{encoded(path) or '/'}", tail


def _host_name(text: str, host: str) -> str:
    if not host:
        raise AddressError(text, "it has no host")
    if not host.isascii():  # the network knows another form of it
        ascii_host = ""
        if len(host) <= MAX_HOST and not _UNLIKE & {*host}:
            with suppress(UnicodeError):
                ascii_host = host.encode("idna").decode()
        if not ascii_host:
            reason = f"its host '{host[:MAX_HOST]}' needs its ASCII form, whose parts begin with xn--"
            raise AddressError(text, reason)
        host = ascii_host
    labels = host.lower().split(".")
    if len(host) > MAX_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(text, f"its host '{host[:MAX_HOST]}' is no name of a host")
    is_ipv4 = len(labels) == 4 and all(label.isdecimal() and int(label) < 256 for label in labels)
    if labels[-1].isdecimal() and not is_ipv4:
        raise AddressError(text, f"its host '{host}' is no address of four numbers")
    return ".".join(labels)
