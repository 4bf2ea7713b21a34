"""What no page says, figures aside: phrases of a query's result rather than of a person, and numbers out of form."""

import re
from collections.abc import Iterator, Mapping

from leverage_site.dates import MONTHS, WEEKDAYS
from tests.support.page_reader import AUTHORS
from tests.support.sites import html

N = r"\d[\d.,]*"
MONTH = f"(?:{'|'.join(MONTHS)})"
DAY = f"(?:{'|'.join(name[:3] for name in WEEKDAYS)})"
PHRASES = (
    r"would have taken a person",
    rf"{N} tasks? on {N} days? and {N} days? of rest",
    rf"\btook AI {N}",
    r"of the tasks that state it took",
    r"Leverage was highest on",
    rf"Against (?:the last recorded|Week {N} {N}|{MONTH} {N}),?",
    r"Human hours as bars, leverage as a line",
    r"How many tasks have a factor of each class",
    r"the more, the stronger",
    r"The figures of this chart",
    r"Whole days that carry the tag, and the tasks",
    r"Every (?:week|month|year) with a record or a note",
    r"Every (?:tag of a day or a task|project that a task belongs to)",
    r"\bSup\.",
    r"Compared with Leverage Record",
    rf"(?<!Leverage Record: ){MONTH} 0\d, \d{{4}}",
    rf"\b{DAY}, {MONTH} {N}",
    r"\d %",
    r"\b\d{4,}\.\dx",
    r"\d,\d{3}\.0x",
    r"~\d+,\d{3}",
)
_LONGEST_DESCRIPTION = 155
_LONGEST_TITLE = 60


def said(page: bytes) -> Iterator[str]:
    """Yield each piece of text of a page that is not its author's."""
    document = html(page)
    for node in document.xpath(f"//script | ({AUTHORS})[not(contains(@class, 'generated'))]"):
        node.drop_tree()
    yield from document.itertext()
    yield from document.xpath("//@aria-label | //@title")


def unsaid(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return each phrase that a page says all the same, with the page."""
    pattern = re.compile("|".join(f"(?:{phrase})" for phrase in PHRASES))
    pages = ((name, data) for name, data in files.items() if name.endswith(".html"))
    return [
        (name, match[0])
        for name, data in pages
        for piece in said(data)
        if (match := pattern.search(" ".join(piece.split())))
    ]


def misdescribed(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return each page whose title or description is too long, cut, or another page's."""
    found: list[tuple[str, str]] = []
    known: dict[str, str] = {}
    for name, data in files.items():
        if not name.endswith(".html") or b'http-equiv="refresh"' in data:
            continue
        document = html(data)
        (title,) = document.xpath("/html/head/title/text()")
        for text in document.xpath("//meta[@name='description']/@content"):
            is_cut = "…" in text
            if is_cut or len(text) > _LONGEST_DESCRIPTION or known.setdefault(text, name) != name:
                found.append((name, text))
        if len(title) > _LONGEST_TITLE:
            found.append((name, title))
    return found
