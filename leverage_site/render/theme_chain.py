"""Where a theme's files are: the chain of the site's theme, the theme it extends, and the bundled default."""

import os
from collections.abc import Iterator
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from leverage_site import files
from leverage_site.files import os_reason
from leverage_site.problems import Place, Source, catalog, quote
from leverage_site.records.model import StaticFile
from leverage_site.settings import THEMES, bundled_themes, is_theme_name
from leverage_site.settings.toml import TomlError, parse_toml
from leverage_site.values import value

BUNDLED = "default"
CONTRACT = 1
CONFIG = "theme.toml"
KEYS = frozenset({"name", "contract", "extends", "host"})
TEMPLATES = "templates"
ASSETS = "assets"


@value
class ThemeDir:
    """One theme's folder; `path` is how messages name it, `name` how templates of other themes reach it.

    The folder may be called otherwise, since a theme may be a link.
    """

    folder: Path
    path: str
    name: str

    @property
    def is_bundled(self) -> bool:
        """Whether the theme is one that came with the program."""
        return self.folder == bundled_themes() / self.name

    def path_of(self, on_disk: Path) -> str:
        """Return a file of this theme as messages name it."""
        return f"{self.path}/{on_disk.relative_to(self.folder).as_posix()}"

    def files(self, folder: str) -> Iterator[Path]:
        """Yield the files below one of the theme's folders, but for hidden ones and editors' leftovers.

        Raises ProblemError where one is a link, which could lead out of the theme.
        """
        top = self.folder / folder
        if top.is_symlink():
            raise catalog.LINK_IN_THEME.error(Place(self.path_of(top)))
        if top.is_file():
            yield top
        for entry in _below(str(top)):
            if entry.is_symlink():
                raise catalog.LINK_IN_THEME.error(Place(self.path_of(Path(entry.path))))
            if entry.is_file():
                yield Path(entry.path)


@value
class Template:
    """A template with its bytes, read once: pages of one build must not come from several edits of it."""

    on_disk: Path
    path: str
    data: bytes


def load_chain(root: Path, name: str) -> tuple[ThemeDir, ...]:
    """Load theme `name` of the site at `root` and those it builds on, nearest first, the bundled default last.

    Raises ProblemError where there is no such theme or its theme.toml is not usable.
    """
    chain = [_theme_dir(root, name)]
    if extended := _config(chain[0]).extends:
        chain.append(_bundled(extended) if extended == name else _theme_dir(root, extended))
        if _config(chain[1]).extends not in (None, BUNDLED):
            place = Place(chain[1].path_of(chain[1].folder / CONFIG))
            raise catalog.BAD_THEME.error(place, reason="a theme that is extended can only extend the default")
    return tuple(dict.fromkeys([*chain, _bundled(BUNDLED)]))


def read_templates(chain: tuple[ThemeDir, ...]) -> tuple[dict[str, Template], ...]:
    """Read the templates of each theme by name; what is not among them cannot be reached.

    Raises ProblemError where one is a link, OSError where one cannot be read.
    """
    return tuple(_templates(theme, theme.folder / TEMPLATES) for theme in chain)


def _templates(theme: ThemeDir, folder: Path) -> dict[str, Template]:
    found = [(on_disk.relative_to(folder).as_posix(), on_disk) for on_disk in theme.files(TEMPLATES)]
    place = theme.path_of(folder)
    return {name: Template(on_disk, f"{place}/{name}", on_disk.read_bytes()) for name, on_disk in found}


def fingerprint(templates: tuple[dict[str, Template], ...], chain: tuple[ThemeDir, ...]) -> str:
    """Compute the digest of every template in reach, and of the names by which they reach each other.

    Assets are pages of their own and do not count.
    """
    digest = sha256()
    for n, (theme, by_name) in enumerate(zip(chain, templates, strict=True)):
        # No template reaches the nearest theme by its name.
        digest.update(os.fsencode(f"{theme.name if n else ''}\n"))
        for name, template in by_name.items():
            digest.update(os.fsencode(f"{name}\0{sha256(template.data).hexdigest()}\n"))
        digest.update(b"\n")
    return digest.hexdigest()


