"""Where a theme's files are: the site's theme, what it extends, the bundled default."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from leverage_site import files
from leverage_site.problems import Place, Source, catalog, shown
from leverage_site.records.model import StaticFile
from leverage_site.render.places import THEMES, bundled_themes
from leverage_site.settings import is_theme_name
from leverage_site.settings.toml import TomlError, parse_toml

BUNDLED = "default"
CONTRACT = 1
CONFIG = "theme.toml"
KEYS = frozenset({"name", "contract", "extends", "host"})
TEMPLATES = "templates"
ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Level:
    """One theme's folder; `shown` is how messages name it, `name` how templates of other levels reach it.

    The folder may be called otherwise, since a theme may be a link.
    """

    folder: Path
    shown: str
    name: str

    @property
    def is_bundled(self) -> bool:
        """Whether the theme is one that came with the program."""
        return self.folder == bundled_themes() / self.name

    def shown_path(self, path: Path) -> str:
        """A file of this theme, as messages name it."""
        return f"{self.shown}/{path.relative_to(self.folder).as_posix()}"

    def files(self, folder: str) -> Iterator[Path]:
        """The files below one of the theme's folders; hidden ones and editors' leftovers are passed over.

        Raises ProblemError where one is a link, which could lead out of the theme.
        """
        top, depth = self.folder / folder, len(self.folder.parts)
        for path in sorted([top, *top.rglob("*")]):
            if any(part.startswith(".") or files.is_leftover(part) for part in path.parts[depth:]):
                continue
            if path.is_symlink():
                raise catalog.LINK_IN_THEME.error(Place(self.shown_path(path)))
            if path.is_file():
                yield path


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was read, once: pages of one build must not come from several edits of it."""

    file: Path
    shown: str
    data: bytes


def levels(root: Path, name: str) -> tuple[Level, ...]:
    """The levels of theme `name` for the site at `root`, nearest first, the bundled default last.

    Raises ProblemError where there is no such theme or its theme.toml is not usable.
    """
    found = [_level(root, name)]
    if extended := _config(found[0]).extends:
        found.append(_bundled(extended) if extended == name else _level(root, extended))
        if _config(found[1]).extends not in (None, BUNDLED):
            place = Place(found[1].shown_path(found[1].folder / CONFIG))
            raise catalog.BAD_THEME.error(place, reason="a theme that is extended can only extend the default")
    default = _bundled(BUNDLED)
    return tuple(dict.fromkeys([*found, default]))


def templates(stack: tuple[Level, ...]) -> tuple[dict[str, Template], ...]:
    """The templates of each level by name; what is not among them cannot be reached.

    Raises ProblemError where one is a link, OSError where one cannot be read.
    """
    return tuple(
        {
            path.relative_to(level.folder / TEMPLATES).as_posix(): Template(
                path, level.shown_path(path), path.read_bytes()
            )
            for path in level.files(TEMPLATES)
        }
        for level in stack
    )


def fingerprint(found: tuple[dict[str, Template], ...], stack: tuple[Level, ...]) -> str:
    """The digest of every template in reach, and of the names by which they reach each other.

    Assets are pages of their own and do not count.
    """
    digest = sha256()
    for n, (level, templates_of) in enumerate(zip(stack, found, strict=True)):
        # No template reaches the nearest level by its name.
        digest.update(os.fsencode(f"{level.name if n else ''}\n"))
        for name, template in templates_of.items():
            digest.update(os.fsencode(f"{name}\0{sha256(template.data).hexdigest()}\n"))
        digest.update(b"\n")
    return digest.hexdigest()


def assets(stack: tuple[Level, ...]) -> tuple[StaticFile, ...]:
    """The files that a theme brings along, at /assets/; the nearest level wins."""
    found: dict[str, StaticFile] = {}
    for level in stack:
        for path in level.files(ASSETS):
            address = f"/{path.relative_to(level.folder).as_posix()}"
            if address not in found:
                found[address] = StaticFile(address, level.shown_path(path), str(path), files.digest(path))
    return tuple(found.values())


def host(stack: tuple[Level, ...]) -> tuple[str, ...]:
    """The addresses outside of the site that the themes say its host has."""
    return tuple(address for level in stack for address in _config(level).host)


def _level(root: Path, name: str) -> Level:
    own = root / THEMES / name
    if own.is_dir():
        return Level(own.resolve(), f"{THEMES}/{name}", name)
    if (bundled_themes() / name).is_dir():
        return _bundled(name)
    known = {path.parent.name for place in (root / THEMES, bundled_themes()) for path in place.glob(f"*/{CONFIG}")}
    raise catalog.NO_THEME.error(Place(f"{THEMES}/{name}"), name=name, known=", ".join(sorted(known)))


def _bundled(name: str) -> Level:
    return Level(bundled_themes() / name, f"(bundled) {THEMES}/{name}", name)


class _Config(NamedTuple):
    """What a theme.toml says."""

    extends: str | None
    host: tuple[str, ...]


def _config(level: Level) -> _Config:
    config, place = _toml(level), Place(level.shown_path(level.folder / CONFIG))
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
        if not _is_of_host(address):
            reason = (
                f"`host` holds {shown(str(address))}, which is no path that begins with / and no http(s) address"
            )
            raise catalog.BAD_THEME.error(place, reason=reason)
    return _Config(extends, tuple(host))


def _is_of_host(address: object) -> bool:
    """Whether it can be an address of the host: neither relative nor with a query or a fragment."""
    if not isinstance(address, str) or not address.isprintable() or set(address) & set(" \\?#"):
        return False
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    whole = url.scheme in ("http", "https") and bool(url.hostname)
    return whole or (not url.scheme and not url.netloc and address.startswith("/"))


def _toml(level: Level) -> dict[str, Any]:
    path = level.folder / CONFIG
    place = Place(level.shown_path(path))
    if path.exists() and not path.is_file():
        raise catalog.READ_FAILED.error(place, reason="it is not a file")
    try:
        return parse_toml(Source.from_text(place.path, path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise catalog.BAD_THEME.error(place, reason="it is missing") from None
    except OSError as error:
        raise catalog.READ_FAILED.error(place, reason=error.strerror or error) from None
    except TomlError as error:
        raise catalog.BAD_THEME.error(error.place, reason=error.reason) from None
    except UnicodeDecodeError as error:
        raise catalog.BAD_THEME.error(place, reason=f"byte {error.start} is not UTF-8") from None
