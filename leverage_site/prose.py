"""Markdown → HTML with open link slots.

CommonMark plus tables, strikethrough and heading ids. Raw HTML is text, HTML comments vanish, link schemes are an
allow-list. A text is parsed once; its site-internal links stay open until a page, which knows its own address,
fills them in. This is the only module that knows markdown-it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from leverage_site import codes
from leverage_site.addresses import slug
from leverage_site.problems import Place, Problem, Source

MAX_NESTING = 60
MAX_CHARACTERS = 200_000
MAX_BRACKETS = 5_000
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SLOT = re.compile("\x02([0-9]+)\x03")
_WORD = re.compile(r"\w[\w'’.,-]*")


class Html(str):
    """HTML that is finished: templates print it without escaping it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image inside the site: its target as written, and where it stands."""

    target: str
    place: Place
    image: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML with a gap before each text but the first, one gap for each link."""

    texts: tuple[str, ...] = ("",)
    links: tuple[Link, ...] = ()

    def html(self, address: Callable[[str], str]) -> Html:
        """The HTML with `address(target)` in each gap; `address` returns text that is safe in an attribute."""
        pieces = [self.texts[0]]
        for link, text in zip(self.links, self.texts[1:], strict=True):
            pieces += (address(link.target), text)
        return Html("".join(pieces))


@dataclass(frozen=True, slots=True)
class Prose:
    """A text: the lead (everything before the first heading), the rest, the lead as plain text, words."""

    lead: Fragment = Fragment()
    rest: Fragment = Fragment()
    lead_text: str = ""
    words: int = 0

    @property
    def links(self) -> tuple[Link, ...]:
        return self.lead.links + self.rest.links


def parse(source: Source, first_line: int = 1, *, heading_ids: bool = True) -> tuple[Prose, list[Problem]]:
    """The text of `source` from `first_line` on, and what is wrong with it.

    The highest heading becomes an <h2>: the page's title is the <h1>.
    """
    text = "\n".join(source.lines[first_line - 1 :])
    if problem := _bounds(text, source.place(first_line)):
        return Prose(), [problem]
    tokens = _MARKDOWN.parse(text)
    problems = _too_deep(tokens, source, first_line)
    _place_headings(tokens, heading_ids)
    split = next((i for i, token in enumerate(tokens) if token.type == "heading_open"), len(tokens))
    lead, rest = (_fragment(part, source, first_line) for part in (tokens[:split], tokens[split:]))
    words = sum(len(_WORD.findall(text)) for text in _texts(tokens))
    return Prose(lead, rest, " ".join(_texts(tokens[:split])), words), problems


def is_internal(target: str) -> bool:
    """Whether a link stays on the site, so that it has to lead to a page of it."""
    return not _SCHEME.match(target) and not target.startswith("//")


def _bounds(text: str, place: Place) -> Problem | None:
    """Texts that Markdown would take seconds over are refused before they are parsed."""
    if len(text) > MAX_CHARACTERS:
        return codes.TOO_LONG.at(place, key="the text", length=f"{len(text):,}", limit=f"{MAX_CHARACTERS:,}")
    if (count := text.count("[")) > MAX_BRACKETS:
        return codes.TOO_MANY_BRACKETS.at(place, count=f"{count:,}", limit=f"{MAX_BRACKETS:,}")
    return None


def _too_deep(tokens: list[Token], source: Source, first_line: int) -> list[Problem]:
    """Beyond its nesting limit the parser drops text without a word."""
    deep = next((token for token in tokens if token.level >= MAX_NESTING - 2), None)
    return [codes.PROSE_TOO_DEEP.at(source.place(first_line + (deep.map[0] if deep.map else 0)))] if deep else []


def _place_headings(tokens: list[Token], heading_ids: bool) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = 2 - min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    if heading_ids:
        seen: dict[str, int] = {}
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                name = slug(" ".join(_texts([tokens[index + 1]])))
                seen[name] = seen.get(name, 0) + 1
                token.attrSet("id", name if seen[name] == 1 else f"{name}_{seen[name]}")


def _fragment(tokens: list[Token], source: Source, first_line: int) -> Fragment:
    links: list[Link] = []
    for token in tokens:
        if (align := token.attrGet("style")) is not None:
            token.attrs = {"class": str(align).replace("text-align:", "align-")}
        line = first_line + (token.map[0] if token.map else 0)
        last = first_line + (token.map[1] if token.map else 0)
        for part in _walk(token.children or ()):
            key = {"link_open": "href", "image": "src"}.get(part.type)
            if key and is_internal(target := str(part.attrs[key])):
                links.append(Link(target, source.find(target, line, last), part.type == "image"))
                part.attrs[key] = f"\x02{len(links) - 1}\x03"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    pieces = _SLOT.split(html)
    return Fragment(tuple(pieces[::2]), tuple(links[int(number)] for number in pieces[1::2]))


def _walk(tokens: list[Token] | tuple[()]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def _texts(tokens: list[Token]) -> list[str]:
    """The plain text of each block."""
    texts = (_text(token) for token in tokens if token.content)
    return [text for text in texts if text]


def _text(token: Token) -> str:
    if token.type != "inline":
        return " ".join(token.content.split())
    pieces = (
        " " if part.type.endswith("break") else part.content
        for part in _walk(token.children or ())
        if part.type != "image"
    )
    return " ".join("".join(pieces).split())


def _safe(url: str) -> bool:
    scheme = _SCHEME.match(url.strip())
    return scheme is None or scheme[1].lower() in SAFE_SCHEMES


def _comment(state: StateInline | StateBlock, begin: int, end: int) -> int | None:
    """Where the comment that starts at `begin` ends.

    The last possible end is remembered with the text: looking for it at each of many openings is quadratic.
    """
    if not state.src.startswith("<!--", begin):
        return None
    text, last = state.env.get("comment", ("", -1))
    if text is not state.src:
        last = state.src.rfind("-->")
        state.env["comment"] = (state.src, last)
    found = state.src.find("-->", begin + 4, end) if begin < last else -1
    return found + 3 if found >= 0 else None


def _comment_inline(state: StateInline, silent: bool) -> bool:
    end = _comment(state, state.pos, state.posMax)
    if end is not None:
        state.pos = end
    return end is not None


def _comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a block: it may hold blank lines; what follows its end is a paragraph."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    end = None if state.is_code_block(start_line) else _comment(state, begin, state.eMarks[end_line - 1])
    if end is None or silent:
        return end is not None
    line = next(line for line in range(start_line, end_line) if state.eMarks[line] >= end)
    if rest := state.src[end : state.eMarks[line]].strip():
        _paragraph(state, rest, line)
    state.line = line + 1
    return True


def _paragraph(state: StateBlock, text: str, line: int) -> None:
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [line, line + 1], []
    state.push("paragraph_close", "p", -1)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.inline.ruler.before("autolink", "comment", _comment_inline)
    markdown.block.ruler.before(
        "paragraph", "comment", _comment_block, {"alt": ["paragraph", "blockquote", "list"]}
    )
    markdown.validateLink = _safe  # type: ignore[method-assign]
    markdown.add_render_rule(
        "table_open", lambda *_: '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
    )
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


_MARKDOWN = _markdown()
