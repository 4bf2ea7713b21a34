"""The sentences of a text that may say something of figures, with their places in its file.

Only these are kept with a text: a sentence without a digit, a number word, a superlative or a comparison says
nothing that figures could decide, and most paragraphs are passed over as a whole. Headings, tables, quotations and
code are no part of any sentence.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from leverage_site.dates import WEEKDAYS
from leverage_site.markdown import LIVE, Sentence
from leverage_site.markdown.braces import OPENING
from leverage_site.markdown.foreign import FIGURE
from leverage_site.problems import Source

# The comment that takes the sentence before it out of all checks, and the token that the dialect makes of it.
OFF = "claims_off"

# A word that counts stands in every sentence that counts without a digit, with one for what is counted; one that
# ranks or compares in every other, with one that says by what.
_COUNTING = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen both half third "
    "quarter twice double doubled triple tripled halved every each none"
)
_COUNTED = "tasks rows sessions hours minutes minute hour weeks leverage"
_RANKING = (
    "highest best biggest largest greatest strongest longest busiest fastest top topped tops peak peaked maximum "
    "lowest weakest worst smallest fewest slowest shortest quietest lightest minimum bottom poorest "
    "higher lower larger smaller more less fewer exceeded leads heads closes"
)
_COMPARING = f"{_RANKING} longer shorter better worse faster slower"
_OF_FIGURES = (
    "tasks rows sessions hours hour minutes minute leverage factor factors day days week month year "
    "record average tokens supervisory chart table task row time yesterday ever"
)
# White space alone is cut at, which is fast: each word is known with what may stand around it.
_BEHIND = ("", ".", ",", ";", ":", ")", "!", "?", "'s", "’s")


def _around(words: str) -> frozenset[str]:
    return frozenset(f"{sign}{word}{end}" for word in words.split() for end in _BEHIND for sign in ("", "("))


_COUNTING_WORDS, _COUNTED_WORDS = _around(_COUNTING), _around(_COUNTED)
_RANKING_WORDS, _FIGURE_WORDS = _around(_RANKING), _around(_OF_FIGURES)
_COMPARING_WORDS = _around(_COMPARING)
# Parts, with what they are parts of.
_PART_WORDS = _around("half third thirds quarter quarters fifth fifths tenth")
_WHOLE_WORDS = _around("time supervision work tokens")
# Words that say something by themselves.
_SURE = "longest shortest topped tops beat beats outlasted outlasts trailed trails twice thrice"
_SURE_WORDS = _around(f"{' '.join(WEEKDAYS).lower()} {_SURE}")
_HOLDING_AGAINST = (
    " than the ",
    " times as ",
    " times the ",
    " as many ",
    " ahead of the ",
    " the most ",
    " the least ",
)
# What stands behind `than` where nothing else is named.
_EXPECTED = _around(
    "expected planned thought hoped usual before ever i we you it that this ideal needed necessary"
)
_TELLING_WORDS = _COUNTING_WORDS | _COMPARING_WORDS | _SURE_WORDS | _PART_WORDS
_DIGITS = "0123456789"

_MARK = "\x02"
_END = re.compile(rf"[.!?][)\]\"'”’*]{{0,3}}(?:[ \n]?{_MARK})?(?=[ \n])")
# What a full stop belongs to that ends no sentence, and how a next one does not begin.
_SHORT = re.compile(r"(?:^|[^A-Za-z0-9])(?:e\.g|i\.e|vs|approx|ca|cf|incl|excl|[A-Z])\.$")
_GOES_ON = re.compile(r"[ \n]{1,9}[a-z]")
# So much of a sentence is looked for: what is longer has a mark in it more often.
_BEGINNING = 12
_SPACE = re.compile(r"[ \n]*+")
# What no token has for its number.
_SUMMARY_BLOCK = -1
# The tokens whose content is no code.
_NO_CODE = frozenset({"text", "softbreak", "hardbreak", OFF, "text_special", FIGURE})
_WORD = re.compile(r"\w+")


def may_claim(text: str) -> bool:
    """Whether a text has a digit, or in one sentence the words without which nothing is said of figures."""
    if any(map(text.__contains__, _DIGITS)):
        return True
    for part in text.lower().replace("-", " ").split(". "):
        words = part.split()
        if _TELLING_WORDS.isdisjoint(words):
            continue
        if not _RANKING_WORDS.isdisjoint(words) and not _FIGURE_WORDS.isdisjoint(words):
            return True
        if not _COUNTING_WORDS.isdisjoint(words) and not _COUNTED_WORDS.isdisjoint(words):
            return True
        if not _PART_WORDS.isdisjoint(words) and not _WHOLE_WORDS.isdisjoint(words):
            return True
        if not _SURE_WORDS.isdisjoint(words) or _has_other(words):
            return True
    return any(map(text.__contains__, _HOLDING_AGAINST))


def _has_other(words: Sequence[str]) -> bool:
    """Whether something is held against another thing, and not against what was expected of it."""
    if "than" not in words or _COMPARING_WORDS.isdisjoint(words):
        return False
    behind = words.index("than") + 1
    return _EXPECTED.isdisjoint(words[behind : behind + 1])


def sentences(
    tokens: Sequence[Token], texts: Sequence[str], source: Source, first_line: int
) -> Iterator[Sentence]:
    """Yield the sentences of a text that may claim something.

    Args:
        tokens: What the parser made of it, not yet rendered.
        texts: What each of the tokens says.
        source: The file.
        first_line: The line on which the text begins.

    """
    quoted = 0
    for number, token in enumerate(tokens):
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type != "inline" or quoted or not token.map or tokens[number - 1].type != "paragraph_open":
            continue
        elif may_claim(texts[number]):
            yield from _of_paragraph(token, number, source, first_line + token.map[0])


def sentences_of_summary(summary: str, line: int) -> Iterator[Sentence]:
    """Yield the sentences of a summary that may claim something; its key stands on `line` of the file."""
    for begin, end in split(summary):
        text = summary[begin:end].replace("\n", " ")
        if may_claim(text):
            yield Sentence(text, line, 1, _SUMMARY_BLOCK, is_summary=True)


def _of_paragraph(token: Token, number: int, source: Source, first_line: int) -> Iterator[Sentence]:
    text, code = _with_code(token.children or [])
    places = None
    for begin, end in split(text):
        words = text[begin:end]
        plain = words.replace(_MARK, " ").replace("\n", " ").rstrip()
        if may_claim(plain):
            places = places or _WordPlaces(token.content, source, first_line)
            line, column = places.find(words, begin)
            inside = [(one - begin, two - begin) for one, two in code if begin <= one < end] if code else ()
            yield Sentence(plain, line, column, number, _MARK in words, tuple(inside))


def _stops(text: str) -> list[int]:
    """Return where signs are that may end a sentence: to look for each is faster than for a class of them."""
    places = []
    for sign in ".!?":
        place = text.find(sign)
        while place >= 0:
            places.append(place)
            place = text.find(sign, place + 1)
    return sorted(places)


class _WordPlaces:
    """Where sentences of a paragraph stand in its file, asked for in their order; the parser keeps no columns.

    `content` are the lines of the paragraph, without what marks them as a part of a list.
    """

    def __init__(self, content: str, source: Source, first_line: int) -> None:
        self.content = content
        self.source = source
        self.line = first_line
        self.begin = self.searched = 0
        self.shift = self._shift()

    def find(self, words: str, begin: int) -> tuple[int, int]:
        """Return line and column of a sentence, counted from 1, which begins at `begin` of what the reader sees.

        Marks only add to that, so it is not before this character of the source.
        """
        self.searched = max(self.searched, begin)
        # A live figure stands between braces there.
        beginning = words[:_BEGINNING].partition(LIVE)[0] or OPENING
        found = self.content.find(beginning, self.searched)
        if found < 0:
            first = _WORD.search(words)
            found = max(self.content.find(first[0] if first else "", self.searched), self.searched)
        self.searched = found + 1
        while 0 <= (end := self.content.find("\n", self.begin)) < found:
            self.begin = end + 1
            self.line += 1
            self.shift = self._shift()
        return self.line, found - self.begin + self.shift + 1

    def _shift(self) -> int:
        """Return how far the text of the present line is from the beginning of the file's line."""
        end = self.content.find("\n", self.begin)
        words = self.content[self.begin : end if end >= 0 else len(self.content)].rstrip()
        lines = self.source.lines
        return max(0, lines[self.line - 1].find(words)) if self.line <= len(lines) else 0


def _with_code(tokens: Sequence[Token]) -> tuple[str, list[tuple[int, int]]]:
    """Return what tokens say, with lines as in the file, and where code stands in it."""
    pieces: list[str] = []
    code: list[tuple[int, int]] = []
    length = 0
    for part in tokens:
        if part.type in ("softbreak", "hardbreak"):
            piece = "\n"
        elif part.type == OFF:
            piece = _MARK
        else:
            piece = "" if part.type == "image" else part.content
        if piece and part.type not in _NO_CODE:
            code.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), code


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text begins and ends, without the white space around it."""
    begin = 0
    for place in _stops(text):
        match = _END.match(text, place)
        if not match or place < begin or _GOES_ON.match(text, match.end()):
            continue
        if text[place] == "." and _SHORT.search(text, max(begin, place - 8), place + 1):
            continue
        yield begin, match.end()
        begin = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]  # it matches nothing as well
    if begin < len(text):
        yield begin, len(text)
