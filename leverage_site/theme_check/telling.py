"""What was found on the pages → problems: each fault of a theme once, however many pages have it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leverage_site.problems import Place, Problem, Source
from leverage_site.problems.catalog import Code
from leverage_site.theme_check.finding import Finding
from leverage_site.theme_check.markup import Document

SHOWN = "(sample)"


class Found(NamedTuple):
    """A finding, and the page that it is on: its file, the template that made it, what was read of it."""

    finding: Finding
    file: str
    template: str
    document: Document


def told(found: Iterable[Found]) -> Iterator[Problem]:
    """Each fault at the first page that has it, with the templates that have it."""
    faults: dict[tuple[Code, str], list[Found]] = {}
    for each in found:
        faults.setdefault((each.finding.code, each.finding.key), []).append(each)
    for same in faults.values():
        finding = same[0].finding
        where = _where(list(dict.fromkeys(each.template for each in same)))
        yield finding.code.at(_place(same[0]), hint=finding.hint, **finding.values, where=where)


def _place(found: Found) -> Place:
    path, tag = f"{SHOWN} {found.file}", found.finding.tag
    if tag is None:
        return Place(path)
    return Source(path, found.document.lines).place(tag.line, tag.column, len(tag.text.split("\n")[0]))


def _where(templates: list[str]) -> str:
    more = len(templates) - 1
    return f", on pages of {templates[0]}" + (f" and {more} other template{'s' * (more > 1)}" if more else "")
