"""Addresses of a host's page: which attributes have some, and what becomes of each in the frame of other pages."""

import re
from urllib.parse import urljoin, urlsplit

ATTRIBUTES = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "xlink:href", "longdesc", "background"}
)
SETS = frozenset({"srcset", "imagesrcset"})

# An address of `srcset`, which may have commas inside, and what stands behind it.
_CANDIDATE = re.compile(r"([^\s,]++(?:,++[^\s,]++)*+)(\s++[^,]*+)?+")
_URL = re.compile(r"""(url\(\s*["']?|@import\s+["'])([^"')]+)""", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Addresses:
    """What becomes of addresses: those of the section's host begin with a slash, all others are whole."""

    def __init__(self, base: str, base_url: str) -> None:
        self.base = base
        place, ours = urlsplit(base), urlsplit(base_url)
        self.section = ours.path
        is_same = place.netloc.lower() == ours.netloc.lower() or place.hostname in _LOOPBACK
        self.near = {ours.netloc.lower(), *([place.netloc.lower()] if is_same else [])}

    def resolve(self, address: str) -> str:
        """Return an address as it is meant on the page, for any other."""
        address = address.strip()
        is_other = bool(_SCHEME.match(address)) and not address.lower().startswith(("http:", "https:"))
        if not address or is_other or address.startswith("#"):
            return address
        try:
            whole = urljoin(self.base, address)
            place = urlsplit(whole)
        except ValueError:
            return address
        if place.netloc.lower() in self.near:
            return place._replace(scheme="", netloc="").geturl() or "/"
        return whole

    def resolve_set(self, text: str) -> str:
        """Return the addresses of a `srcset` as they are meant."""
        return _CANDIDATE.sub(lambda part: self.resolve(part[1]) + (part[2] or ""), text)

    def resolve_styles(self, text: str) -> str:
        """Return styles with their addresses as they are meant."""
        return _URL.sub(lambda part: part[1] + self.resolve(part[2]), text)


def in_set(text: str) -> list[str]:
    """Return the addresses of a `srcset`."""
    return [match[1] for match in _CANDIDATE.finditer(text)]
