"""What a text of the author's is called and summed up by: its sentences, taken whole, and its first clause."""

import re
from collections.abc import Iterator
from itertools import takewhile

# Of a day in a list and in a feed, of a page for search engines and previews, of a day's headline.
EXCERPT_LENGTH = 220
DESCRIPTION_LENGTH = 155
HEADLINE_LENGTH = 72
# Fewer letters than these before a comma say nothing: "Twelve tasks, …".
_SHORTEST_CLAUSE = 24

# Both kinds of ends are told apart behind one class of characters, for which the regex engine scans: five times as
# fast as an alternative of two, in texts of which every page has one.
_END = re.compile(
    r"[.!?…。！？](?:"
    r"(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[\"'’”»)\]]*+(?=\s++[^a-z]|\s*+\Z)"
    r"|(?<=[。！？])[。！？]*+[」』”）]*+)"
)
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—-](?=\s)")
_ABBREVIATIONS = frozenset({"e.g", "i.e", "cf", "vs", "no", "mr", "mrs", "ms", "dr", "st", "approx", "ca"})


def _sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of each sentence end, and where the sentence itself does."""
    for match in _END.finditer(text):
        word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()].lstrip("(\"'“‘").lower()
        is_initial = len(word) == 1 and word.isalpha() and match[0] == "."
        if match.start() and not is_initial and not (match[0] == "." and word in _ABBREVIATIONS):
            yield match.start(), match.end()


def whole_sentences(text: str, length: int) -> str:
    """Return as many of the first sentences of `text` as fit into `length` characters, perhaps none."""
    if len(text) <= length:
        return text
    fitting = takewhile(lambda end: end <= length, (end for _, end in _sentence_ends(text)))
    return text[: max(fitting, default=0)]


def excerpt(text: str) -> str:
    """Return the first sentences of `text`, or as many words of the first one as fit, with an ellipsis."""
    return whole_sentences(text, EXCERPT_LENGTH) or _truncate_at_word(text, EXCERPT_LENGTH)


def description(first: str, text: str = "") -> str:
    """Return the sentence `first` and behind it the first sentences of `text` that fit into a description.

    Without a first sentence, a text whose own does not fit is described by the words it begins with.
    """
    more = whole_sentences(text, DESCRIPTION_LENGTH - len(first) - 1)
    return f"{first} {more}" if more and first else first or more or headline(text).rstrip("…")


def headline(text: str) -> str:
    """Return the first clause of `text`, what a list calls it by."""
    text = text[: 4 * HEADLINE_LENGTH]
    end = next((start for start, _ in _sentence_ends(text)), len(text))
    clauses = (match.start() for match in _CLAUSE_END.finditer(text, 0, end))
    end = next((start for start in clauses if start >= _SHORTEST_CLAUSE), end)
    clause = text[:end].strip()
    return clause if len(clause) <= HEADLINE_LENGTH else _truncate_at_word(clause, HEADLINE_LENGTH)


def _truncate_at_word(text: str, length: int) -> str:
    """Return as many whole words of `text` as fit into `length` characters, with an ellipsis if any is left."""
    if len(text) <= length:
        return text
    words = text[:length].rpartition(" ")[0] or text[: length - 1]
    return words[: length - 1].rstrip(" ,;:.–—-") + "…"
