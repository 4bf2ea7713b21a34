"""Numbers that are a figure of the day, of a task, of a group of tasks, of another day or of a period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, product

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import ClaimReading, Interval, Quantity, ValueClaim
from leverage_site.claims.recognisers.asides import is_aside
from leverage_site.claims.recognisers.bindings import enumerated, is_bound
from leverage_site.claims.recognisers.plain import PlainStatement
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.heads import head_of
from leverage_site.claims.sentence.named_tasks import Named
from leverage_site.claims.sentence.subjects import (
    Carried,
    anything,
    besides,
    days_near,
    days_passed,
    end_behind,
    follows,
    names_another,
    of_named,
    of_several_numbers,
    subject_phrase,
    subjects_of,
)
from leverage_site.claims.sentence.units import (
    FIGURES,
    figures_at,
    is_listed,
    number_before,
    numbers_of,
    with_comparison,
)
from leverage_site.claims.text.numbers import WrittenNumber, scaled

_HOUR = 60
_UNITS = {"human_hours": "h", "ai_minutes": "m", "supervision_minutes": "m"}
# Where a number stands behind the name of a figure and a colon.
_COLON = 2
# Words behind two numbers of one unit, of which the first has it, and those before two of which the last has it.
_INTO = frozenset(("into", "for", "on", "to"))
_HAVING = frozenset(("took", "needed", "cost", "at", "ran", "with"))
# Verbs before the time of a task, words that part it from that of the next one, and those behind its end.
_TAKING = frozenset(("took", "needed", "takes", "needs", "cost"))
_PARTING = frozenset((",", ";", "and", "while", "whereas", "but"))
_ENDING = frozenset((",", ".", ";", "!", "and"))
# Words that speak of all tasks, and those that make a number behind them a bound.
_OF_ALL = frozenset(("every", "each", "all", "no", "none", "any", "nothing", "both", "neither"))
_BEATING = frozenset(
    ("beat", "beats", "reached", "reach", "reaches", "exceeded", "exceeds", "below", "above", "under", "over")
)

# Words behind hours that are a rate: `2.5 hours for every minute`.
_EACH = frozenset(("per", "each", "every"))


def values(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each number with one of our units that nothing else has taken."""
    reader = _Reader(context)
    for place, token in list(context.scan.numbers):
        number = _labelled(context, place, token.number)
        if number is not None and number.unit in FIGURES:
            before, named, rows = reader.turn_to(place)
            if place not in taken:
                yield reader.read(place, with_comparison(context, place, number), before, named, rows)


