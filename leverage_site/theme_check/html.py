"""A page's text → its tags with their places; what is found at tags → problems, each fault of a theme once."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from leverage_site.problems import Place, Problem, Source
from leverage_site.problems.catalog import Code


class Tag(NamedTuple):
    """A start tag. `line` and `column` count from 1; `text` is the tag as it is written.

    `drawn` tags are inside of an `<svg>`.
    """

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str
    drawn: bool = False

    @property
    def rel(self) -> frozenset[str]:
        """The words of its `rel`, in lower case."""
        return frozenset(self.attributes.get("rel", "").lower().split())


class HtmlPage(NamedTuple):
    """A parsed page: its start tags in order, its title, and its lines."""

    tags: tuple[Tag, ...]
    title: str
    lines: tuple[str, ...]

    def named(self, *names: str) -> list[Tag]:
        """Return the tags with one of these names."""
        return [tag for tag in self.tags if tag.name in names]

    @property
    def ids(self) -> list[str]:
        """Every id, as often as it stands."""
        return [tag.attributes["id"] for tag in self.tags if "id" in tag.attributes]


def parse_html(text: str) -> HtmlPage:
    """Parse a page as leniently as browsers do."""
    parser = _TagParser()
    parser.feed(text)
    parser.close()
    return HtmlPage(tuple(parser.tags), "".join(parser.title).strip(), tuple(text.split("\n")))


class _TagParser(HTMLParser):
    """Collects start tags, and the text of the page's own title; drawings have titles too."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.title: list[str] = []
        self.in_title = False
        self.open_drawings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        # The first of several attributes of one name is the one that counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        text = self.get_starttag_text() or ""
        self.tags.append(Tag(tag, attributes, line, column + 1, text, self.open_drawings > 0))
        self.open_drawings += tag == "svg"
        self.in_title = tag == "title" and not self.open_drawings

    def handle_endtag(self, tag: str) -> None:
        self.open_drawings -= tag == "svg" and self.open_drawings > 0
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)


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
