"""Marks that are no markup here: what other dialects would not show stays text, which its author should know.

A rule of the parser keeps what is left as text of each block in question, at its place in the block; all else,
such as code, is blotted out. In that text the marks of other dialects are looked for, each kind by itself.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from leverage_site.markdown.lookalikes import (
    ELEMENTS,
    is_element,
    is_formula,
    is_label,
    is_no_comparison,
    is_note,
    is_reference,
    names_page,
)
from leverage_site.problems import Place, Problem, Source, catalog

BLOCKS = "blocks_with_marks"
# The token of a live figure, which is no mark.
FIGURE = "figure"

# No text holds this character: it is forbidden.
_BLOT = "\x1a"
_UNBROKEN = re.compile(r"[^\n]")
# What a block has that is looked at. The search passes over all but one set of characters: as alternatives that
# each begin in their own way it takes ten times as long, 230 ms for 1,000 days.
_SUSPICIOUS = re.compile(
    r"""[\][{<=^$!?~:](?:
    (?<=\])(?:[ \t]{0,9}+\(|\[)
    | (?<=\[)(?:[\[!^]|TOC\]|toc\])
    | (?<=\^)\[ | (?<=\w\^)
    | (?<=\{)(?:\{?%|\{<|[:.\#]) | (?<=[)\]`*_]\{)
    | (?<=<)(?:/?[A-Za-z]|!--)
    | (?<==)= | (?<=\$)\S | (?<=!)!! | (?<=\?)\?\? | (?<=~)[0-9] | (?<=:)::
    )""",
    re.VERBOSE,
)
# Each pattern below needs one of these in what is left as text. Most blocks are suspicious for their links and
# their code alone; matching all patterns against those as well takes 220 ms for 1,000 days.
_MARK = re.compile(r"[\][{<=^$~!?:](?:(?<![!?:])|(?<=!)!!|(?<=\?)\?\?|(?<=:)::)")
_EMPTY_TARGET = re.compile(r"\]\(\s{0,9}+(?:<>)?\s{0,9}+\)")
# So many parts of a block may be looked for in vain, and so far behind the last one.
_MISSES = 20
_REACH = 2_500
_LABEL = 500

# Words that begin an admonition; others do with a title between quotation marks.
_ADMONITIONS = (
    "abstract|attention|bug|caution|check|cite|danger|details|done|error|example|fail|failure|faq|help|hint|important|"
    "info|missing|note|question|quote|seealso|success|summary|tip|tldr|todo|warning"
)


class _Block(NamedTuple):
    """A block with something in it that may be a mark; `text` is as long as `content`, or empty: there is none."""

    line: int
    content: str
    text: str
    empty: tuple[int, ...]
    quoted: bool


class _Kind(NamedTuple):
    """A kind of mark: what `pattern` finds, in words, and what to do about it; `fits` has the last word."""

    what: str
    pattern: re.Pattern[str]
    hint: str | None = None
    fits: Callable[[re.Match[str], str], bool] = lambda *_: True
    begins_quotation: bool = False


_OPENING = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20}+)(?=[\s/>])")
_HTML = _Kind(
    "HTML",
    re.compile(r"(?<!\{\{)<([A-Za-z][A-Za-z0-9]{0,20}+)(?=[\s/>])[^<>]{0,1000}+>"),
    "Use Markdown, or put it between backquotes if it is meant to be shown.",
    is_element,
)
_KINDS = (
    _Kind("a shortcode", re.compile(r"\{\{[<%](?:[^{}\n]{0,300}+\}\})?")),
    _Kind("a tag of Liquid or Jinja", re.compile(r"(?<!\{)\{%(?:[^{}\n]{0,300}+\})?")),
    _Kind(
        "a comment of Jinja",
        re.compile(r"\{#[^{}]{1,300}+(?<=#)\}"),
        "Write it between <!-- and -->, or take it out.",
    ),
    _Kind(
        "a comment without an end",
        re.compile(r"<!--[^\n]{0,300}+"),
        "End it with --> in the same paragraph, or begin it on a line of its own: readers see it otherwise.",
    ),
    _Kind(
        "a place for a table of contents",
        re.compile(r"^(?:\[TOC\]|\[toc\])(?=[ \t]{0,9}+$)", re.MULTILINE),
        "Take it out: no list of a text's headings is made.",
    ),
    _Kind(
        "a list of attributes",
        re.compile(
            r"\{:[ \t]{0,9}+(?:(?:[.#][A-Za-z]|[A-Za-z][\w-]{0,40}+=[\"'])[^{}\n]{0,300}+|toc[ \t]{0,9}+)\}"
            r"|\{[.#][A-Za-z][^{}\n]{0,300}+(?<!#)\}(?=[ \t]{0,9}+(?:\n|\Z))"
            rf"|(?<={_BLOT})\{{[ \t]{{0,9}}+(?:[.#][A-Za-z]|[A-Za-z][\w-]{{0,40}}+=)[^{{}}\n]{{0,300}}+(?<!#)\}}"
        ),
        "Take it out: classes, ids and sizes cannot be given to a text. A heading's id is made of its words.",
    ),
    _Kind(
        "highlighted text",
        re.compile(r"(?<![\w=])==(?![\s=])[^=\n]{1,300}+(?<!\s)==(?![\w=])"),
        "Write **bold** instead.",
        is_no_comparison,
    ),
    _Kind(
        "raised or lowered text",
        re.compile(r"(?<=[^\W\d_])~[0-9]{1,3}+[+-]?~(?!~)|(?<=\w)\^[\w+-]{1,20}+\^(?![\w^])"),
        "Write it in characters that are raised or lowered, such as those of x\u00b2 and H\u2082O.",
    ),
    _Kind(
        "a callout",
        re.compile(r"\A\[!\w{1,40}+\]"),
        "Begin the quotation with a word in **bold** instead.",
        begins_quotation=True,
    ),
    _Kind(
        "an admonition",
        re.compile(
            rf"^(?:!!!|\?\?\?\+?)[ \t]{{0,9}}+(?i:{_ADMONITIONS})"
            r"(?=[ \t]{0,9}+(?:\n|\Z|\"|inline\b))[^\n]{0,300}+"
            r"|^(?:!!!|\?\?\?\+?)[ \t]{0,9}+[\w-]{1,40}+[ \t]{1,9}+\"[^\n]{0,300}+"
            r"|^:::{1,9}+[ \t]{0,9}+\{?\w[^\n]{0,300}+"
        ),
        "Write a quotation instead: each line behind `> `.",
    ),
    _Kind(
        "a link of a wiki",
        re.compile(r"!?\[\[((?:(?=[^\W\d_]|[/.#])|(?=[0-9]{4}-[0-9]{2}-[0-9]{2}))[^\[\]\n]{1,300}+)\]\]"),
        "Write [words](file.md): the file of a record or a page, by its path from this one.",
        names_page,
    ),
    _Kind(
        "a footnote inside the text",
        re.compile(r"\^\[(?!\^)([^\[\]\n]{1,300}+)\](?![+*?{$\\])"),
        "Write [^1] here, and [^1]: with the note on a line of its own.",
        is_note,
    ),
    _HTML,
    # Of money, the second sign stands behind a blank or before a digit, and nothing between them is raised.
    _Kind(
        "a formula",
        re.compile(r"(?<![\w$\\])\$\$?+(?![\s$])(?=[^$\n]{0,300}[\\^_])[^$\n]{1,300}+(?<!\s)\$\$?+(?![\w$])"),
        "Write it in plain characters, or between backquotes.",
        is_formula,
    ),
)
_TARGET = re.compile(r"\]\((?:[^()\n]|\([^()\n]{0,100}+\)){0,300}+\)")
# Behind numbers and ticks stand sources and remarks.
_PARTED = re.compile(
    r"(?<![\w\]])!?\[(?![xX ]\]|[0-9]{1,4}\])[^\[\]\n]{1,300}+\][ \t]{1,9}+"
    r"\((?:https?://|mailto:|\.{0,2}/)[^()\s]{1,500}+\)"
)
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,20}+)[ \t]{0,9}+>")
_REFERENCE = re.compile(r"(?<![\w\]])!?\[([^\[\]^][^\[\]]{0,300}+)\]\[(?!\^)([^\[\]]{0,100}+)\]")
_FOOTNOTE = re.compile(r"\[(\^[^\s\[\]]{1,100}+)\]")


def add_marks(markdown: MarkdownIt) -> None:
    """Have a dialect keep blocks with marks in `env[BLOCKS]`, where there is such a list."""
    markdown.core.ruler.after("inline", "marks", _collect_blocks)


def _collect_blocks(state: StateCore) -> None:
    """Keep what is left as text of each block, the rest blotted out, and where targets are empty."""
    if BLOCKS not in state.env:
        return
    for n, block in enumerate(state.tokens):
        if block.type != "inline" or not block.map or not _SUSPICIOUS.search(block.content):
            continue
        parts = list(_parts(block.children or []))
        texts = [part.content for part in parts if part.type not in ("code_inline", FIGURE)]
        text, empty = "", list[int]()
        if _MARK.search("".join(texts)) or any(map(_leads_nowhere, parts)):
            text, empty = _blot_out(block.content, parts)
        quoted = n > 1 and state.tokens[n - 2].type == "blockquote_open"
        # Of those without a text, a cell is kept: the cells behind it on the line are looked for behind it.
        if text or state.tokens[n - 1].type in ("th_open", "td_open"):
            state.env[BLOCKS].append(_Block(block.map[0], block.content, text, tuple(empty), quoted))


def _blot_out(content: str, parts: list[Token]) -> tuple[str, list[int]]:
    """Return what `parts` leave as text of `content`, the rest blotted out, and where targets are empty."""
    pieces, empty = [], []
    at, misses = 0, 0
    for part in parts:
        if _leads_nowhere(part):
            target = _EMPTY_TARGET.search(content, at, at + _REACH)
            empty.append(target.start() if target else at)
        is_text = part.type == "text" or (part.type == "text_special" and part.content == part.markup)
        if not part.content or not (is_text or part.type == "code_inline"):
            continue
        begin = content.find(part.content, at) if misses < _MISSES else -1
        if begin < 0:
            misses += 1
            continue
        end = begin + len(part.content)
        pieces.append(_UNBROKEN.sub(_BLOT, content[at : begin if is_text else end]))
        pieces.append(part.content if is_text else "")
        at = end
    pieces.append(_UNBROKEN.sub(_BLOT, content[at:]))
    return "".join(pieces), empty


def _leads_nowhere(part: Token) -> bool:
    return part.type in ("link_open", "image") and not (part.attrs.get("href") or part.attrs.get("src"))


def _parts(tokens: list[Token]) -> Iterator[Token]:
    """Yield all that a block is made of, without the addresses that stand for themselves."""
    is_address = False
    for token in tokens:
        if token.type == "link_open":
            is_address = token.markup == "autolink"
        if token.type != "text" or not is_address:
            yield token
        if token.type == "link_close":
            is_address = False
        if token.children:
            yield from _parts(token.children)


def foreign(env: dict[str, Any], source: Source, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each mark of the blocks in `env[BLOCKS]`, as the dialect's rule collects them."""
    places = BlockPlaces(source, first_line)
    # The end of an element is a mark by itself if nothing of its name is opened.
    opened = {name.lower() for block in env[BLOCKS] for name in _OPENING.findall(block.text)}
    for block in env[BLOCKS]:
        place = places.of_content(block.line, block.content)
        for at in block.empty:
            yield catalog.EMPTY_TARGET.at(place(at, at + 3))
        if block.text:
            yield from _link_problems(block, place)
            yield from _markup_problems(block, place, opened)


def _markup_problems(
    block: _Block, place: Callable[[int, int], Place], opened: Collection[str]
) -> Iterator[Problem]:
    """Yield each mark of another kind; `opened` are the elements of HTML that the text opens anywhere."""
    for kind in _KINDS:
        for mark in kind.pattern.finditer(block.text):
            if kind.fits(mark, block.text) and (block.quoted or not kind.begins_quotation):
                values = {"mark": block.content[slice(*mark.span())], "what": kind.what}
                yield catalog.OTHER_MARKUP.at(place(*mark.span()), hint=kind.hint, **values)
    for end in _CLOSING.finditer(block.text):
        if end[1].lower() not in opened and end[1].lower() in ELEMENTS:
            values = {"mark": end[0], "what": _HTML.what}
            yield catalog.OTHER_MARKUP.at(place(*end.span()), hint=_HTML.hint, **values)


def _link_problems(block: _Block, place: Callable[[int, int], Place]) -> Iterator[Problem]:
    """Yield what is written as a link, an image or a reference, and is none."""
    for target in _TARGET.finditer(block.text):
        if (begin := _opening(block.text, target.start())) is not None:
            yield catalog.LINK_AS_TEXT.at(place(begin, target.end()), link=block.content[begin : target.end()])
    for link in _PARTED.finditer(block.text):
        hint = "Write the parenthesis right behind the bracket, without a blank."
        yield catalog.LINK_AS_TEXT.at(place(*link.span()), hint=hint, link=block.content[slice(*link.span())])
    for link in _REFERENCE.finditer(block.text):
        if is_reference(link[1], link[2]):
            yield catalog.NO_DEFINITION.at(place(*link.span()), link=block.content[slice(*link.span())])
    for note in _FOOTNOTE.finditer(block.text):
        if is_label(note[1][1:], block.text[note.end() : note.end() + 1]):
            yield catalog.NO_FOOTNOTE.at(place(*note.span()), label=note[1][1:])


def _opening(text: str, closing: int) -> int | None:
    """Return where the bracket is opened that is closed at `closing`, with the mark of an image before it."""
    depth = 0
    for at in range(closing, max(-1, closing - _LABEL), -1):
        depth += {"]": 1, "[": -1}.get(text[at], 0)
        if not depth:
            return at - (text[at - 1 : at] == "!")
    return None


class BlockPlaces:
    """Where the characters of blocks stand in the file; the parser keeps no columns.

    Of several cells on a line, each is looked for behind the one before it.
    """

    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.behind: dict[int, int] = {}

    def of_content(self, first: int, content: str) -> Callable[[int, int], Place]:
        """Return a function that gives the place of a stretch of a block, by its two ends.

        The block begins on the `first` line of the text, counted from 0, and has the `content` of its token.
        """
        starts, columns = [], []
        at = 0
        for number, line in enumerate(content.split("\n"), self.first_line + first):
            column = self.source.lines[number - 1].find(line, self.behind.get(number, 0))
            if column >= 0:
                self.behind[number] = column + len(line)
            starts.append(at)
            columns.append(max(0, column))
            at += len(line) + 1

        def place(begin: int, end: int) -> Place:
            n = bisect_right(starts, begin) - 1
            column = columns[n] + begin - starts[n] + 1
            return self.source.place(self.first_line + first + n, column, end - begin)

        return place
