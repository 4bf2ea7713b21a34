"""Our Markdown: CommonMark plus tables, strikethrough, footnotes and task lists.

Raw HTML is text, HTML comments vanish.

Link schemes are an allow-list. What the parser would drop without a word is noted in the environment it is given:
`env["lost_cells"]` has the lines of table rows with more cells than the heading. `env["cells"]` counts the cells
of all tables, with the empty ones that short rows are filled with; beyond `MAX_CELLS` no further table is made.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline

from leverage_site.markdown.footnotes import add_footnotes
from leverage_site.markdown.foreign import add_marks
from leverage_site.markdown.task_lists import add_task_lists

MAX_NESTING = 60
LOST_CELLS = "lost_cells"
CELLS = "cells"
MAX_CELLS = 10_000

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_BEGINNINGS = frozenset("`~>*-_+[#<0123456789")
_MARKS = "-=|: \t"
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def is_internal(target: str) -> bool:
    """Whether a link stays on the site, so that it has to lead to a page of it."""
    return not _SCHEME.match(target) and not target.startswith("//")


def _is_safe(url: str) -> bool:
    scheme = _SCHEME.match(url.strip())
    return scheme is None or scheme[1].lower() in _SAFE_SCHEMES


def is_whole_address(url: str) -> bool:
    """Whether `url` leads out of the site by a scheme that links may have."""
    scheme = _SCHEME.match(url)
    return scheme is not None and scheme[1].lower() in _SAFE_SCHEMES


def _comment_end(state: StateInline | StateBlock, begin: int, end: int) -> int | None:
    """Where the comment that starts at `begin` ends, or None if none does.

    The last possible end is remembered with the text: looking for it at each of many openings is quadratic.
    """
    if not state.src.startswith("<!--", begin):
        return None
    text, last = state.env.get("comment", ("", -1))
    if text is not state.src:
        last = state.src.rfind("-->")
        state.env["comment"] = (state.src, last)
    found = state.src.find("-->", begin + 2, end) if begin < last else -1
    return found + 3 if found >= 0 else None


def _comment_inline(state: StateInline, silent: bool) -> bool:
    end = _comment_end(state, state.pos, state.posMax)
    if end is None:
        return False
    if not state.pending and not state.tokens:
        while end < state.posMax and state.src[end].isspace():
            end += 1
    state.pos = end
    return True


def _comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a block, blank lines and all; what follows its end is a line of its own.

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
    """A table; cells beyond its heading are dropped by the format, which the author should know."""
    if state.env.get(CELLS, 0) > MAX_CELLS:
        return False
    found = table(state, start_line, end_line, silent)
    if found and not silent:
        columns = _cells(state, start_line)
        state.env[CELLS] = state.env.get(CELLS, 0) + columns * (state.line - start_line)
        lines = range(start_line + 2, state.line)
        state.env.setdefault(LOST_CELLS, []).extend(n for n in lines if _cells(state, n) > columns)
    return found


def _cells(state: StateBlock, line: int) -> int:
    cells = escapedSplit(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip())
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def _plain_paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A paragraph that begins like one, as nearly every block does, is found without asking all other rules.

    A later line of nothing but marks may make a table or a heading of the whole: that is left to their rules.
    """
    if state.is_code_block(start_line) or _first(state, start_line) in _BEGINNINGS:
        return False
    line, last, parent = start_line + 1, state.lineMax, state.parentType
    state.parentType = "paragraph"
    while line < last and not state.isEmpty(line):
        if not state.src[state.bMarks[line] : state.eMarks[line]].strip(_MARKS):
            state.parentType = parent
            return False
        if _first(state, line) in _BEGINNINGS and _interrupts(state, line, end_line):
            break
        line += 1
    state.parentType, state.lineMax = parent, line
    paragraph(state, start_line, line, silent)
    state.lineMax = last
    return True


def _first(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line]]


def _interrupts(state: StateBlock, line: int, end_line: int) -> bool:
    """Whether a block may begin on this line of a paragraph, and does; most often that is an item of a list."""
    if not 0 <= state.sCount[line] <= state.blkIndent + 3:
        return False
    rules = state.md.block.ruler.getRules("paragraph")
    return any(rule(state, line, end_line, True) for rule in reversed(rules))


def _text_join(state: StateCore) -> None:
    """Only escapes and entities leave texts to be joined."""
    if "\\" in state.src or "&" in state.src:
        text_join(state)


def _dialect() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    # `decode` has made the line ends equal, and without HTML two rules only cost time.
    markdown.disable(["normalize", "html_block", "html_inline"])
    markdown.inline.ruler.before("autolink", "comment", _comment_inline)
    markdown.core.ruler.at("text_join", _text_join)
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    markdown.block.ruler.before("table", "comment", _comment_block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.block.ruler.before("comment", "plain_paragraph", _plain_paragraph)
    # Of rules that follow the same one, the last that is added comes first.
    add_footnotes(markdown)
    add_task_lists(markdown)
    add_marks(markdown)
    markdown.validateLink = _is_safe  # type: ignore[method-assign]
    scroll = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
    markdown.add_render_rule("table_open", lambda *_: scroll)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


MARKDOWN = _dialect()
