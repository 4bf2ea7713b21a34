"""Which hosts the server answers to.

A page of another site can point a name of its own at this machine and so ask this server as if it were that site;
the browser then tells that name in `Host`. Addresses cannot be pointed anywhere.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address

_LOCAL = re.compile(r"(?:[a-z0-9_-]+\.)*localhost")


class Hosts:
    """The names in `Host` that are answered: this machine's own, the one served at, those that were allowed."""

    def __init__(self, host: str, allowed: Iterable[str] = ()) -> None:
        self.names = {name.lower() for name in (host, *allowed)} - {""}
        self.others = not _is_loopback(host)

    def allow(self, header: str | None) -> bool:
        """Whether to answer a request with this `Host`, whatever its port."""
        name = _name(header or "")
        if name in self.names or _LOCAL.fullmatch(name):
            return True
        return _is_loopback(name) or (self.others and _is_address(name))


def is_own(origins: Iterable[str], host: str) -> bool:
    """Whether a request comes from a page of this server, as far as its `Origin` headers tell; most have none.

    The page may have come through a proxy that encrypts; then the browser knows this host by https.
    """
    place = host.strip().lower()
    return all(origin.strip().lower() in (f"http://{place}", f"https://{place}") for origin in origins)


def _name(header: str) -> str:
    """The name in `name`, `name:8000`, `[::1]` or `[::1]:8000`; nothing where there is none."""
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
