"""A claim and what stands around it: all that a gate may ask of it, each under one name.

Texts are in lower case, with straight apostrophes, and reach from one token to another: words that widen a number
belong to none, so that `my about 76 minutes` has `my ` before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from leverage_site.claims.facts import TextFacts
from leverage_site.claims.model import ClaimReading, Kind, SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.heads import NamedSubject, head_of
from leverage_site.claims.text.numbers import WrittenNumber
from leverage_site.claims.text.tokens import Token
from leverage_site.dates import week_of
from leverage_site.stats.as_of import Scope

_BRACKETS = ("(", ")")
# What tells of supervision, or of the person who gives it.
_SUPERVISION = re.compile(r"superv|oversight|attention|\bmy\b|\bme\b|\bi\b|direct|prompt|instruct|brief|guid")


@dataclass(frozen=True, eq=False)
class Near:
    """A claim, its sentence, and the claims beside it.

    `found` are all claims of the sentence, `claimed` the tokens that those of them print which have readings: what
    one of them says is no word of another.
    """

    candidate: Candidate
    context: Context
    found: Sequence[Candidate]
    claimed: frozenset[int]

    # The claim

    @property
    def kind(self) -> Kind:
        """The kind of the claim."""
        return self.candidate.kind

    @property
    def readings(self) -> Sequence[ClaimReading]:
        """The ways to read it that no gate has set aside so far."""
        return self.candidate.readings

    @property
    def place(self) -> int:
        """The first token that it prints."""
        return self.candidate.printed[0]

    @property
    def end(self) -> int:
        """Where the tokens that it prints end."""
        return self.candidate.printed[1]

    @property
    def number(self) -> WrittenNumber | None:
        """The number that it begins with."""
        return self.tokens[self.place].number

    @property
    def unit(self) -> str:
        """The unit of the number."""
        return self.number.unit if self.number else ""

    @property
    def ranks_tasks(self) -> bool:
        """Whether it may be a rank among the tasks of a day."""
        return any(isinstance(one, SuperlativeClaim) and one.scope.kind == "day" for one in self.readings)

    # The sentence

    @property
    def facts(self) -> TextFacts:
        """What the sentence is held against."""
        return self.context.facts

    @property
    def tokens(self) -> Sequence[Token]:
        """The tokens of the sentence."""
        return self.context.tokens

    @property
    def words(self) -> list[str]:
        """What each token is in the sentence."""
        return self.context.words

    @cached_property
    def sentence(self) -> str:
        """The whole sentence."""
        return _plain(self.context.scan.sentence.text)

    @cached_property
    def last_sentence(self) -> str:
        """The sentence before it in its paragraph, if there is one."""
        last = self.context.memory.scan
        return _plain(last.sentence.text) if last else ""

    @cached_property
    def before(self) -> str:
        """What stands before the claim, with a blank behind it."""
        return _plain(self.context.scan.text(0, self.place)) + " "

    @cached_property
    def said(self) -> str:
        """What stands from the first word of the claim to the last."""
        return _plain(self.context.scan.text(self.place, self.end))

    @cached_property
    def behind(self) -> str:
        """What stands behind the claim."""
        return _plain(self.context.scan.text(self.end, len(self.tokens)))

    def words_before(self, count: int) -> list[str]:
        """Return so many words before the claim, or those that there are."""
        return self.words[max(0, self.place - count) : self.place]

    def words_behind(self, count: int) -> list[str]:
        """Return so many words behind the claim, or those that there are."""
        return self.words[self.end : self.end + count]

    def has_kind(self, *kinds: str) -> bool:
        """Whether the sentence has a token of one of some kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @cached_property
    def names_tasks(self) -> bool:
        """Whether the sentence has words of titles."""
        return bool(self.context.named(0, len(self.tokens)).scored)

    @cached_property
    def alike(self) -> list[int]:
        """The places of the other numbers of its unit."""
        numbers = self.context.scan.numbers
        return [at for at, one in numbers if at != self.place and one.number and one.number.unit == self.unit]

    @cached_property
    def other_days(self) -> set[int]:
        """The places of all tokens that name other days than that of the text."""
        return {place for begin, end, _ in self.context.others for place in range(begin, end)}

    @cached_property
    def is_of_supervision(self) -> bool:
        """Whether the sentence, or the one before it, speaks of supervision or of the person who gives it."""
        return _SUPERVISION.search(f"{self.sentence} {self.last_sentence}") is not None

    # Its clause

    @cached_property
    def clause(self) -> tuple[int, int]:
        """Where the clause of the claim stands."""
        return self.context.clause(self.place)

    @cached_property
    def clause_text(self) -> str:
        """What stands in its clause."""
        return _plain(self.context.scan.text(*self.clause))

    @property
    def clause_words(self) -> list[str]:
        """The words of its clause."""
        return self.words[self.clause[0] : self.clause[1]]

    @cached_property
    def scopes(self) -> set[Scope]:
        """The periods that the clause names."""
        begin, end = self.clause
        places = [one for one in range(begin, end) if self.tokens[one].kind == "scope"]
        found = {scope for one in places if (scope := self.context.scope_at(one)) is not None}
        if "this week" in self.clause_text:
            found.add(Scope("week", week_of(self.facts.today).key))
        return found

    @cached_property
    def head(self) -> NamedSubject | None:
        """The name of tasks with which the clause begins."""
        return head_of(self.context, self.place)

    @cached_property
    def number_beside(self) -> WrittenNumber | None:
        """The number that a comma parts from the claim behind it: `12x, worst of the week`."""
        is_beside = self.place > 1 and self.words[self.place - 1] == ","
        return self.tokens[self.place - 2].number if is_beside else None

    # Its clause with those beside it that have no figure

    @cached_property
    def widened(self) -> tuple[int, int]:
        """Where the clause stands with those before it that have no figure."""
        context, begin = self.context, self.clause[0]
        while begin and self.words[begin - 1] not in _BRACKETS:
            first = context.clause(begin - 2)[0] if begin > 1 else 0
            if any(context.is_figure(one) for one in range(first, begin)):
                break
            begin = first
        return begin, context.clause(self.end - 1)[1]

    @cached_property
    def widened_text(self) -> str:
        """What stands there."""
        return _plain(self.context.scan.text(*self.widened))

    @cached_property
    def unclaimed(self) -> list[int]:
        """The places of the words there that no claim prints."""
        return [one for one in range(*self.widened) if one not in self.claimed]

    def has(self, words: frozenset[str]) -> bool:
        """Whether one of some words or phrases is among these."""
        return any(self.words[one] in words for one in self.unclaimed)

    @cached_property
    def widened_behind(self) -> int:
        """Where the clauses end that stand behind that of the claim and have no figure."""
        context, end = self.context, self.widened[1]
        while end < len(self.tokens) and self.words[end] not in _BRACKETS:
            last = context.clause(end + 1)[1] if end + 1 < len(self.tokens) else end + 1
            if any(context.is_figure(one) for one in range(end, last)):
                break
            end = last
        return end

    @cached_property
    def text_behind(self) -> str:
        """What stands behind the claim up to there."""
        return _plain(self.context.scan.text(self.end, self.widened_behind))


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")
