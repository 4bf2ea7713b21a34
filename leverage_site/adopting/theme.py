"""The theme of an adopted page: its files, where it came from, and how it follows its host.

host.html is the program's, and written anew by an update unless it was edited; all other files are the site's own
from the first moment.
"""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from leverage_site.adopting.document import UnfitPageError
from leverage_site.adopting.fetch import is_address, read_source
from leverage_site.adopting.page import Frame, adopt_page
from leverage_site.adopting.scheme import find_dark_rule
from leverage_site.files import os_reason, replace_file
from leverage_site.problems import Place, ProblemError, Source, catalog
from leverage_site.render.host_page import FILE, cut_at_marks
from leverage_site.render.theme_chain import ASSETS, CONFIG, CONTRACT, TEMPLATES
from leverage_site.scaffold import write_theme
from leverage_site.settings import THEMES, Settings
from leverage_site.settings.toml import TomlError, parse_toml
from leverage_site.urls import INDEX
from leverage_site.values import value

ORIGIN = "adopted.toml"

_CONFIG_TEXT = f"""\
name = "NAME"
contract = {CONTRACT}
extends = "section"
"""
_BASE = """\
{% extends "section/base.html" %}
{# The frame around this is host.html. What stands here is the site's own: no update of the host touches it. #}
{% block styles %}
{{ super() }}
<link rel="stylesheet" href="{{ view.head.root }}{{ site.assets["NAME.css"] }}">
{% endblock %}
"""
_STYLES = """\
/* What the section takes over from its host. The host's own custom properties can be used, and are followed:
   .records { --accent: var(--brand); --paper: transparent; --sans: "Host Sans", sans-serif; }
   Other rules stand in a layer, and are important:
   @layer leverage-own { .records h1 { letter-spacing: 0 !important; } } */
"""
# What makes the section follow the reader's scheme where the host does without saying so.
FOLLOWING = """\
@layer leverage-own { .leverage-site, .skip { color-scheme: light dark !important; } }
"""
_FOLLOWED = f"""\
/* The host has a dark ground by `@media (prefers-color-scheme: dark)` and says no `color-scheme`, by which the
   section would follow it. */
{FOLLOWING}"""


class Origin(NamedTuple):
    """Where a theme's host.html came from: the page, its address on the host, the selector of its content.

    `digest` is that of host.html as it was written.
    """

    source: str
    at: str
    content: str
    digest: str

    def text(self) -> str:
        """Return the file that says so."""
        lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in self._asdict().items()]
        return "# By this `leverage-site theme adopt --update` follows the host.\n" + "".join(lines)


@value
class Adoption:
    """What was adopted: the theme, the files that were written, the frame.

    `dark` is the rule by which the host is dark without any `color-scheme`, `follows` whether the theme's own
    stylesheet has one. `is_guessed` says that nothing says where the page is.
    """

    name: str
    paths: tuple[Path, ...]
    frame: Frame
    dark: Place | None
    follows: bool
    is_guessed: bool = False


def adopt(root: Path, settings: Settings, name: str, origin: Origin) -> Adoption:
    """Make theme `name` of the site at `root` of a host's page; the digest of `origin` is not known yet.

    Raises ProblemError where the page cannot be had or is not fit, the name is taken, or writing fails.
    """
    is_open = not origin.at and not is_address(origin.source)
    frame, origin = _frame(root, settings, origin)
    dark = _dark_rule(frame, origin, root)
    files = {
        CONFIG: _CONFIG_TEXT,
        FILE: frame.text,
        ORIGIN: origin.text(),
        f"{TEMPLATES}/base.html": _BASE,
        f"{ASSETS}/{name}.css": f"{_STYLES}{_FOLLOWED if dark else ''}",
    }
    own = {path.replace("NAME", name): text for path, text in files.items()}
    for path in (CONFIG, f"{TEMPLATES}/base.html"):
        own[path] = own[path].replace("NAME", name)
    return Adoption(
        name, tuple(write_theme(root, name, own)), frame, dark, dark is not None, is_open and not frame.address_by
    )


