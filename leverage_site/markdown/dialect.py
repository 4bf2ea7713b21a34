"""The dialect of Markdown: CommonMark plus tables, strikethrough, footnotes, task lists and live figures.

Raw HTML is text, HTML comments vanish. Link schemes are an allow-list.

What the parser would drop without a word is noted in the environment it is given: `env[LOST_CELLS]` has the lines
of table rows with more cells than the heading. `env[CELLS]` counts the cells of all tables, with the empty ones
that short rows are filled with; beyond `MAX_CELLS` no further table is made.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, lheading, paragraph
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from leverage_site.markdown.braces import add_figures
from leverage_site.markdown.extensions import BACK, REFERENCE, add_footnotes, add_task_lists
from leverage_site.markdown.foreign import add_marks
from leverage_site.markdown.sentences import OFF

MAX_NESTING = 60
LOST_CELLS = "lost_cells"
CELLS = "cells"
MAX_CELLS = 10_000
# Tokens that lead somewhere, with the attribute that says where.
TARGETS = {"link_open": "href", "image": "src", REFERENCE: "href", BACK: "href"}

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# An address that is written as the library would write it.
_NORMAL = re.compile(
    r"(?:https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,3}(?![\w.:-])|(?!//))"
    r"[\w/.~-]*+(?:\?[\w/.~&=+,-]*+)?+(?:#[\w/.~-]*+)?+",
    re.ASCII,
)
_OFF = re.compile(r"<!--[ \n]{0,9}claims:[ ]?off[ \n]{0,9}-->")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
# The characters with which the dialect's rules begin, and the end of a label. The library stops at eleven more,
# where each rule is asked in vain: that takes 30 of 325 ms for 1,000 days.
_TERMINATORS = re.compile(r"[\n\\`~*_\[\]!<&{]")


def is_internal(target: str) -> bool:
    """Whether a link stays on the site, so that it has to lead to a page of it."""
    return not _SCHEME.match(target) and not target.startswith("//")


def is_whole_address(url: str) -> bool:
    """Whether `url` leads out of the site by a scheme that links may have."""
    scheme = _SCHEME.match(url)
    return scheme is not None and scheme[1].lower() in _SAFE_SCHEMES


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Yield each token, with all that is inside it."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)


def _is_safe(url: str) -> bool:
    return _SCHEME.match(url.strip()) is None or is_whole_address(url.strip())


def _comment_end(state: StateInline | StateBlock, begin: int, end: int) -> int | None:
    """Return where the comment that starts at `begin` ends, or None if none does.

    The last possible end is kept with the text: looking for it at each of many openings is quadratic.
    """
    if not state.src.startswith("<!--", begin):
        return None
    text, last = state.env.get("comment", ("", -1))
    if text is not state.src:
        last = state.src.rfind("-->")
        state.env["comment"] = (state.src, last)
    closing = state.src.find("-->", begin + 2, end) if begin < last else -1
    return closing + 3 if closing >= 0 else None


def _comment_inline(state: StateInline, silent: bool) -> bool:
    end = _comment_end(state, state.pos, state.posMax)
    if end is None:
        return False
    if not silent and _OFF.fullmatch(state.src, state.pos, end):
        state.pending = state.pending.rstrip()
        state.push(OFF, "", 0)
    elif not state.pending and not state.tokens:
        while end < state.posMax and state.src[end].isspace():
            end += 1
    state.pos = end
    return True


def _comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Pass over a comment that begins a block, blank lines and all; what follows its end is a line of its own.

    A comment before other text on one line is left to the inline rule.
    """
    begin = state.bMarks[start_line] + state.tShift[start_line]
    end = None if state.is_code_block(start_line) else _comment_end(state, begin, state.eMarks[end_line - 1])
    if end is None:
        return False
    line = next(line for line in range(start_line, end_line) if state.eMarks[line] >= end)
    rest = state.src[end : state.eMarks[line]]
    if rest.strip() and line == start_line:
        return False
    if silent:
        return True
    state.line = line if rest.strip() else line + 1
    if rest.strip():
        state.bMarks[line] = end
        state.tShift[line] = len(rest) - len(rest.lstrip())
        state.sCount[line] = state.blkIndent
    return True


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Parse a table, and note rows whose further cells the format drops, which the author should know."""
    if state.env.get(CELLS, 0) > MAX_CELLS:
        return False
    is_table = table(state, start_line, end_line, silent)
    if is_table and not silent:
        columns = _count_cells(state, start_line)
        state.env[CELLS] = state.env.get(CELLS, 0) + columns * (state.line - start_line)
        lines = range(start_line + 2, state.line)
        state.env.setdefault(LOST_CELLS, []).extend(n for n in lines if _count_cells(state, n) > columns)
    return is_table


def _begin_with_letter(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Parse what begins with a letter, by the three rules that it may be of: the other nine need not be asked.

    They take 35 of 305 ms for 1,000 days, whose texts are mostly paragraphs.
    """
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src[begin].isalpha() or state.is_code_block(start_line):
        return False
    arguments = (state, start_line, end_line, silent)
    return _table(*arguments) or lheading(*arguments) or paragraph(*arguments)


def _count_cells(state: StateBlock, line: int) -> int:
    cells = escapedSplit(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def new_parser() -> MarkdownIt:
    """Return a parser of the dialect; `MARKDOWN` is one that nobody may change."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    # `decode` has made the line ends equal, and without HTML two rules only cost time.
    markdown.disable(["normalize", "html_block", "html_inline"])
    markdown.inline.ruler.before("autolink", "comment", _comment_inline)
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    markdown.block.ruler.before("table", "comment", _comment_block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.block.ruler.before("comment", "letter", _begin_with_letter)
    # Of rules that follow the same one, the last that is added comes first.
    add_footnotes(markdown)
    add_task_lists(markdown)
    add_marks(markdown)
    add_figures(markdown)
    markdown.inline.terminator_re = _TERMINATORS
    # To take an address apart and put it together again takes 45 ms for the 1,000 links of 1,000 days.
    normalize = markdown.normalizeLink
    markdown.normalizeLink = (  # type: ignore[method-assign]
        lambda url: url if _NORMAL.fullmatch(url) else normalize(url)
    )
    markdown.validateLink = _is_safe  # type: ignore[method-assign]
    scroll = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
    markdown.add_render_rule("table_open", lambda *_: scroll)
    markdown.add_render_rule(OFF, lambda *_: "")
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


MARKDOWN = new_parser()
