"""A sentence in stretches: the phrase on either side of a number, the clause around a word."""

from functools import cached_property

from leverage_site.claims.facts import TextFacts
from leverage_site.claims.tokens import Scan

_UNITS = frozenset("xhmkw%n")


class Phrases:
    """The tokens of a sentence, asked for stretches of them, and the facts that it is held against."""

    def __init__(self, scan: Scan, facts: TextFacts) -> None:
        self.scan = scan
        self.tokens = scan.tokens
        self.facts = facts

    @cached_property
    def words(self) -> list[str]:
        """What each token is in the sentence, in lower case."""
        text = self.scan.sentence.text.lower()
        if len(text) != len(self.scan.sentence.text):
            return [self.scan.sentence.text[one.begin : one.end].lower() for one in self.tokens]
        return [text[one.begin : one.end] for one in self.tokens]

    def word(self, place: int) -> str:
        """Return what a token is in the sentence, in lower case."""
        return self.words[place]

    @cached_property
    def has_label(self) -> bool:
        """Whether a figure is named."""
        return any(token.kind == "label" for token in self.tokens)

    @cached_property
    def has_supervision(self) -> bool:
        """Whether supervision is spoken of."""
        return any(token.kind == "mark" and token.value == "supervision_minutes" for token in self.tokens)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether there is any number."""
        return any(token.number is not None for token in self.tokens)

    def is_and(self, place: int) -> bool:
        """Whether a token parts the members of an enumeration."""
        return self.tokens[place].value in ("and", ",", ";", "(", ")", "&", "plus", "+")

    def is_figure(self, place: int) -> bool:
        """Whether a token is a number with one of our units."""
        number = self.tokens[place].number
        return number is not None and number.unit != "" and number.unit in _UNITS

    def left(self, place: int) -> int:
        """Return where the phrase before a token begins: behind the number, the stop or the dash before it."""
        begin = place
        while begin and not self.is_figure(begin - 1) and not self._parts(begin - 1):
            begin -= 1
        return begin

    def right(self, place: int) -> int:
        """Return where the phrase behind a token ends."""
        end = place + 1
        while end < len(self.tokens) and not (self.is_figure(end) or self._parts(end) or self._compares(end)):
            if self.words[end] == ")":
                break
            end += 1
        return end

    def _compares(self, place: int) -> bool:
        token = self.tokens[place]
        return token.kind == "compare" or token.value in ("than", "against", "versus", "vs")

    def _parts(self, place: int) -> bool:
        token = self.tokens[place]
        return token.kind == "sign" and token.value in (";", "--", "—", "–", ".", "!", "?")

    def clause(self, place: int) -> tuple[int, int]:
        """Return the stretch around a token that no comma, bracket or other sign cuts."""
        begin = end = place
        while begin and not self._cuts(begin - 1):
            begin -= 1
        while end < len(self.tokens) and not self._cuts(end):
            end += 1
        return begin, end

    def _cuts(self, place: int) -> bool:
        token = self.tokens[place]
        return token.kind == "sign" and token.value in (",", ";", ":", "--", "—", "–", ".", "!", "?", "(", ")")