def find_assets(chain: tuple[ThemeDir, ...]) -> tuple[StaticFile, ...]:
    """Find the files that a theme brings along, at /assets/; the nearest theme wins.

    Raises ProblemError where one is a link, OSError where one cannot be read.
    """
    assets: dict[str, StaticFile] = {}
    for theme in chain:
        for on_disk in theme.files(ASSETS):
            address = f"/{on_disk.relative_to(theme.folder).as_posix()}"
            if address not in assets:
                path = theme.path_of(on_disk)
                assets[address] = StaticFile(address, path, str(on_disk), files.digest(on_disk))
    return tuple(assets.values())


def host_addresses(chain: tuple[ThemeDir, ...]) -> tuple[str, ...]:
    """Return the addresses outside of the site that the themes say its host has."""
    return tuple(address for theme in chain for address in _config(theme).host)


def _below(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield all below a folder, by name, but for hidden things and leftovers; nothing where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError:
        return
    for entry in found:
        if not files.is_ignored(entry.name):
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)


def _theme_dir(root: Path, name: str) -> ThemeDir:
    folder = root / THEMES / name
    if folder.is_dir():
        return ThemeDir(folder.resolve(), f"{THEMES}/{name}", name)
    if (bundled_themes() / name).is_dir():
        return _bundled(name)
    known = {
        path.parent.name for themes in (root / THEMES, bundled_themes()) for path in themes.glob(f"*/{CONFIG}")
    }
    raise catalog.NO_THEME.error(Place(f"{THEMES}/{name}"), name=name, known=", ".join(sorted(known)))


def _bundled(name: str) -> ThemeDir:
    return ThemeDir(bundled_themes() / name, f"(bundled) {THEMES}/{name}", name)


class _Config(NamedTuple):
    """What a theme.toml says."""

    extends: str | None
    host: tuple[str, ...]


def _config(theme: ThemeDir) -> _Config:
    """Read a theme.toml. Raises ProblemError where it cannot be used."""
    config, place = _parse_config(theme), Place(theme.path_of(theme.folder / CONFIG))
    if unknown := config.keys() - KEYS:
        raise catalog.BAD_THEME.error(place, reason=f"unknown key '{min(unknown)}'")
    if config.get("contract") != CONTRACT:
        raise catalog.BAD_THEME.error(place, reason=f"it needs `contract = {CONTRACT}`")
    extends = config.get("extends")
    if extends is not None and (not isinstance(extends, str) or not is_theme_name(extends)):
        raise catalog.BAD_THEME.error(place, reason="`extends` must be the name of a theme")
    host = config.get("host", [])
    if not isinstance(host, list):
        raise catalog.BAD_THEME.error(place, reason="`host` must be a list of addresses")
    for address in host:
        if not _is_host_address(address):
            reason = (
                f"`host` holds {quote(str(address))}, which is no path that begins with / and no http(s) address"
            )
            raise catalog.BAD_THEME.error(place, reason=reason)
    return _Config(extends, tuple(host))


def _parse_config(theme: ThemeDir) -> dict[str, Any]:
    on_disk = theme.folder / CONFIG
    place = Place(theme.path_of(on_disk))
    if on_disk.exists() and not on_disk.is_file():
        raise catalog.READ_FAILED.error(place, reason="it is not a file")
    try:
        return parse_toml(Source.from_text(place.path, on_disk.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise catalog.BAD_THEME.error(place, reason="it is missing") from None
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=os_reason(error)) from None
    except TomlError as error:
        raise catalog.BAD_THEME.error(error.place, reason=error.reason) from None
    except UnicodeDecodeError as error:
        raise catalog.BAD_THEME.error(place, reason=f"byte {error.start} is not UTF-8") from None


def _is_host_address(address: object) -> bool:
    """Whether it can be an address of the host: neither relative nor with a query or a fragment."""
    if not isinstance(address, str) or not address.isprintable() or set(address) & set(" \\?#"):
        return False
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    is_whole = url.scheme in ("http", "https") and bool(url.hostname)
    return is_whole or (not url.scheme and not url.netloc and address.startswith("/"))
