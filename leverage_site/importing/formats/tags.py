"""Lines of tags: `AI, Time Record`, `#ai #work`, or as they were copied: `AITime Record`, `AI Time Record`."""

import re
from collections.abc import Iterable
from functools import cache

USUAL = ("AI", "Time Record")
MAX_LENGTH = 200
LONGEST_TAG = 40
_TAG_WORDS = 3

_SEPARATOR = re.compile(r"\s*[,;|·•]\s*|\s*#(?=\w)|\s{2,}|\t")
_SEAM = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])")
_HASHED = re.compile(r"#[0-9_/+.-]*+[^\W\d_][\w/+.-]*+[,;]?")
_BRACKETS = re.compile(r"\[\[|\]\]|[\[\]\"'`]")
# What ends a sentence, and what no tag ends in.
_STOPS = ".!?:;…。！？)"


def tag_line(
    line: str, known: Iterable[str], *, copied: bool = False, doubtful: bool = False
) -> tuple[tuple[str, ...], bool] | None:
    """The tags of a line that is nothing else, and whether they are sure; None of one that may be text.

    It is made of `known` names, of marks such as #work, or of short names between commas, of which one at least
    must be known in a `doubtful` line. Where it was `copied`, names may stand with nothing between them, which is
    never sure.
    """
    text = line.strip().strip("*_").strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    names = (*USUAL, *known)
    found, sure = apart(text, names)
    folded = {name.casefold() for name in names}
    pieces = _pieces(text)
    if marks := hashed(text):
        return marks, True
    if all(tag.casefold() in folded for tag in found):
        return found, True
    if doubtful and folded.isdisjoint(piece.casefold() for piece in pieces):
        return None
    if len(pieces) > 1 and _are_tags(pieces, folded):
        return found, True
    seams = [tag for piece in pieces for tag in _SEAM.split(piece)]
    if copied and not sure and len(pieces) == 1 and len(seams) > 1 and all(map(_is_title_like, seams)):
        return found, False
    return None


def hashed(text: str) -> tuple[str, ...]:
    """The tags of a text that is made of nothing but marks such as #work."""
    words = text.split()
    return tuple(dict.fromkeys(word.strip("#,;") for word in words)) if all(map(_HASHED.fullmatch, words)) else ()


def listed(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The tags of a text that is said to be a list of them; nothing where it is none."""
    plain = _BRACKETS.sub("", text).strip()
    if any(_HASHED.fullmatch(word) for word in plain.split()):
        pieces = [word.strip("#,;") for word in plain.split()]
    else:
        pieces = _pieces(plain)
        found, sure = apart(plain, known)
        pieces = list(found) if len(pieces) == 1 and sure else pieces
    is_list = all(_is_short(piece) for piece in pieces) and len(text) <= MAX_LENGTH
    return tuple(dict.fromkeys(pieces)) if is_list else ()


def apart(line: str, known: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """The tags of a line, and whether they are sure: each `known`, or set apart by a comma or the like."""
    names = {name.casefold(): name for name in (*USUAL, *known)}
    pieces = _pieces(line)
    found, sure = [], True
    for piece in pieces:
        if tags := _known(piece[:MAX_LENGTH], names):
            found += tags
            continue
        seams = _SEAM.split(piece)
        sure = sure and (len(pieces) > 1 or (len(seams) == 1 and " " not in piece))
        found += [part.strip() for part in seams] if len(pieces) == 1 else [piece]
    return tuple(dict.fromkeys(found)), sure


def _pieces(line: str) -> list[str]:
    return [piece.strip() for piece in _SEPARATOR.split(line) if piece and piece.strip()]


def _are_tags(pieces: list[str], known: set[str]) -> bool:
    """Whether pieces between commas are names and no sentence: short, and all spelled alike."""
    if not all(_is_short(piece) for piece in pieces):
        return False
    others = [piece for piece in pieces if piece.casefold() not in known]
    if len(others) < len(pieces):
        return all(len(piece.split()) == 1 or _is_title_like(piece) for piece in others)
    is_lower = all(piece.islower() and len(piece.split()) == 1 for piece in pieces)
    return (is_lower and len(pieces) > 2) or all(map(_is_title_like, pieces))


def _is_short(piece: str) -> bool:
    return 0 < len(piece) <= LONGEST_TAG and len(piece.split()) <= _TAG_WORDS and piece[-1] not in _STOPS


def _is_title_like(piece: str) -> bool:
    """Whether each word begins with a capital or a digit, and there are few."""
    return (
        _is_short(piece)
        and any(map(str.isalpha, piece))
        and all(word[0] == word[0].upper() and word[0].isalnum() for word in piece.split())
    )


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