class _Reader:
    """The numbers of a sentence from left to right, each of which may be about what the one before was about."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.plain = PlainStatement(context)
        self.bundled = of_several_numbers(context)
        self.carried = Carried()
        self.used = 0
        begin = next((one for one in range(len(context.tokens)) if context.is_figure(one)), 0)
        self.joins_unknown = context.joins_unknown(0, begin) and bool(context.named(0, begin).scored)

    def turn_to(self, place: int) -> tuple[Carried, Named, tuple[KnownTask, ...]]:
        """Return what the number before was about, and the tasks that the phrase of this one names."""
        context = self.context
        named, rows = subject_phrase(context, place, self.used)
        if not rows and names_another(context, self.carried.place, place):
            self.carried = Carried(place=place)
        before = self.carried
        if rows and not context.named(max(context.left(place), self.used), place).scored:
            self.used = end_behind(context, place)
        if rows:
            self.carried = Carried(rows, named.clear, place)
        return before, named, rows

    def read(
        self, place: int, number: WrittenNumber, before: Carried, named: Named, rows: tuple[KnownTask, ...]
    ) -> Candidate:
        """Return a number with all that it may be of."""
        context, facts = self.context, self.context.facts
        figures, sure = figures_at(context, place, number)
        days = days_near(context, place) or (before.days if follows(context, before.place, place) else [])
        self.carried = replace(self.carried, days=days, place=place)
        about = rows if named.clear else before.rows if before.clear and not rows else ()
        found = self._found(place, before, named, rows, days)
        found += [] if days else days_passed(context, place, number)
        group = enumerated(context, place)
        found += [facts.of_tasks("", group)] if group else []
        # `A and B took 20 minutes together` is of neither of them.
        others = [facts.of_tasks("", group)] if group else found
        others = [*others, *besides(context, is_named=bool(rows or before.clear))]
        is_other = is_aside(context, place, number) or self.joins_unknown
        strict = not is_other and is_bound(context, place, number, named, sure, before, days)
        is_bare = self.plain.is_bare(place)
        is_plain = (
            (is_bare or not strict) and not is_other and self.plain.binds(place, number, is_beside=bool(about))
        )
        if is_plain:
            if self.plain.task:
                found += [facts.of_tasks("", (self.plain.task,))]
            others = found if is_bare else [*found, *anything(context, with_periods=self.plain.task is not None)]
        if not rows and not days and (head := head_of(context, place)) is not None and head.group:
            found = [*found, facts.of_tasks("", head.group)]
        if own := self._in_order(place, number.unit):
            found, others = [facts.of_tasks("", own)], [*found, *others]
        is_vague = number.hedge and not (strict or about or sure or context.has_label)
        # `Both pages are at 40.0x` is said of each.
        is_of_both = number.unit == "x" and context.words[0] == "both" and len(numbers_of(context, "x")) == 1
        if is_vague or is_of_both or _is_bound_of_all(context, place):
            found, others = [], []
        readings = _readings(found, figures, number.unit, number.interval)
        far = _readings(others, FIGURES[number.unit] if is_plain else figures, number.unit, number.wide)
        if not days and (rate := _rate(context, place, number)) is not None:
            readings.append(rate)
        return Candidate(
            "value", (place, place + 1), readings, strict or is_plain, far, about, frozenset((place,))
        )

    def _in_order(self, place: int, unit: str) -> Sequence[KnownTask]:
        """Return the task whose figure a number is by its place: `The A, the B: 40.0x, 20.0x`."""
        context = self.context
        alike = numbers_of(context, unit)
        is_list = len(alike) > 1 and all(follows(context, one, other) for one, other in pairwise(alike))
        parts = list(context.parts(0, alike[0])) if is_list else []
        if len(parts) != len(alike) or not all(len(part.best) == 1 for part in parts):
            return ()
        return parts[alike.index(place)].best if place in alike else ()

    def _found(
        self, place: int, before: Carried, named: Named, rows: tuple[KnownTask, ...], days: Sequence[date]
    ) -> list[Quantity]:
        """Return what a number is of by the words around it."""
        context = self.context
        listed = context.facts.rows if is_listed(context, place) else ()
        if (named.clear or (before.clear and not rows)) and not (days or listed):
            return list(of_named(context, rows or before.rows))
        carries = (*rows, *(() if rows else before.rows), *self.bundled, *listed)
        return list(subjects_of(context, place, named, carries, days))


def _readings(
    amounts: Iterable[Quantity], figures: Iterable[str], unit: str, interval: Interval
) -> list[ClaimReading]:
    return [
        ValueClaim(replace(amount, figure=figure), scaled(interval, FIGURES[unit][figure]))
        for amount, figure in product(dict.fromkeys(amounts), figures)
    ]


def _is_bound_of_all(context: Context, place: int) -> bool:
    """Whether a number is what every task, or none, is above or below: `Every task beat 12x`."""
    near = context.tokens[max(0, place - 3) : place]
    is_bound = any(token.kind == "compare" or token.value in _BEATING for token in near)
    return is_bound and not _OF_ALL.isdisjoint(context.words[:place])


def _labelled(context: Context, place: int, number: WrittenNumber | None) -> WrittenNumber | None:
    """Return a number without a unit as one of the figure that stands beside it.

    A colon names it (`Human hours: 94.`), a mark behind it (`54 minutes of Claude time, 6 of supervision`), or the
    number that it is like (`72 minutes went into A, 42 into B`, `took 54 and 24 minutes`).
    """
    if number is None or number.unit or number.value < 1 or not place:
        return number
    words, behind = context.words[place + 1 : place + 3], context.tokens[place + 2 : place + 3]
    label = context.tokens[place - 2] if context.words[place - 1] == "of" and place > 1 else None
    if label is not None and label.kind == "label" and label.value in ("leverage", "supervisory"):
        return replace(number, unit="x", figure=label.value)
    if place == _COLON and context.words[1] == ":":
        token = context.tokens[0]
        figure = token.value.partition(" ")[2] if token.kind == "unit" else token.value
        return replace(number, unit=_UNITS[figure], figure=figure) if figure in _UNITS else number
    is_pair = words[1:] and words[0] == "and" and context.words[place - 1] in _HAVING and not number.words
    if is_pair and (other := behind[0].number) is not None and other.unit in FIGURES:
        return replace(number, unit=other.unit, figure=other.figure)
    return _like_the_one_before(context, place, number)


def _like_the_one_before(context: Context, place: int, number: WrittenNumber) -> WrittenNumber:
    words, behind = context.words[place + 1 : place + 3], context.tokens[place + 2 : place + 3]
    before = number_before(context, place)
    if before is not None and before.unit in _UNITS.values() and _is_of_next_task(context, place, number):
        last = max(at for at in numbers_of(context, before.unit) if at < place)
        figures, sure = figures_at(context, last, before)
        return replace(number, unit=before.unit, figure=figures[0] if sure else "")
    if before is None or not behind or before.unit not in FIGURES:
        return number
    if words[0] == "of" and behind[0].kind == "mark" and before.unit in _UNITS.values():
        # `3 minutes for 4 hours, but 5 of supervision`.
        unit = before.unit if behind[0].value == "human_hours" or not numbers_of(context, "m") else "m"
        return replace(number, unit=unit, figure=behind[0].value)
    # `75 min for 46h; Friday 56 for 41` has two figures for each day.
    is_like = words[0] in _INTO and context.words.count(words[0]) > 1 and behind[0].number is None
    return replace(number, unit=before.unit) if is_like else number


def _is_of_next_task(context: Context, place: int, number: WrittenNumber) -> bool:
    """Whether a bare number ends what is said of another task: `The parser took 20 minutes, the lexer 12`."""
    words, end = context.words, place - 1
    is_last = place + 1 == len(words) or words[place + 1] in _ENDING
    is_counted = number.words and number.value == 1
    if not is_last or is_counted or not number.value.is_integer():
        return False
    end -= words[end] in _TAKING
    begin = end
    while begin >= 0 and (context.tells(begin) or words[begin] in ("of", "for")):
        begin -= 1
    is_name = begin < end and words[max(0, begin)] == "the" and words[max(0, begin - 1)] in _PARTING
    if not is_name or not (before := [at for at in numbers_of(context, "m", "h") if at < begin]):
        return False
    first = before[0]
    return bool(context.named(context.left(first), first).scored) and words[first - 1] in _TAKING


def _rate(context: Context, place: int, number: WrittenNumber) -> ValueClaim | None:
    """Read hours for each minute of supervision, which is a sixtieth of supervisory leverage."""
    behind = context.words[place + 1 : place + 6]
    is_of_each = not _EACH.isdisjoint(behind) and any("minute" in word for word in behind)
    if number.unit != "h" or not is_of_each:
        return None
    return ValueClaim(context.facts.own("supervisory"), scaled(number.interval, _HOUR))
