"""A page's text → its tags, with their places."""

from html.parser import HTMLParser
from typing import NamedTuple


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
