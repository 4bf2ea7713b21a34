"""Addresses of a theme's files that carry a digest of what is in them, so that browsers may keep them for ever.

Each file has such an address beside its own. Stylesheets at these addresses load others of the theme's files from
such addresses, too: where a font changes, so does the address of the stylesheet.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from leverage_site import files
from leverage_site.pages.plain import DigestedAsset
from leverage_site.records.model import StaticFile
from leverage_site.urls import percent_encoded, with_digest

# Stylesheets that import one another, one below the other: deeper ones are named by their own addresses.
MAX_DEPTH = 16

# What stands in comments and texts is no address. Each alternative ends at the end of the file at the latest.
_ADDRESS = re.compile(
    r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
    r"|(?P<begin>url\(\s*+[\"']?+|@import\s*+[\"'])(?P<address>[^\"'()\s\\]++)(?P<end>[\"']?+)"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?+|'(?:[^'\\\n]|\\.)*+'?+",
    re.IGNORECASE | re.DOTALL,
)


def digested_assets(assets: Iterable[StaticFile], static: Iterable[StaticFile]) -> tuple[DigestedAsset, ...]:
    """Return the files of a theme at addresses that carry a digest; a file of the site's own replaces the theme's.

    A file whose name can carry none, since it has no ending or carries one already, stays where it is.

    Raises OSError where a stylesheet cannot be read.
    """
    own = {file.address: file for file in static}
    made = _Digesting({asset.address: own.get(asset.address, asset) for asset in assets})
    return tuple([made.asset(address) for address in made.files])


class _Digesting:
    """Gives assets their addresses, each once; `files` has all by their own addresses."""

    def __init__(self, files: Mapping[str, StaticFile]) -> None:
        self.files = files
        self._known: dict[str, DigestedAsset] = {}

    def asset(self, address: str, above: tuple[str, ...] = ()) -> DigestedAsset:
        """Return the asset whose own address is given; `above` are the stylesheets that load it."""
        if address not in self._known:
            file = self.files[address]
            text = self._styles(file, (*above, address)) if address.endswith(".css") else ""
            digest = sha256(text.encode()).hexdigest() if text else file.digest
            self._known[address] = DigestedAsset(with_digest(address, digest), file, text)
        return self._known[address]

    def _styles(self, file: StaticFile, above: tuple[str, ...]) -> str:
        """Return a stylesheet with addresses that carry a digest; nothing if it names none of the files."""
        try:
            text = files.read(file.on_disk).decode()
        except UnicodeDecodeError:
            return ""
        # Most load nothing, and to pass over the comments and texts of the bundled ones takes 8 ms of each plan.
        lowered = text.lower()
        if "url(" not in lowered and "@import" not in lowered:
            return ""
        changed = _ADDRESS.sub(partial(self._named, above), text)
        return "" if changed == text else changed

    def _named(self, above: tuple[str, ...], match: re.Match[str]) -> str:
        """Return an address of a stylesheet, the last of those `above`, as it is to be written."""
        if not (written := match["address"]):
            return match[0]
        path = urlsplit(written).path if ":" not in written and not written.startswith(("/", "#")) else ""
        address = posixpath.normpath(posixpath.join(posixpath.dirname(above[-1]), unquote(path)))
        # Those that load each other cannot all be named by what is in them.
        if not path or address not in self.files or address in above or len(above) > MAX_DEPTH:
            return match[0]
        name = posixpath.basename(self.asset(address, above).address)
        folder, slash, _ = path.rpartition("/")
        return f"{match['begin']}{folder}{slash}{percent_encoded(name)}{written[len(path) :]}{match['end']}"