def update(root: Path, settings: Settings, name: str) -> Adoption:
    """Let theme `name` follow its host; without paths where nothing has changed.

    Raises ProblemError where its host.html was edited since, or as `adopt` does.
    """
    folder = root / THEMES / name
    known = _read_origin(folder, f"{THEMES}/{name}/{ORIGIN}")
    frame, origin = _frame(root, settings, known)
    target, place = folder / FILE, Place(f"{THEMES}/{name}/{FILE}")
    dark, own = _dark_rule(frame, origin, root), folder / ASSETS / f"{name}.css"
    try:
        follows = own.is_file() and "color-scheme" in own.read_text(encoding="utf-8", errors="replace")
        there = target.read_bytes() if target.exists() else b""
        if there and sha256(there).hexdigest() != known.digest:
            raise catalog.HOST_PAGE_EDITED.error(place)
        if there == frame.text.encode():
            return Adoption(name, (), frame, dark, follows)
        for path, text in ((target, frame.text), (folder / ORIGIN, origin.text())):
            replace_file(path, text.encode())
    except OSError as error:
        raise catalog.WRITE_FAILED.error(place, reason=os_reason(error)) from None
    return Adoption(name, (target, folder / ORIGIN), frame, dark, follows)


def _frame(root: Path, settings: Settings, origin: Origin) -> tuple[Frame, Origin]:
    """Read the page anew and make a frame of it, with the origin that is to be noted."""
    page = read_source(origin.source, root)
    try:
        given = urljoin(settings.base_url, origin.at) if origin.at else ""
        address = page.address or given
        frame = adopt_page(page.text, address, settings.base_url, origin.content, settings.language)
    except UnfitPageError as error:
        raise catalog.NOT_ADOPTED.error(Place(origin.source), reason=str(error)) from None
    data = frame.text.encode()
    cut_at_marks(data, origin.source)
    at = origin.at or ("" if page.address else _path_on(settings.base_url, frame.address))
    return frame, origin._replace(at=at, digest=sha256(data).hexdigest())


def _path_on(base_url: str, address: str) -> str:
    """Return the path of an address on the site's own host; one of another host as it is."""
    place = urlsplit(address)
    return place.path or "/" if place.netloc == urlsplit(base_url).netloc else address


def _dark_rule(frame: Frame, origin: Origin, root: Path) -> Place | None:
    return None if frame.has_scheme else find_dark_rule(frame.sheets, origin.source, frame.address, root)


def _read_origin(folder: Path, path: str) -> Origin:
    place = Place(path)
    try:
        text = (folder / ORIGIN).read_text(encoding="utf-8")
        values = parse_toml(Source.from_text(path, text))
    except FileNotFoundError:
        raise catalog.NOT_ADOPTED.error(place, reason="the theme was not adopted, or this file is gone") from None
    except OSError as error:
        raise catalog.NOT_ADOPTED.error(place, reason=os_reason(error)) from None
    except UnicodeDecodeError:
        raise catalog.NOT_ADOPTED.error(place, reason="it is not UTF-8 text") from None
    except TomlError as error:
        raise catalog.NOT_ADOPTED.error(place, reason=str(error)) from None
    if missing := next((key for key in Origin._fields if key not in values), None):
        raise catalog.NOT_ADOPTED.error(place, reason=f"it lacks the key {missing}")
    return Origin(*(str(values[key]) for key in Origin._fields))


def published_path(root: Path, theme: Path, base_url: str, folder: Path | None = None) -> str:
    """Return the path that the page which a theme was made of has in the published site; nothing if it is outside.

    Args:
        root: The folder of the site.
        theme: The folder of the theme.
        base_url: Where the site is read.
        folder: The folder that it is published into, if it is one.

    """
    try:
        origin = _read_origin(theme, ORIGIN)
    except ProblemError:
        return ""
    if folder and not is_address(origin.source):
        path = os.path.relpath((root / origin.source).resolve(), folder.resolve())
        return "" if path.startswith(os.pardir) else Path(path).as_posix()
    address = origin.source if is_address(origin.source) else urljoin(base_url, origin.at)
    if not f"{address}/".startswith(base_url):
        return ""
    path = address[len(base_url) :]
    return path if path and not path.endswith("/") else f"{path}{INDEX}"


def relative_source(root: Path, source: str) -> str:
    """Return a page's file as it is named from the site at `root`; an address stays as it is."""
    if is_address(source):
        return source
    return Path(os.path.relpath(Path(source).resolve(), root.resolve())).as_posix()
