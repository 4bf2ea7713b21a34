"""A published page as Markdown: tables of pipes, with or without headings, front matter and empty lines."""

import re
from collections.abc import Iterator, Sequence

from leverage_site.importing.formats.blocks import Block, Heading, Text
from leverage_site.importing.formats.columns import ColumnMap
from leverage_site.importing.formats.days import days_in
from leverage_site.importing.formats.document import Page
from leverage_site.importing.formats.front_matter import front_matter
from leverage_site.importing.formats.markup import braced
from leverage_site.importing.formats.tables import parse_page_table
from leverage_site.importing.formats.wording import is_known_heading
from leverage_site.markdown.parse import plain_text
from leverage_site.problems import Source

LONG_LINE = 200

_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?")
_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CELL_END = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"\A\s{0,3}([0-9]{1,9})(?=[.)]\s)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

Lines = Sequence[tuple[int, str]]


def is_delimiter(line: str) -> bool:
    """Whether a line is the one below the headings of a table."""
    line = line.strip()
    is_like_one = len(line) <= 1_000 and "-" in line and not line.strip("|:- \t")
    return is_like_one and _DELIMITER.fullmatch(line) is not None


def page(source: Source, named: ColumnMap) -> Page:
    """The page, taken apart. Raises ProblemError where its front matter cannot be read."""
    facts, first, problems, left_out, taken = front_matter(source)
    lines = [(number, line) for number, line in enumerate(source.lines, 1) if number >= first]
    crowded = "" not in [line.strip() for line in source.lines[first - 1 : -1]]
    return Page(tuple(_blocks(lines, named, crowded=crowded)), facts, left_out, problems, taken)


def _blocks(lines: Lines, named: ColumnMap, *, crowded: bool) -> Iterator[Block]:
    """The blocks of `lines`; where they are crowded, so that no line is empty, each is a paragraph."""
    for run in _runs(lines):
        at = 0
        for start, end in [] if _FENCE.match(run[0][1]) else _tables(run):
            yield from _texts(run[at:start], crowded=crowded)
            yield _table(run[start:end], named)
            at = end
        yield from _texts(run[at:], crowded=crowded)


def _tables(run: Lines) -> Iterator[tuple[int, int]]:
    """Where the tables of a run begin and end."""
    end = 0
    for n in range(len(run) - 1):
        if n >= end and "|" in run[n][1] and is_delimiter(run[n + 1][1]):
            end = next((k for k in range(n + 2, len(run)) if "|" not in run[k][1]), len(run))
            yield n, end


def _runs(lines: Lines) -> Iterator[Lines]:
    """The lines between empty ones; a fenced piece of code stays whole, a heading stands alone."""
    run: list[tuple[int, str]] = []
    fence = ""
    for number, line in lines:
        match = _FENCE.match(line)
        is_alone = not fence and (_ATX.match(line) or is_known_heading(line.strip(" *_")))
        if run and not fence and (not line.strip() or is_alone or (match and not fence)):
            yield run
            run = []
        if line.strip() or fence:
            run.append((number, line))
        if match and not fence:
            fence = match[1]
        elif fence and match and match[1].startswith(fence) and line.strip() == match[1]:
            fence = ""
            yield run
            run = []
        elif is_alone:
            yield run
            run = []
    if run:
        yield run


def _texts(run: Lines, *, crowded: bool) -> Iterator[Block]:
    """A heading, or paragraphs: lines that nobody would have broken by hand are one each."""
    if not run:
        return
    number, first = run[0]
    if len(run) == 1 and (atx := _ATX.match(first)):
        text = _heading(first[atx.end() :])
        yield Heading(plain_text(_NUMBERED.sub(r"\1\\", text)), number, len(atx[1]), braced(text))
    elif len(run) == 1 and is_known_heading(text := first.strip(" *_")):
        yield Heading(text, number, markdown=text)
    elif len(run) == 2 and (setext := _SETEXT.fullmatch(run[1][1])):
        yield Heading(
            plain_text(_NUMBERED.sub(r"\1\\", first)),
            number,
            1 if setext[1][0] == "=" else 2,
            braced(first.strip()),
        )
    elif not _FENCE.match(first) and (crowded or _is_unbroken(run)):
        for at, line in run:
            yield _text([(at, line)])
    else:
        yield _text(run)


def _is_unbroken(run: Lines) -> bool:
    """Whether nobody has broken these lines by hand, so that each is a paragraph."""
    return len(run) > 1 and all(len(line) > LONG_LINE for _, line in run[:-1])


def _heading(text: str) -> str:
    """The words of a heading, without the marks that may close it."""
    text = text.strip()
    words = text.rstrip("#")
    return words.rstrip() if not words or words[-1].isspace() else text


def _text(run: Lines) -> Text:
    markdown = "\n".join(line for _, line in run).rstrip()
    if _NUMBERED.match(markdown) and any(found.start == 0 for found in days_in(markdown)):
        # `7. September 2026` is a day, and no list.
        markdown = _NUMBERED.sub(r"\1\\", markdown)
    return Text(" ".join(plain_text(markdown).split()), run[0][0], braced(markdown))


def _table(run: Lines, named: ColumnMap) -> Block:
    head, *rows = [(number, cells(line)) for number, line in (run[0], *run[2:])]
    return parse_page_table(head, rows, named) or _text(run)


def cells(line: str) -> list[str]:
    """The texts of a row's cells; an escaped bar is part of one."""
    line = line.strip().removeprefix("|")
    parts = _CELL_END.split(line)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [_ESCAPE.sub(r"\1", part.strip()) for part in parts]
