"""Read sheets: sentences that are known to be true, false, neutral or not to be decided, each with its day.

A sheet is plain text. `@ SITE DATE` says of which day of which site (`sites.py`) the sentences below are; each further
line is one sentence, and a blank line ends a paragraph:

    # a comment
    @ content 2026-04-07

    true value | The day comes to {43.3x}.
    false each | {Six} changes of colors came out at {15x} each. | only five rows print 15.0x

Braces mark what a figure decides; they are no part of the sentence. Behind the second bar stands why a sentence is
false. A `neutral` sentence has nothing to decide, an `undecidable` one nothing that figures of the site decide. A broken bar, `¦`, stands
for the bar of a table.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

TRUTHS = ("true", "false", "neutral", "undecidable")
KINDS = ("value", "superlative", "comparison", "count", "each", "share", "date", "none")

_MARKED = re.compile(r"\{([^{}]*)\}")


class Entry(NamedTuple):
    """One sentence: what is known of it, and where `marked` parts of it begin and end; `source` is its file and line.

    In a false sentence the marked part is what makes it false.
    """

    truth: str
    kind: str
    sentence: str
    marked: tuple[tuple[int, int], ...] = ()
    because: str = ""
    source: str = ""

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Where each statement of the sentence stands; a false sentence is one statement."""
        return ((0, len(self.sentence)),) if self.truth == "false" or not self.marked else self.marked


class Page(NamedTuple):
    """Paragraphs, each of entries, as the text of one day of a site."""

    site: str
    day: date
    paragraphs: tuple[tuple[Entry, ...], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in their order."""
        return tuple(entry for paragraph in self.paragraphs for entry in paragraph)

    @property
    def text(self) -> str:
        """The entries as Markdown: a line each."""
        return (
            "\n\n".join("\n".join(entry.sentence for entry in paragraph) for paragraph in self.paragraphs) + "\n"
        )

    @property
    def lines(self) -> tuple[Entry | None, ...]:
        """The entry of each line of `text`, None for blank ones."""
        found: list[Entry | None] = []
        for paragraph in self.paragraphs:
            found += [*paragraph, None]
        return tuple(found)


def read_sheet(path: Path) -> list[Page]:
    """Read the pages of a sheet."""
    pages: list[Page] = []
    for head, body in _sections(path):
        site, day = head.split()
        pages.append(Page(site, date.fromisoformat(day), tuple(_paragraphs(body, path.name))))
    return pages


def read_sheets(folder: Path, pattern: str = "*.txt") -> list[Page]:
    """Read the pages of all sheets in a folder, in the order of their names."""
    return [page for path in sorted(folder.glob(pattern)) for page in read_sheet(path)]


def _sections(path: Path) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    head, body = "", []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("@"):
            if head:
                yield head, body
            head, body = line[1:].strip(), []
        elif not line.startswith("#"):
            body.append((number, line.strip()))
    yield head, body


def _paragraphs(body: list[tuple[int, str]], name: str) -> Iterator[tuple[Entry, ...]]:
    paragraph: list[Entry] = []
    for number, line in [*body, (0, "")]:
        if line:
            paragraph.append(_entry(line, f"{name}:{number}"))
        elif paragraph:
            yield tuple(paragraph)
            paragraph = []


def _entry(line: str, source: str) -> Entry:
    head, sentence, *because = (part.strip() for part in line.split(" | "))
    truth, kind = head.split()
    if truth not in TRUTHS or kind not in KINDS:
        raise ValueError(f"{source}: {head!r}")
    marked = [
        (match.start() - 2 * n, match.end() - 2 * n - 2) for n, match in enumerate(_MARKED.finditer(sentence))
    ]
    return Entry(
        truth, kind, _MARKED.sub(r"\1", sentence).replace("¦", "|"), tuple(marked), " ".join(because), source
    )
