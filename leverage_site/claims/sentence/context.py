"""A sentence among the facts and behind the sentences before it, and the phrases in it that may be claims.

Nothing here decides anything: it finds what a number or a superlative may be about.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from leverage_site.claims.facts import KnownTask, TextFacts, stem
from leverage_site.claims.model import ClaimReading, Kind
from leverage_site.claims.sentence.named_days import DayPhrases
from leverage_site.claims.sentence.named_tasks import TaskPhrases
from leverage_site.claims.text.tokens import Scan, Token
from leverage_site.claims.text.vocabulary import BACK

_PRESENT = frozenset(
    ("is", "means", "mean", "needs", "are", "makes", "make", "give", "gives", "looks", "sounds", "tells")
)
_VAGUE = frozenset(("before", "last", "last week", "previous", "earlier", "from", "until", "the week before"))
_PERIODS = frozenset(("day", "week", "month", "year", "night", "hour", "minute"))
# Nouns for what is not done yet, which may as well be a word of what has been done.
_PLANS = frozenset(("forecast", "plan", "plans", "budget", "draft"))
# Words before `of the best`, and those before what something needs `to be the best`.
_SOME = frozenset(("one", "some", "two", "three", "any", "part"))
_NEEDS = frozenset(("need", "needs", "needed", "takes", "take", "requires", "require"))
_POINTERS = BACK - {"both", "together", "one"}
# Of so many sentences before the last one are the tasks kept that `all of these` may mean.
_REMEMBERED = 3


@dataclass(slots=True)
class Memory:
    """What sentences before this one were about: their tasks, the latest last, a figure, and another day.

    `counted` are the numbers of tasks that the paragraph has named, `scan` is its last sentence, `days` are those
    that it names; `weeks` says whether the paragraph has spoken of several weeks or months.
    """

    block: int = -1
    named: list[tuple[KnownTask, ...]] = field(default_factory=list)
    figure: str = ""
    day: dt.date | None = None
    counted: set[float] = field(default_factory=set)
    fresh: bool = True
    scan: Scan | None = None
    days: tuple[dt.date, ...] = ()
    weeks: bool = False

    @property
    def rows(self) -> tuple[KnownTask, ...]:
        """The tasks of the sentence before, in the same paragraph."""
        return self.named[-1] if self.named and not self.fresh else ()

    @property
    def groups(self) -> list[tuple[KnownTask, ...]]:
        """The groups that `those two` may mean: the tasks of the last sentence, of the last two, and so on."""
        found: list[tuple[KnownTask, ...]] = []
        union: tuple[KnownTask, ...] = ()
        for some in reversed(self.named):
            union = tuple(dict.fromkeys((*some, *union)))
            found += [some, union]
        return [one for one in dict.fromkeys(found) if one]

    def turn(self, block: int) -> None:
        """Begin a new paragraph, where sentences may still speak of groups that were named before."""
        if block != self.block:
            self.block, self.fresh = block, True
            self.scan, self.days, self.weeks = None, (), False
            self.counted.clear()

    def keep(self, rows: Iterable[KnownTask], figure: str, day: dt.date | None) -> None:
        """Keep what a sentence was about."""
        if found := tuple(dict.fromkeys(rows)):
            self.named = [*self.named[-_REMEMBERED:], found]
            self.fresh = False
        self.figure = figure or self.figure
        self.day = day


class Context(TaskPhrases, DayPhrases):
    """A sentence among the facts and after the sentences before it."""

    def __init__(self, scan: Scan, facts: TextFacts, memory: Memory) -> None:
        super().__init__(scan, facts)
        self.memory = memory

    @cached_property
    def guarded(self) -> bool:
        """Whether the sentence may speak of no fact, so that nothing in it is wrong."""
        text = self.scan.sentence.text
        return self.is_question or any(
            (token.kind == "guard" and not self._is_name(place, token) and not self._holds_against(place))
            or (token.kind == "month" and text[token.begin : token.end] == "may")
            or (token.value == "a" and self._is_rate(place))
            or (token.kind == "weekday" and self._is_vague(place))
            for place, token in enumerate(self.tokens)
        )

    @cached_property
    def denied(self) -> bool:
        """Whether nothing in it is said to be so: it denies something, asks, or says what would be."""
        return (
            self.is_question
            or self.words[:1] == ["if"]
            or any(
                token.kind == "guard" and token.value == "not" and not self._holds_against(place)
                for place, token in enumerate(self.tokens)
            )
        )

    @cached_property
    def is_question(self) -> bool:
        """Whether the sentence asks."""
        return any(token.value == "?" for token in self.tokens)

    def is_short_of(self, place: int) -> bool:
        """Whether what begins at a token is not quite reached, or shared: `almost the best`, `one of the best`."""
        before = self.tokens[place - 1] if place else None
        if before is None:
            return False
        is_one_of = before.value == "of" and place > 1 and self.words[place - 2] in _SOME
        said = self.words[:place]
        is_needed = said[-2:] == ["to", "be"] and not _NEEDS.isdisjoint(said)
        is_hedged = before.kind == "hedge" and before.value in ("nearly", "just under", "about")
        is_like = said[-1] == "as" and "as" in said[-3:-1]
        return is_hedged or before.value == "among" or is_one_of or is_needed or is_like

    def _is_name(self, place: int, token: Token) -> bool:
        """Whether a word is one of a title: `the nightly backup`, `the design paper`, `the stock forecast`."""
        may_be = token.value in ("usual", "others") or self.words[place] in _PLANS
        if not may_be or not self.facts.is_of_day:
            return False
        weights = self.facts.weights
        is_behind = place > 0 and stem(self.words[place - 1]) in weights
        return stem(self.words[place]) in weights and (token.value == "usual" or is_behind)

    def _holds_against(self, place: int) -> bool:
        """Whether `instead of` stands before the figure of another day: `15.4x instead of 27.4x`."""
        is_phrase = self.words[place : place + 2] == ["instead", "of"] and place + 2 < len(self.tokens)
        return is_phrase and self.is_figure(place + 2) and bool(self.others)

    def _is_vague(self, place: int) -> bool:
        """Whether it is not said which Monday is meant: `the Monday before`, `last Friday`, `from Tuesday on`."""
        before, behind = self.words[max(0, place - 1) : place], self.words[place + 1 : place + 2]
        if (
            before == ["from"]
            and behind != ["on"]
            and any(token.kind == "compare" for token in self.tokens[:place])
        ):
            return False
        return not _VAGUE.isdisjoint((*before, *behind))

    def _is_rate(self, place: int) -> bool:
        """Whether `a day` stands behind a number: `40 tasks a day`."""
        behind = self.words[place + 1] if place + 1 < len(self.words) else ""
        return behind in _PERIODS and place > 0 and self.tokens[place - 1].kind in ("number", "unit")

    @cached_property
    def opens_with_label(self) -> bool:
        """Whether the sentence begins with the full name of a figure of the day."""
        opening = self.tokens[1:2] if self.words[:1] == ["the"] else self.tokens[:1]
        return bool(opening) and opening[0].kind == "label" and opening[0].value in ("leverage", "supervisory")

    @cached_property
    def is_general(self) -> bool:
        """Whether the sentence is about any such figure: `A leverage factor of 300x means nothing.`."""
        if len(self.words) < 2 or self.words[0] not in ("a", "an", "any", "every"):
            return False
        return self.tokens[1].kind in ("label", "mark") and not _PRESENT.isdisjoint(self.words)

    @cached_property
    def sums_up(self) -> bool:
        """Whether a number of the sentence is a sum of the day by its own noun: it then speaks of the day."""
        facts = self.facts
        return any(
            number.figure not in ("", "tasks") and number.holds(facts.value(facts.own(number.figure)), 1)
            for number in (token.number for token in self.tokens)
            if number is not None
        )

    @cached_property
    def looks_back(self) -> bool:
        """Whether the sentence may speak of what was named before it."""
        return self.leading is None and any(token.value in BACK for token in self.tokens)

    def looks_back_at(self, begin: int, end: int) -> bool:
        """Whether a stretch speaks of what was named before."""
        return any(self.word(one) in _POINTERS for one in range(begin, end))


@dataclass(slots=True)
class Candidate:
    """What may be a claim: the ways to read it, and whether it is wrong where none of them holds.

    `printed` are the tokens that say it, from the first to before the last. `far` are its readings with all that
    does not contradict the printed number, where that differs. `numbers` are the tokens that are no claim besides.
    `spanning` are its readings as said of the days that its sentence names, `is_of_others` says whether these are
    unknown.
    """

    kind: Kind
    printed: tuple[int, int]
    readings: Sequence[ClaimReading]
    strict: bool = False
    far: Sequence[ClaimReading] = ()
    rows: tuple[KnownTask, ...] = ()
    numbers: frozenset[int] = frozenset()
    spanning: Sequence[ClaimReading] = ()
    is_of_others: bool = False
