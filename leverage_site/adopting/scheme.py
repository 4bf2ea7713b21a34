"""Whether a host is dark by rules for dark screens alone, with no `color-scheme` that a section would follow."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from leverage_site.adopting.fetch import STYLES, is_address, read_source
from leverage_site.problems import Place, ProblemError

# More are not read: those with the colours of the page come first.
MAX_SHEETS = 8
MAX_FOLDERS = 10

_COMMENT = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
_PIECE = re.compile(r""""(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|[{};]|[^{};"']++""", re.DOTALL)
_PAGE = re.compile(r"(?<![\w.#-])(?::root|html|body)(?![\w-])")
_DARK = re.compile(r"prefers-color-scheme\s*+:\s*+dark")
_GROUNDS = ("background", "background-color", "--")


class Sheet(NamedTuple):
    """A stylesheet of a host's page: its address, or its text, which begins in a line of the page; its media."""

    address: str
    text: str
    media: str
    line: int


def find_dark_rule(sheets: Iterable[Sheet], source: str, address: str, root: Path) -> Place | None:
    """Return where a host's page gets a ground for dark screens; None where nowhere, or it has a `color-scheme`.

    Args:
        sheets: The stylesheets of the page. What cannot be read of them is passed over.
        source: Where the page was read: a file as it is named from `root`, or an address.
        address: Where the page is on its host.
        root: The folder of the site.

    """
    found = None
    for sheet in (*sheets,)[:MAX_SHEETS]:
        name, text = (source, sheet.text) if not sheet.address else _read(sheet.address, source, address, root)
        for line, selectors, declaration in _declarations(text, sheet.media):
            property_name = declaration.partition(":")[0].strip().lower()
            if not any(_PAGE.search(selector) for selector in selectors if not selector.startswith("@")):
                continue
            if property_name == "color-scheme":
                return None
            is_dark = any(selector.startswith("@media") and _DARK.search(selector) for selector in selectors)
            if is_dark and property_name.startswith(_GROUNDS):
                found = found or Place(name, line + sheet.line - 1)
    return found


def _read(sheet: str, source: str, address: str, root: Path) -> tuple[str, str]:
    """Return the name and text of a linked stylesheet; no text where it is another host's or cannot be had."""
    whole = urljoin(address, sheet)
    if urlsplit(whole).netloc != urlsplit(address).netloc:
        return sheet, ""
    name = whole if is_address(source) else _file(whole, source, root)
    try:
        return name, read_source(name, root, STYLES).text
    except ProblemError:
        return name, ""


def _file(sheet: str, source: str, root: Path) -> str:
    """Return the file of an address on the host, from the folder of the page or the nearest above that has it."""
    path, folder = unquote(urlsplit(sheet).path).lstrip("/"), posixpath.dirname(source)
    above = [posixpath.normpath(posixpath.join(folder, "../" * n, path)) for n in range(MAX_FOLDERS)]
    return next((name for name in above if (root / name).is_file()), above[0])


def _declarations(text: str, media: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield the declarations of a stylesheet, each with its line and what stands before the braces around it."""
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    around, said, line = [f"@media {media}"], "", 1
    for piece in _PIECE.findall(text):
        line += piece.count("\n")
        if piece == "{":
            around.append(said.strip())
        elif piece in ("}", ";"):
            if said.strip():
                yield line, tuple(around), said
            if piece == "}" and len(around) > 1:
                around.pop()
        else:
            said += piece
            continue
        said = ""
