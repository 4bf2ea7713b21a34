"""Markdown: a published page of it → blocks, and plain words → Markdown that shows just these words."""

import re
from collections.abc import Iterator, Sequence

from leverage_site.importing.formats.columns import ColumnMap
from leverage_site.importing.formats.days import days_in
from leverage_site.importing.formats.document import Block, Heading, ParsedPage, Text
from leverage_site.importing.formats.front_matter import read_front_matter
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
_NUMBER = re.compile(r"\A\s{0,3}([0-9]{1,9})(?=[.)]\s)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_BRACES = re.compile(r"\{(?=\{)")
_SPECIAL_INLINE = (
    re.compile(r"[\\`*\[]"),
    re.compile(r"(?<![^\W_])_|_(?![^\W_])"),
    re.compile(r"~(?=~)|(?<=~)~"),
    re.compile(r"&(?=#?\w{1,32};)"),
    re.compile(r"<(?=[A-Za-z/!?])"),
    _BRACES,
)
# What opens and closes code; an escaped backtick does neither.
_CODE_MARK = re.compile(r"(\\.|`+|^ {0,3}~{3,})", re.MULTILINE)
_SPECIAL_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+ *$|(?:-\s*){3,}$|(?:_\s*){3,}$)")
_LIST_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")

Lines = Sequence[tuple[int, str]]


def parse_page(source: Source, named: ColumnMap) -> ParsedPage:
    """Parse a page: tables of pipes, with or without front matter, headings and empty lines.

    Raises ProblemError where its front matter cannot be read.
    """
    front = read_front_matter(source)
    lines = list(enumerate(source.lines, 1))[front.first - 1 :]
    # Where no line is empty, each is a paragraph.
    is_crowded = "" not in [line.strip() for line in source.lines[front.first - 1 : -1]]
    blocks: list[Block] = []
    for run in _runs(lines):
        at = 0
        for n in range(0 if _FENCE.match(run[0][1]) else len(run) - 1):
            if n >= at and "|" in run[n][1] and is_delimiter(run[n + 1][1]):
                blocks += _texts(run[at:n], is_crowded=is_crowded)
                at = next((k for k in range(n + 2, len(run)) if "|" not in run[k][1]), len(run))
                head, *rows = [(number, cells(line)) for number, line in (run[n], *run[n + 2 : at])]
                blocks.append(parse_page_table(head, rows, named) or _text(run[n:at]))
        blocks += _texts(run[at:], is_crowded=is_crowded)
    return ParsedPage(tuple(blocks), front.facts, front.left_out, front.problems, front.extracted)


def is_delimiter(line: str) -> bool:
    """Return whether a line is the one below the headings of a table."""
    line = line.strip()
    is_like_one = len(line) <= 1_000 and "-" in line and not line.strip("|:- \t")
    return is_like_one and _DELIMITER.fullmatch(line) is not None


def cells(line: str) -> list[str]:
    """Return the texts of a row's cells; an escaped bar is part of one."""
    line = line.strip().removeprefix("|")
    parts = _CELL_END.split(line)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [_ESCAPE.sub(r"\1", part.strip()) for part in parts]


def escape(text: str) -> str:
    """Escape a text of one line or several, so that as Markdown it shows the same words."""
    lines = []
    for line in text.split("\n"):
        escaped = escape_inline(line.strip())
        if match := _LIST_NUMBER.match(escaped):
            lines.append(f"{match[1]}\\{escaped[len(match[1]) :]}")
        else:
            lines.append(f"\\{escaped}" if _SPECIAL_START.match(escaped) else escaped)
    return "\n".join(lines)


def escape_inline(text: str) -> str:
    """Escape a text that stands inside a line."""
    for pattern in _SPECIAL_INLINE:
        text = pattern.sub(r"\\\g<0>", text)
    return text


def escape_braces(markdown: str) -> str:
    """Escape the double braces of Markdown, which could become placeholders; those in code are text anyway."""
    pieces = _CODE_MARK.split(markdown)
    last = {piece: n for n, piece in enumerate(pieces) if n % 2}
    fence = ""
    for n, piece in enumerate(pieces):
        if n % 2:
            is_end = piece == fence
            opens = not fence and piece[0] != "\\" and last[piece] > n
            fence = "" if is_end else piece if opens else fence
        elif not fence:
            pieces[n] = _BRACES.sub(r"\\\g<0>", piece)
    return "".join(pieces)


def _runs(lines: Lines) -> Iterator[Lines]:
    """Yield the lines between empty ones; a fenced piece of code stays whole, a heading stands alone."""
    run: list[tuple[int, str]] = []
    fence = ""
    for number, line in lines:
        match = _FENCE.match(line)
        is_alone = not fence and (_ATX.match(line) or is_known_heading(line.strip(" *_")))
        if run and not fence and (not line.strip() or is_alone or match):
            yield run
            run = []
        if line.strip() or fence:
            run.append((number, line))
        if match and not fence:
            fence = match[1]
        elif is_alone or (fence and match and match[1].startswith(fence) and line.strip() == match[1]):
            fence = ""
            yield run
            run = []
    if run:
        yield run


def _texts(run: Lines, *, is_crowded: bool) -> Iterator[Block]:
    """Yield a heading, or paragraphs; lines that nobody would have broken by hand are a paragraph each."""
    if not run:
        return
    number, first = run[0]
    if len(run) == 1 and (atx := _ATX.match(first)):
        text = first[atx.end() :].strip()
        # Marks that close a heading stand a blank behind it.
        unclosed = text.rstrip("#")
        text = unclosed.rstrip() if not unclosed or unclosed[-1].isspace() else text
        yield _heading(text, number, len(atx[1]))
    elif len(run) == 1 and is_known_heading(text := first.strip(" *_")):
        yield Heading(text, number, markdown=text)
    elif len(run) == 2 and (setext := _SETEXT.fullmatch(run[1][1])):
        yield _heading(first, number, 1 if setext[1][0] == "=" else 2)
    else:
        is_unbroken = is_crowded or (len(run) > 1 and all(len(line) > LONG_LINE for _, line in run[:-1]))
        for part in [[one] for one in run] if is_unbroken and not _FENCE.match(first) else [run]:
            yield _text(part)


def _heading(text: str, number: int, level: int) -> Heading:
    return Heading(plain_text(_NUMBER.sub(r"\1\\", text)), number, level, escape_braces(text.strip()))


def _text(run: Lines) -> Text:
    markdown = "\n".join(line for _, line in run).rstrip()
    if _NUMBER.match(markdown) and any(day.start == 0 for day in days_in(markdown)):
        # `7. September 2026` is a day, and no list.
        markdown = _NUMBER.sub(r"\1\\", markdown)
    return Text(" ".join(plain_text(markdown).split()), run[0][0], escape_braces(markdown))
