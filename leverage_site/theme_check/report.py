"""Findings on pages → problems: each fault of a theme once, however many pages have it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leverage_site.problems import Place, Problem, Source
from leverage_site.problems.catalog import Code
from leverage_site.theme_check.html import HtmlPage, Tag

SAMPLE = "(sample)"


class Finding(NamedTuple):
    """A fault of a page: its kind, the tag it is at (None for the page as a whole), and the values of its message.

    Findings with the same `code` and `key` are one fault of the theme, on whichever pages they are.
    """

    code: Code
    tag: Tag | None
    key: str
    values: dict[str, str]
    hint: str | None = None


class Occurrence(NamedTuple):
    """A finding on a page: the page's file, the template that made it, the parsed page."""

    finding: Finding
    file: str
    template: str
    page: HtmlPage


def deduplicate(occurrences: Iterable[Occurrence]) -> Iterator[Problem]:
    """Yield each fault at the first page that has it, with the templates whose pages have it."""
    faults: dict[tuple[Code, str], list[Occurrence]] = {}
    for each in occurrences:
        faults.setdefault((each.finding.code, each.finding.key), []).append(each)
    for group in faults.values():
        finding, file, template, page = group[0]
        place = Place(f"{SAMPLE} {file}")
        if tag := finding.tag:
            source = Source(place.path, page.lines)
            place = source.place(tag.line, tag.column, len(tag.text.split("\n")[0]))
        where = f", on pages of {template}"
        if others := len({each.template for each in group}) - 1:
            where += f" and {others} other template{'s' * (others > 1)}"
        yield finding.code.at(place, hint=finding.hint, **finding.values, where=where)
