r"""Live figures: `{{ name }}` in a text stands for a figure, which is looked up when a page is made of the text.

Only braces with something between them are figures, in paragraphs, headings, items and cells; code has its own.
They hold a name and nothing else: nothing is evaluated. `\{{` is two braces.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from leverage_site.markdown import ProseFigure, live_mark
from leverage_site.markdown.foreign import FIGURE, BlockPlaces
from leverage_site.problems import Place, Source

OPENING = "{{"

_CLOSING = "}}"
# A longer text between braces is no name.
_LONGEST = 200
# What shortcodes of other generators begin with; of three braces, the inner ones are those of the figure.
_NO_NAMES = ("<", "%", "{")
# What may stand between the end of a sentence and the next, and what a sentence may begin with.
_BETWEEN = " \n\"'*_([“‘”’)]"
_ENDS = ".!?…"
# So many characters before a figure say whether a sentence begins with it.
_TAIL = 40
_ABBREVIATIONS = re.compile(r"(?:\A|[\s(])(?:e\.g|i\.e|cf|vs|no|approx|ca|[a-z])\.\Z", re.IGNORECASE)


def add_figures(markdown: MarkdownIt) -> None:
    """Make live figures part of a dialect."""
    # The last of all, so that it costs nothing where another rule applies.
    markdown.inline.ruler.push(FIGURE, _figure)
    markdown.add_render_rule(FIGURE, lambda _, tokens, n, *__: tokens[n].content)


def _figure(state: StateInline, silent: bool) -> bool:
    begin = state.pos
    end = _end(state.src, begin, state.posMax)
    if end is None:
        return False
    if not silent:
        token = state.push(FIGURE, "", 0)
        token.content = token.markup = state.src[begin:end]
        token.meta = {"at": begin}
    state.pos = end
    return True


def _end(text: str, begin: int, limit: int) -> int | None:
    """Return where the live figure ends that begins at a place of `text`, or None if none does."""
    if not text.startswith(OPENING, begin):
        return None
    inner = begin + len(OPENING)
    end = text.find(_CLOSING, inner, min(limit, inner + _LONGEST))
    if end < 0 or not (name := text[inner:end].strip()) or name.startswith(_NO_NAMES) or "{" in name:
        return None
    return end + len(_CLOSING)


def mark_figures(tokens: list[Token], source: Source, first_line: int) -> tuple[ProseFigure, ...]:
    """Put a mark into the place of each live figure of a text; return them all, in the order of the marks."""
    figures: list[ProseFigure] = []
    places = BlockPlaces(source, first_line)
    for n, block in enumerate(tokens):
        # The cells behind one on its line are looked for behind it.
        is_cell = n > 0 and tokens[n - 1].type in ("th_open", "td_open")
        if block.type != "inline" or not block.map or not (is_cell or OPENING in block.content):
            continue
        place = places.of_content(block.map[0], block.content)
        for token, before, in_image in _live(block.children or []):
            begin = block.content.find(token.markup) if in_image else token.meta["at"]
            where = place(begin, begin + len(token.markup))
            token.content = live_mark(len(figures), "t" if in_image else "f")
            # Of an image, only texts are printed.
            token.type = "text" if in_image else FIGURE
            figures.append(ProseFigure(token.markup, where, _opens(before)))
    return tuple(figures)


def _live(parts: list[Token], *, in_image: bool = False) -> Iterator[tuple[Token, str, bool]]:
    """Yield each live figure of a block, with what stands before it, and whether it describes an image."""
    before = ""
    for part in parts:
        if part.type == FIGURE:
            yield part, before, in_image
        if part.type == "image":
            yield from _live(part.children or [], in_image=True)
        before = (before + ("\n" if part.type in ("softbreak", "hardbreak") else part.content[-_TAIL:]))[-_TAIL:]


def _opens(before: str) -> bool:
    """Return whether a sentence begins behind the text `before`, the end of what its block has up to there."""
    said = before.rstrip(_BETWEEN)
    if not said:
        return True
    return said != before and said[-1] in _ENDS and not _ABBREVIATIONS.search(said)


def mark_plain(text: str, source: Source, lines: range, number: int) -> tuple[str, tuple[ProseFigure, ...]]:
    """Put marks into the live figures of a plain text, as `mark_figures` does.

    Args:
        text: The text, in which a backslash before braces makes them braces.
        source: The file.
        lines: Where the text stands in it.
        number: How many live figures the file has before this text.

    Returns:
        The text with marks, and its live figures.

    """
    pieces: list[str] = []
    figures: list[ProseFigure] = []
    at, finder = 0, _Finder(source, lines)
    while (begin := text.find(OPENING, at)) >= 0:
        if text[begin - 1 : begin] == "\\":
            pieces.append(text[at : begin - 1] + OPENING)
            at = begin + len(OPENING)
        elif (end := _end(text, begin, len(text))) is None:
            pieces.append(text[at : begin + 1])
            at = begin + 1
        else:
            written, before = text[begin:end], text[max(0, begin - _TAIL) : begin]
            pieces += (text[at:begin], live_mark(number + len(figures)))
            figures.append(ProseFigure(written, finder.next_of(written), _opens(before)))
            at = end
    return "".join([*pieces, text[at:]]), tuple(figures)


def escape_plain(text: str) -> str:
    """Escape a plain text, so that it has no live figure and says the same."""
    return text.replace(OPENING, f"\\{OPENING}")


class _Finder:
    """Finds texts in some lines of a file, each behind the one before."""

    def __init__(self, source: Source, lines: range) -> None:
        self.source = source
        self.lines = lines
        self.line, self.column = lines.start, 0

    def next_of(self, text: str) -> Place:
        """Return the place of the next `text`, or where the lines begin."""
        column = self.column
        for number in range(self.line, self.lines.stop):
            found = self.source.lines[number - 1].find(text, column)
            if found >= 0:
                self.line, self.column = number, found + len(text)
                return self.source.place(number, found + 1, len(text))
            column = 0
        return self.source.place(self.lines.start)
