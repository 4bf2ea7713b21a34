"""What the parts of a sentence name: tasks by words of their titles, days, periods, and what is carried over.

Nothing here decides anything: it finds what a number or a superlative may be about.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from leverage_site.claims.facts import KnownTask, TextFacts, pairs_of, stem, words_of
from leverage_site.claims.model import ClaimReading, Kind
from leverage_site.claims.scan import Scan, Token
from leverage_site.claims.vocabulary import BACK, GENERIC
from leverage_site.dates import month_of, parse_date, week_of, year_of
from leverage_site.stats.as_of import ALL, Scope

# A title is named where the words of a phrase that it has weigh so much, and those of the next one so much less.
_NAMED = 0.9
_FAINT = 0.2
_PRESENT = frozenset(("is", "means", "mean", "needs", "are", "makes", "looks", "sounds", "tells"))
_VAGUE = frozenset(("before", "last", "last week", "previous", "earlier", "from", "until", "the week before"))
_PERIODS = frozenset(("day", "week", "month", "year", "night", "hour", "minute"))
_POINTERS = BACK - {"both", "together", "one"}
_CLEAR = 0.67
_UNITS = frozenset("xhmkw%n")
_WEEK = 7
_REMEMBERED = 3
# Phrases that never name a task.
_NAMELESS = frozenset(("sum", "end", "top", "longest", "compare", "scope", "each", "rest", "without", "hedge",
                       "day",
                       "guard", "weekday", "sign", "month"))  # fmt: skip


@dataclass(slots=True)
class Memory:
    """What sentences before this one were about: their tasks, the latest last, a figure, and another day.

    `counted` are the numbers of tasks that the paragraph has named.
    """

    block: int = -1
    named: list[tuple[KnownTask, ...]] = field(default_factory=list)
    figure: str = ""
    day: dt.date | None = None
    counted: set[float] = field(default_factory=set)
    fresh: bool = True

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
            self.counted.clear()

    def keep(self, rows: Iterable[KnownTask], figure: str, day: dt.date | None) -> None:
        """Keep what a sentence was about."""
        if found := tuple(dict.fromkeys(rows)):
            self.named = [*self.named[-_REMEMBERED:], found]
            self.fresh = False
        self.figure = figure or self.figure
        self.day = day


@dataclass(slots=True)
class Candidate:
    """What may be a claim: the ways to read it, and whether it is wrong where none of them holds.

    `printed` are the tokens that say it, from the first to before the last. `far` are its readings with all that
    does not contradict the printed number, where that differs.
    """

    kind: Kind
    printed: tuple[int, int]
    readings: list[ClaimReading]
    strict: bool = False
    far: list[ClaimReading] = field(default_factory=list)
    rows: tuple[KnownTask, ...] = ()
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """The tasks that a phrase may name, the best first; `clear` where it names one of them beyond doubt.

    `unknown` counts its words that the best one has not.
    """

    scored: Sequence[tuple[float, KnownTask]] = ()
    unknown: int = 0
    clear: bool = False

    @property
    def rows(self) -> tuple[KnownTask, ...]:
        """All tasks that share a word with the phrase that is not in most titles."""
        least = _FAINT * self.scored[0][0] if self.scored else 0
        return tuple([row for score, row in self.scored if score >= least])

    @property
    def near(self) -> tuple[KnownTask, ...]:
        """The tasks that it names nearly as well as the best."""
        return tuple([row for score, row in self.scored if score > _CLEAR * self.scored[0][0]])

    @property
    def is_group(self) -> bool:
        """Whether it names several tasks alike, and no other nearly as well."""
        count = len(self.best)
        return count > 1 and (count == len(self.scored) or self.scored[count][0] <= _CLEAR * self.scored[0][0])

    @property
    def best(self) -> tuple[KnownTask, ...]:
        """The tasks that share the most with it."""
        return tuple([row for score, row in self.scored if score >= self.scored[0][0] - 1e-9])


def _is_clear(scored: Sequence[tuple[float, KnownTask]]) -> bool:
    if not scored or scored[0][0] < _NAMED:
        return False
    return len(scored) == 1 or scored[1][0] <= _CLEAR * scored[0][0]


class Context:
    """A sentence among the facts and after the sentences before it."""

    def __init__(self, scan: Scan, facts: TextFacts, memory: Memory) -> None:
        self.scan = scan
        self.tokens = scan.tokens
        self.facts = facts
        self.memory = memory

    @cached_property
    def guarded(self) -> bool:
        """Whether the sentence may speak of no fact, so that nothing in it is wrong."""
        text = self.scan.sentence.text
        return any(
            (token.kind == "guard" and not self._is_name(place, token))
            or (token.kind == "month" and text[token.begin : token.end] == "may")
            or (token.value == "a" and self._is_rate(place))
            or (token.kind == "weekday" and self._is_vague(place))
            for place, token in enumerate(self.tokens)
        )

    def _is_name(self, place: int, token: Token) -> bool:
        """Whether a word of habit is one of a title: `the nightly backup`."""
        return token.value == "usual" and self.facts.is_of_day and stem(self.words[place]) in self.facts.weights

    def _is_vague(self, place: int) -> bool:
        """Whether it is not said which Monday is meant: `the Monday before`, `last Friday`, `from Tuesday on`."""
        beside = (*self.words[max(0, place - 1) : place], *self.words[place + 1 : place + 2])
        return not _VAGUE.isdisjoint(beside)

    def _is_rate(self, place: int) -> bool:
        """Whether `a day` stands behind a number: `40 tasks a day`."""
        behind = self.words[place + 1] if place + 1 < len(self.words) else ""
        return behind in _PERIODS and place > 0 and self.tokens[place - 1].kind in ("number", "unit")

    @cached_property
    def denied(self) -> bool:
        """Whether something is denied in it."""
        return any(token.kind == "guard" and token.value == "not" for token in self.tokens)

    @cached_property
    def has_label(self) -> bool:
        """Whether a figure is named."""
        return any(token.kind == "label" for token in self.tokens)

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
        return self.tokens[1].kind == "label" and not _PRESENT.isdisjoint(self.words)

    @cached_property
    def has_supervision(self) -> bool:
        """Whether supervision is spoken of."""
        return any(token.kind == "mark" and token.value == "supervision_minutes" for token in self.tokens)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether there is any number."""
        return any(token.number is not None for token in self.tokens)

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

    def named(self, begin: int, end: int) -> Named:
        """Return the tasks that the tokens from `begin` to before `end` may name."""
        if begin >= end:
            return Named()
        text = self.scan.sentence.text
        words = [text[one.begin : one.end] for one in self.tokens[begin:end] if _may_name(one)]
        said = " ".join(words)
        stems = [stem(word) for word in dict.fromkeys(words_of(said))]
        stems += [pair for pair in pairs_of(said) if pair in self.facts.weights]
        scored = self.facts.matches(stems)
        own = scored[0][1].stems if scored else frozenset[str]()
        told = [word for word in words_of(said) if stem(word) in own]
        is_name = len(told) > 1 or len(stems) > 1 or not (told and told[0].endswith("ing"))
        return Named(scored, sum(one not in own and one.isalpha() for one in stems), is_name and _is_clear(scored))

    def parts(self, begin: int, end: int) -> Iterator[Named]:
        """Yield what each part of an enumeration names: `the A, the B and the C`."""
        for is_and, group in groupby(range(begin, end), self.is_and):
            places = list(group)
            if not is_and and (found := self.named(places[0], places[-1] + 1)).scored:
                yield found

    def tells(self, place: int) -> bool:
        """Whether a token is a word of a title, by itself or with its neighbor."""
        token, weights = self.tokens[place], self.facts.weights
        if not _may_name(token):
            return False
        if any(stem(word) in weights for word in words_of(self.words[place])):
            return True
        beside = " ".join(self.words[max(0, place - 1) : place + 2])
        return any(pair in weights for pair in pairs_of(beside))

    @cached_property
    def sums_up(self) -> bool:
        """Whether a number of the sentence is a sum of the day by its own noun: it then speaks of the day."""
        facts = self.facts
        return any(
            number.figure not in ("", "tasks") and number.holds(facts.value(facts.own(number.figure)), 1)
            for number in (token.number for token in self.tokens)
            if number is not None
        )

    def is_and(self, place: int) -> bool:
        """Whether a token parts the members of an enumeration."""
        return self.tokens[place].value in ("and", ",", ";", "(", ")", "&")

    def unknown(self, begin: int = 0, end: int | None = None) -> int:
        """Return how many words of a stretch are neither of the vocabulary nor of a title."""
        tokens = self.tokens[begin : len(self.tokens) if end is None else end]
        weights = self.facts.weights
        own = self.facts.assistant.lower()
        return sum(
            token.kind == "word"
            and token.value not in GENERIC
            and token.value != own
            and stem(token.value) not in weights
            for token in tokens
        )

    def strangers(self, begin: int = 0, end: int | None = None) -> int:
        """Return how many words of a stretch are not of the vocabulary."""
        tokens = self.tokens[begin : len(self.tokens) if end is None else end]
        own = self.facts.assistant.lower()
        return sum(token.kind == "word" and token.value not in GENERIC and token.value != own for token in tokens)

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

    @cached_property
    def looks_back(self) -> bool:
        """Whether the sentence may speak of what was named before it."""
        return self.leading is None and any(token.value in BACK for token in self.tokens)

    def looks_back_at(self, begin: int, end: int) -> bool:
        """Whether a stretch speaks of what was named before."""
        return any(self.word(one) in _POINTERS for one in range(begin, end))

    @cached_property
    def days(self) -> list[tuple[int, int, dt.date]]:
        """The days that the sentence names, each with the first and behind the last of its tokens."""
        return list(self._days())

    def _days(self) -> Iterator[tuple[int, int, dt.date]]:
        for place, token in enumerate(self.tokens):
            if token.kind == "month":
                found = self.date_at(place)
            elif token.kind in ("date", "weekday", "day"):
                day = self._day(place, token)
                found = (place, place + 1, day) if day else None
            else:
                continue
            if found:
                yield found

    def _day(self, place: int, token: Token) -> dt.date | None:
        today, previous = self.facts.today, self.facts.known.previous
        if token.kind == "date":
            return parse_date(token.value)
        if token.kind == "weekday":
            return None if self._has_date(place) else self._weekday(place)
        if token.value in ("today", "earlier"):
            return today if token.value == "today" else None
        yesterday = today - dt.timedelta(days=1)
        return yesterday if previous and previous.date == yesterday else None

    def _has_date(self, place: int) -> bool:
        """Whether a date stands beside a day of the week."""
        beside = self.tokens[max(0, place - 3) : place + 4]
        return any(token.kind in ("month", "date") for token in beside)

    def _weekday(self, place: int) -> dt.date | None:
        """Return the last such day before today, None where it may be today."""
        today, weekday = self.facts.today, int(self.tokens[place].value)
        if today.weekday() == weekday:
            return None
        return today - dt.timedelta(days=(today.weekday() - weekday) % _WEEK)

    def date_at(self, place: int) -> tuple[int, int, dt.date] | None:
        """Return the date whose month stands at `place`, in the latest year that is not after today's."""
        tokens, month = self.tokens, int(self.tokens[place].value)
        begin, end, number = place, place + 1, None
        if end < len(tokens) and self._is_numeral(end) and (number := _day_number(tokens[end])) is not None:
            end += 1
        elif place and self._is_numeral(place - 1) and (number := _day_number(tokens[place - 1])) is not None:
            begin = place - 1
        elif place > 1 and tokens[place - 1].value == "of":
            number, begin = _day_number(tokens[place - 2]), place - 2
        if number is None:
            return None
        year = None
        behind = end + 1 if end < len(tokens) and tokens[end].value == "," else end
        if behind < len(tokens) and (year := _year(tokens[behind])) is not None:
            end = behind + 1
        day = latest(month, number, self.facts.today, year)
        return (begin, end, day) if day else None

    def _is_numeral(self, place: int) -> bool:
        """Whether a token is in digits: `7` or `7th`, not `second`."""
        return self.words[place][:1].isdigit()

    @cached_property
    def leading(self) -> dt.date | None:
        """The other day with which the sentence begins: `Monday: …`, `On 7 April …`."""
        first = self.others[0] if self.others else None
        if first is None or first[0] > 1:
            return None
        return first[2] if first[0] == 0 or self.tokens[0].value in ("on", "-", "at") else None

    @cached_property
    def leading_other(self) -> dt.date | None:
        """The other day against which the sentence is held: `Compared with 7 April, …`."""
        first = self.others[0] if self.others else None
        if first is None or not 1 <= first[0] <= 2:
            return None
        return first[2] if self.words[0] in ("compared", "against", "unlike", "after", "next") else None

    @cached_property
    def others(self) -> list[tuple[int, int, dt.date]]:
        """The other days that it names."""
        return [one for one in self.days if one[2] != self.facts.today]

    def scope_at(self, place: int) -> Scope | None:
        """Return the days that a scope phrase stands for."""
        today = self.facts.today
        match self.tokens[place].value:
            case "week":
                return Scope("week", week_of(today).key)
            case "last week":
                return Scope("week", week_of(today - dt.timedelta(days=_WEEK)).key)
            case "month":
                return Scope("month", month_of(today).key)
            case "year":
                return Scope("year", year_of(today).key)
            case "all":
                return ALL
            case "day" if self.word(place) == "of all" and self._counts_days(place + 1):
                return ALL
        return None

    def month_at(self, place: int) -> Scope | None:
        """Return the month that is named without a day: `of April`."""
        if self.date_at(place) is not None or self.words[place] == "may":
            return None
        day = latest(int(self.tokens[place].value), 1, self.facts.today)
        return Scope("month", month_of(day).key) if day else None

    def _counts_days(self, place: int) -> bool:
        """Whether a number of days stands at a place: `of all five days`."""
        return place + 1 < len(self.tokens) and self.word(place + 1) == "days"


def _may_name(token: Token) -> bool:
    number = token.number
    is_nameless = token.kind in _NAMELESS and token.value != "usual"
    return not is_nameless and (number is None or not (number.unit or number.words))


def _day_number(token: Token) -> int | None:
    if token.kind == "ordinal":
        return int(token.value) if token.value.isdigit() else None
    number = token.number
    if number is None or number.unit or number.words or number.hedge or not number.value.is_integer():
        return None
    return int(number.value) if 1 <= number.value <= 31 else None


def _year(token: Token) -> int | None:
    number = token.number
    if number is None or number.unit or not number.value.is_integer() or not 1970 <= number.value < 2200:
        return None
    return int(number.value)


def latest(month: int, number: int, today: dt.date, year: int | None = None) -> dt.date | None:
    """Return the latest day of this month and number up to today, or that of a year."""
    for one in (year,) if year else (today.year, today.year - 1):
        try:
            day = dt.date(one, month, number)
        except ValueError:
            continue
        if year or day <= today:
            return day
    return None
