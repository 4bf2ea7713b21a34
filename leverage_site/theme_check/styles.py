"""What a theme's stylesheets load, and how large they are."""

import re
from collections.abc import Iterator
from pathlib import Path

from leverage_site.problems import Place, Problem, Source, catalog
from leverage_site.records.model import StaticFile
from leverage_site.theme_check.references import Targets
from leverage_site.urls import file_of

LARGE = 30_000

_HINTS = {catalog.LEADS_NOWHERE: "Addresses in a stylesheet begin at the folder that it is in."}
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_VISIBLE = re.compile(r"[^\n]")
_ADDRESS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])([^'\")]+)", re.IGNORECASE)


def styles(asset: StaticFile, targets: Targets) -> Iterator[Problem]:
    """What is wrong with a stylesheet. Raises OSError where it cannot be read."""
    data = Path(asset.file).read_bytes()
    if len(data) > LARGE:
        yield catalog.LARGE_STYLES.at(Place(asset.path), size=f"{len(data):,}", limit=f"{LARGE:,}")
    text = data.decode(errors="replace")
    source = Source.from_text(asset.path, text)
    for number, line in enumerate(_COMMENT.sub(_blank, text).split("\n"), 1):
        for match in _ADDRESS.finditer(line):
            address = match[1].strip()
            if what := targets.flaw(file_of(asset.address), address, loaded=True):
                found = targets.finding(None, address, what)
                place = source.place(number, match.start(1) + 1, len(address))
                yield found.code.at(place, hint=_HINTS.get(found.code), **found.values, where="")


def _blank(comment: re.Match[str]) -> str:
    """Blanks in place of a comment, so that places stay what they are."""
    return _VISIBLE.sub(" ", comment[0])
