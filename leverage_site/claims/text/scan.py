"""A sentence → tokens: words, phrases of the vocabulary, and numbers with what they stand for.

One pass from left to right, in time proportional to the sentence. What stands in code or between quotation marks
is somebody else's, and left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from leverage_site.claims.text.numerals import number_of
from leverage_site.claims.text.tokens import Scan, Token
from leverage_site.claims.text.vocabulary import PHRASES
from leverage_site.claims.wording import NUMBERS
from leverage_site.markdown import Sentence

_TOKEN = re.compile(
    r"(?P<date>(?:19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![\w-])"
    r"|(?P<number>~?[0-9](?:[0-9,]{0,15}[0-9])?(?:\.[0-9]{1,6})?)"
    r"(?P<suffix>x|X|×|%|h|m|k|K|M|min|mins|hrs|st|nd|rd|th)?(?P<plus>\+)?(?![A-Za-z0-9_]|\.[0-9])"
    r"|(?P<word>[wW]/o(?!\w)|[^\W_][\w.']{0,60})"
    r"|(?P<sign>--|[^\w\s])"
)
_QUOTED = re.compile(r"[\"“”][^\"“”]{0,400}[\"“”]")


def scan(sentence: Sentence) -> Scan:
    """Cut a sentence into tokens."""
    text = sentence.text.replace("’", "'")
    for begin, end in sentence.code:
        text = text[:begin] + "\x00" * (end - begin) + text[end:]
    if '"' in text or "“" in text:
        text = _QUOTED.sub(lambda match: "\x00" * len(match[0]), text)
    return Scan(sentence, _with_numbers(_phrases(list(_raw(text))), sentence.text))


def _raw(text: str) -> Iterator[Token]:
    behind = -1
    joining = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        begin, end = match.span()
        if kind == "sign":
            sign = match[0]
            # A hyphen inside a word joins; it is no sign of its own.
            joining = sign in "-–/" and begin == behind and end < len(text) and text[end].isalnum()
            if joining and sign == "-" and (text[begin - 1].isalpha() or text[end].isalpha()):
                behind = end
                continue
            if not sign.strip("\x00"):
                continue
            yield Token("sign", sign, begin, end)
            behind = end
            joining = joining and sign != "/"
            continue
        if kind == "word":
            word = match[0].rstrip(".'")
            token = Token("word", word.lower(), begin, begin + len(word))
        elif kind == "date":
            token = Token("date", match[0], begin, end)
        else:
            suffix = match["suffix"] or ""
            is_ordinal = suffix in ("st", "nd", "rd", "th")
            value = match["number"] if is_ordinal else f"{match['number']}|{suffix}{match['plus'] or ''}"
            token = Token("ordinal" if is_ordinal else "numeral", value, begin, end)
        token.joined = joining
        joining = False
        behind = token.end
        yield token


_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
for _phrase, _meaning in (*PHRASES.items(), *((word, None) for word in NUMBERS)):
    _words = tuple(_phrase.split())
    _BY_FIRST.setdefault(_words[0], []).append((_words, _meaning))
for _some in _BY_FIRST.values():
    _some.sort(key=lambda one: -len(one[0]))


def _phrases(raw: Sequence[Token]) -> list[Token]:
    """Join the words of each phrase, the longest first."""
    found: list[Token] = []
    place, count = 0, len(raw)
    values = [token.value for token in raw]
    while place < count:
        token = raw[place]
        if token.kind != "word":
            found.append(token)
            place += 1
            continue
        value = token.value
        options = _BY_FIRST.get(value)
        if options is None and value.endswith("'s"):
            options = _BY_FIRST.get(value[:-2])
            if options:
                options = [one for one in options if len(one[0]) == 1]
        length = 1
        for words, meaning in options or ():
            size = len(words)
            if size == 1 or tuple(values[place : place + size]) == words:
                length = size
                last = raw[place + size - 1]
                kind, said = ("cardinal", " ".join(words)) if meaning is None else meaning
                token = Token(kind, said, token.begin, last.end, joined=token.joined)
                break
        found.append(token)
        place += length
    return found


def _with_numbers(tokens: list[Token], text: str) -> list[Token]:
    """Put numbers, with their units and what widens them, in place of numerals and number words."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        number = number_of(tokens, place, found)
        if number is None:
            found.append(tokens[place])
            place += 1
            continue
        made, length, hedges = number
        del found[len(found) - hedges :]
        begin, end = tokens[place].begin, tokens[place + length - 1].end
        found.append(Token("number", text[begin:end], begin, end, made, tokens[place].joined))
        place += length
    return found
