"""The tokens of a sentence: words, phrases of the vocabulary, numbers and signs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.markdown import Sentence


@dataclass(slots=True)
class Token:
    """A word, a phrase, a number or a sign, and where it stands: `kind` is one of the vocabulary's or of these."""

    kind: str
    value: str
    begin: int
    end: int
    number: WrittenNumber | None = None
    joined: bool = False


@dataclass(slots=True)
class Scan:
    """The tokens of a sentence."""

    sentence: Sentence
    tokens: list[Token] = field(default_factory=list)

    @property
    def numbers(self) -> Iterator[tuple[int, Token]]:
        """Each number with its place among the tokens."""
        return ((place, token) for place, token in enumerate(self.tokens) if token.number)

    def text(self, begin: int, end: int) -> str:
        """Return what stands from one token to before another; nothing where no token is between them."""
        return "" if begin >= end else self.sentence.text[self.tokens[begin].begin : self.tokens[end - 1].end]
