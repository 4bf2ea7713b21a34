"""Lines of properties, as `Date: April 13, 2026`, `tokens:: 4.8M`, or a table with a property in each row."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leverage_site.importing.formats.datelines import dateline
from leverage_site.importing.formats.days import has_time
from leverage_site.importing.formats.document import Weight
from leverage_site.importing.formats.numbers import parse_token_count
from leverage_site.importing.formats.tags import listed
from leverage_site.markdown.parse import plain_text

DATE, TAGS, TOKENS, AUTHOR = "date", "tags", "tokens", "author"
LONGEST_KEY = 30

_NAMES = {
    DATE: ("date", "day", "created", "created on", "created at", "date created", "published", "published on",
           "posted", "posted on"),
    TAGS: ("tags", "tag", "labels", "topics", "keywords", "tagged", "filed under"),
    TOKENS: ("tokens", "total tokens", "tokens used", "tokens consumed", "token count"),
    AUTHOR: ("author", "authors", "by", "written by"),
}  # fmt: skip
KEYS = {name: field for field, names in _NAMES.items() for name in names}
# Tokens are whole, so that a point in them parts thousands.
_GROUPED = re.compile(r"~?[1-9][0-9]{0,2}(?:[.'’ \u00a0\u2009\u202f][0-9]{3}){1,5}")
_GROUPS = re.compile(r"[^0-9~]")
_PUBLISHED = ("published", "published on", "posted", "posted on")


class Property(NamedTuple):
    """A line that says a property: what it is of, the name and the value that stand there."""

    field: str
    name: str
    value: str

    @property
    def weight(self) -> Weight:
        """What it counts as the day of the page, which may be made and published on other days."""
        name = self.name.casefold()
        if name.startswith(("created", "date created")):
            return "hint"
        return "stamp" if name in _PUBLISHED or has_time(self.value) else "statement"


def properties(markdown: str, known_tags: Iterable[str]) -> tuple[list[Property], str]:
    """The properties that a text begins with, and what is left of it.

    A line whose value is not of its kind, or whose name is not known, stays; the first that is no property at all
    ends them.
    """
    lines = markdown.split("\n")
    is_table = all(line.lstrip().startswith("|") for line in lines)
    names = tuple(known_tags)
    found, rest = [], []
    for n, line in enumerate(lines):
        pair = _pair(line)
        if pair is None and not (is_table and n == 1):
            rest += lines[n:]
            break
        if pair and (known := _known(*pair, names)):
            found.append(known)
        elif pair:
            rest.append(line)
    if is_table and found and rest:
        rest.insert(1, "| --- | --- |")
    return found, "\n".join(rest).removesuffix("\\") if found else markdown


def counted(text: str) -> str:
    """A number of tokens as `4826000`, whatever parts its thousands; nothing where it is none."""
    plain = _GROUPS.sub("", text) if _GROUPED.fullmatch(text) else text
    return plain if parse_token_count(plain) else ""


def _pair(line: str) -> tuple[str, str] | None:
    """The name and the value of a line that may be a property."""
    text = line.strip().removesuffix("\\").strip()
    if text.startswith("|"):
        return _cells(text)
    text = text[2:] if text[:2] in ("- ", "* ", "+ ") else text
    text = text.lstrip("*_")
    name, _, value = text.partition(":")
    name = name.strip().rstrip("*_")
    behind = value.removeprefix(":").lstrip("*_")
    if not (
        0 < len(name) <= LONGEST_KEY and len(name.split()) <= 3 and name[0].isalpha() and behind[:1].isspace()
    ):
        return None
    # What opens before the name may close behind the value.
    return name, behind.strip().rstrip("*_") if line.lstrip("-+ ")[:1] in "*_" else behind.strip()


def _cells(row: str) -> tuple[str, str] | None:
    cells = [cell.strip(" *_") for cell in row.strip("|").split("|")]
    if len(cells) != 2 or not cells[0] or not cells[0].strip("-: "):
        return None
    return cells[0].rstrip(":"), cells[1]


def _known(name: str, value: str, known_tags: Sequence[str]) -> Property | None:
    """The property, if its name is known and its value is of that kind."""
    field = KEYS.get(name.casefold())
    said = plain_text(value).strip() if field else ""
    fits = (
        said
        and {
            DATE: lambda: bool((line := dateline(said)) and line.days),
            TAGS: lambda: bool(listed(said, known_tags)),
            TOKENS: lambda: bool(counted(said)),
            AUTHOR: lambda: (
                dateline(f"By {said}") is not None or all(dateline(f"by {one.strip()}") for one in said.split(","))
            ),
        }[field or DATE]()
    )
    value = counted(said) if field == TOKENS else said
    return Property(field, name, value) if field and fits else None
