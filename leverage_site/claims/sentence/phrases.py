"""A sentence in stretches: the phrase on either side of a number, the clause around a word."""

from functools import cached_property

from leverage_site.claims.facts import TextFacts
from leverage_site.claims.text.tokens import Scan
from leverage_site.claims.text.vocabulary import STOPS

_UNITS = frozenset("xhmkw%n")
_ENDS_PHRASE = STOPS | {")"}
_ENDS_PART = STOPS | {":"}
_CUTS = STOPS | {",", ":", "(", ")"}
# Words behind which stands what a thing is held against.
_AGAINST = frozenset(("than", "against", "versus", "vs"))


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
        while begin and not self.is_figure(begin - 1) and not self._is_sign(begin - 1, STOPS):
            begin -= 1
        return begin

    def right(self, place: int) -> int:
        """Return where the phrase behind a token ends."""
        end = place + 1
        while end < len(self.tokens) and not (
            self.is_figure(end)
            or self._is_sign(end, _ENDS_PHRASE)
            or self.tokens[end].kind == "compare"
            or self.tokens[end].value in _AGAINST
        ):
            end += 1
        return end

    def start(self, place: int) -> int:
        """Return where what a token belongs to begins: behind the stop, the dash or the colon before it."""
        begin = place
        while begin and not self._is_sign(begin - 1, _ENDS_PART):
            begin -= 1
        return begin

    def clause(self, place: int) -> tuple[int, int]:
        """Return the stretch around a token that no comma, bracket or other sign cuts."""
        begin = end = place
        while begin and not self._is_sign(begin - 1, _CUTS):
            begin -= 1
        while end < len(self.tokens) and not self._is_sign(end, _CUTS):
            end += 1
        return begin, end

    def _is_sign(self, place: int, signs: frozenset[str]) -> bool:
        token = self.tokens[place]
        return token.kind == "sign" and token.value in signs
