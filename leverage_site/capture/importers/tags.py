"""A line of tags that was copied as text: `AITime Record` and `AI Time Record` are both AI and Time Record."""

import re
from collections.abc import Iterable
from functools import cache

USUAL = ("AI", "Time Record")
MAX_LENGTH = 200

_SEPARATOR = re.compile(r"\s*[,;|·•]\s*|\s*#(?=\w)|\s{2,}|\t")
_SEAM = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")


def apart(line: str, known: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """The tags of a line, and whether they are sure: each `known`, or set apart by a comma or the like."""
    names = {name.casefold(): name for name in (*USUAL, *known)}
    pieces = [piece.strip() for piece in _SEPARATOR.split(line) if piece and piece.strip()]
    found, sure = [], True
    for piece in pieces:
        if tags := _known(piece[:MAX_LENGTH], names):
            found += tags
            continue
        seams = _SEAM.split(piece)
        sure = sure and (len(pieces) > 1 or (len(seams) == 1 and " " not in piece))
        found += [part.strip() for part in seams]
    return tuple(dict.fromkeys(found)), sure


def _known(text: str, names: dict[str, str]) -> list[str] | None:
    """`text` as a row of known names, with or without blanks between them."""
    folded = text.casefold()
    if len(folded) != len(text):
        return None

    @cache
    def read(start: int) -> tuple[str, ...] | None:
        if start == len(folded):
            return ()
        for name in sorted(names, key=len, reverse=True):
            if name and folded.startswith(name, start):
                end = start + len(name)
                rest = read(end + (folded[end : end + 1] == " "))
                if rest is not None:
                    return (text[start:end], *rest)
        return None

    found = read(0)
    return None if found is None else [names[tag.casefold()] for tag in found]
