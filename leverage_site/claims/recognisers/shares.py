"""Parts of a whole: `51 of the 704 minutes`, `a third of the hours`, `28% of the Claude time`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from leverage_site.claims.facts import KnownTask
from leverage_site.claims.model import Interval, Quantity, ShareClaim, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.groups import named_groups
from leverage_site.claims.sentence.units import FIGURES, figure_of_unit, figures_behind
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.stats.as_of import Scope

# Parts by their names, each with the number of them that a whole has.
_FRACTIONS = {
    "half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
# Behind these a part is a number itself: `three quarters of a million tokens`.
_LARGE = frozenset(("million", "thousand", "hundred", "dozen", "billion"))
# Words between `of` and a whole.
_BETWEEN = frozenset(("the", "day's", "its", "their", "all", "today's", "our", "my", "a", "whole", "total"))
# Words behind which a part is one of something else, or only compared with it.
_LOOSE = frozenset(("than", "as", "another", "other", "first", "last"))
# Words of others than the day that have a part in a period.
_OF_OTHERS = frozenset(("task", "tasks", "one task", "two tasks", "days", "other", "others", "rest", "session"))
# The figures of which a part of a period may be told.
_SUMS = ("human_hours", "ai_minutes", "supervision_minutes")
_REACH = 4
# Words of place before a part that make it a bound: `over half of the hours`.
_BOUNDS = {"over": "over", "above": "over", "under": "under", "below": "under"}


class Whole(NamedTuple):
    """What something is a part of: where it ends in the sentence, its figures, and its number where it has one."""

    end: int
    figures: tuple[str, ...]
    number: WrittenNumber | None = None


def shares(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each part of a whole of the day, with the whole."""
    if not context.facts.is_of_day or "of" not in context.words:
        return
    for place, token in enumerate(context.tokens):
        number = token.number
        if number is not None and place not in taken and number.unit in ("", "h", "m"):
            yield from _of_number(context, place, number)
        elif number is not None and number.unit == "%" and (whole := _whole(context, place)):
            yield from _of_whole(context, (place, place + 1), number, whole)
        elif context.words[place] in _FRACTIONS and (whole := _whole(context, place)) and whole.end not in taken:
            begin, part = _fraction(context, place)
            yield from _of_whole(context, (begin, place + 1), part, whole)


def _whole(context: Context, place: int) -> Whole | None:
    """Return what is named behind `of`: `the 704 minutes`, `the day's Claude time`."""
    tokens = context.tokens
    one = place + 1
    if one >= len(tokens) or tokens[one].value != "of":
        return None
    one += 1
    while one < len(tokens) and _is_between(context, one):
        one += 1
    if one >= len(tokens) or context.words[one] in _LARGE:
        return None
    if number := tokens[one].number:
        is_whole = number.unit in ("h", "m", "") and number.value > 1  # `a third of an hour` is a time
        return Whole(one, _figures(context, one, number), number) if is_whole else None
    if context.tells(one) and tokens[one].kind == "word":
        return None  # `Two thirds of the export minutes`
    end = one
    while end < min(len(tokens), one + 3) and (tokens[end].kind in ("mark", "unit", "label") or end == one):
        if figure := _noun(context, end):
            return Whole(end, (figure,))
        end += 1
    return None


def _is_between(context: Context, place: int) -> bool:
    token = context.tokens[place]
    is_sign = token.kind == "sign" and token.value not in (",", ".", ";", "(", ":")
    return context.words[place] in _BETWEEN or token.kind in ("scope", "day") or is_sign


def _noun(context: Context, place: int) -> str:
    """Return the figure that a noun stands for: that of the mark before it, or the usual one of its unit."""
    token = context.tokens[place]
    before = context.tokens[place - 1]
    if token.kind == "unit" and context.words[place] not in ("hour", "minute"):
        is_marked = before.kind == "mark" and " " not in token.value
        return before.value if is_marked else figure_of_unit(token.value)
    if token.kind == "mark" and not context.tells(place):
        behind = context.tokens[place + 1 : place + 2]
        return token.value if not behind or behind[0].kind not in ("mark", "unit") else ""
    return ""


def _figures(context: Context, place: int, number: WrittenNumber) -> tuple[str, ...]:
    return figures_behind(context, place, number) if number.unit in FIGURES else ()


def _fraction(context: Context, place: int) -> tuple[int, WrittenNumber]:
    """Return where a part begins, and how many per cent it is of the whole: `almost two thirds`."""
    before = context.tokens[place - 1] if place else None
    count, hedge, begin = 1.0, "about", place
    if before is not None and before.number is not None and not before.number.unit:
        count, begin = before.number.value, place - 1
        hedge = before.number.hedge or hedge
    elif before is not None and before.value in ("a", "one", "the"):
        begin = place - 1
    if begin and context.tokens[begin - 1].kind == "hedge":
        begin -= 1
        hedge = context.tokens[begin].value
    elif begin and context.words[begin - 1] in _BOUNDS:
        begin -= 1
        hedge = _BOUNDS[context.words[begin]]
    share = count * 100 / _FRACTIONS[context.words[place]]
    return begin, WrittenNumber(share, share / 10, "%", hedge=hedge)


def _of_number(context: Context, place: int, number: WrittenNumber) -> Iterator[Candidate]:
    """Yield `51 of the 704 minutes`, or `Of the 704 minutes, 51 …`."""
    whole = _whole(context, place) or _whole_before(context, place)
    if whole is None or whole.number is None or number.unit == "n":
        return
    unit = whole.number.unit or number.unit
    if unit not in ("h", "m"):
        return
    total = replace(whole.number, unit=unit)
    figures = _figures(context, whole.end, total)
    yield _total(context, whole.end, total, figures)
    # The next number is that of the next part: `Of the 9 minutes, 4 went to the test, 3 to the notes`.
    end = next((at for at, _ in context.scan.numbers if at > max(place, whole.end)), len(context.tokens))
    groups, sure = named_groups(context, place, end)
    fitting = _fitting(context, whole.end, total, figures)
    readings = [
        ValueClaim(context.facts.of_tasks(figure, group), scaled(number.interval, FIGURES[unit][figure]))
        for group in groups
        for figure in fitting or figures
    ]
    rows = groups[0] if groups else ()
    strict = sure and bool(fitting) and not context.guarded and bool(readings)
    yield Candidate("share", (place, place + 1), readings, strict, rows=rows, numbers=frozenset((place,)))


def _whole_before(context: Context, place: int) -> Whole | None:
    """Return the whole with which a sentence begins: `Of the 704 minutes, 51 went into …`."""
    if context.words[0] != "of" or context.words[place - 1 : place] != [","]:
        return None
    whole = _whole(context, -1)
    return whole if whole and whole.end == place - 2 else None


def _total(context: Context, place: int, number: WrittenNumber, figures: Iterable[str]) -> Candidate:
    """Return the claim that the day, or the period behind the number, has what something is a part of.

    It may as well be that of a task, of which no more than a part is told.
    """
    printed = {figure: scaled(number.interval, FIGURES[number.unit][figure]) for figure in figures}
    readings = [ValueClaim(_whole_of(context, place, figure), interval) for figure, interval in printed.items()]
    far = [
        ValueClaim(context.facts.of_tasks(figure, (row,)), interval)
        for figure, interval in printed.items()
        for row in context.facts.rows
    ]
    strict = not context.guarded and context.unknown() <= 1
    return Candidate("share", (place, place + 1), readings, strict, far, numbers=frozenset((place,)))


def _whole_of(context: Context, place: int, figure: str) -> Quantity:
    period = context.period_in(place + 1, place + 2)
    return context.facts.of(figure, period) if period else context.facts.own(figure)


def _fitting(context: Context, place: int, number: WrittenNumber, figures: Sequence[str]) -> tuple[str, ...]:
    """Return the figures of which the day, or the period behind the number at a place, has so much."""
    values = ((one, context.facts.value(_whole_of(context, place, one))) for one in figures)
    return tuple([one for one, value in values if number.holds(value, FIGURES[number.unit][one])])


def _of_whole(context: Context, places: tuple[int, int], part: WrittenNumber, whole: Whole) -> Iterator[Candidate]:
    """Yield `half of the 503 minutes`, `28% of the Claude time`."""
    begin, end = places
    figures = whole.figures
    if whole.number is not None and not whole.number.unit:
        whole = _like_the_one_before(context, begin, whole)
        figures = whole.figures
    if whole.number is not None:
        if whole.number.unit not in ("h", "m"):
            return
        figures = _fitting(context, whole.end, whole.number, figures)
        if not context.period_in(end, whole.end):
            yield replace(_total(context, whole.end, whole.number, whole.figures), strict=False)
    if scope := context.period_in(end, whole.end + 2):
        yield from _of_period(context, places, part, whole, scope)
        return
    groups, sure = named_groups(context, end - 1, _next_part(context, max(end, whole.end + 1)))
    before = context.words[max(0, begin - _REACH) : begin]
    is_loose = not _LOOSE.isdisjoint(before) or any(
        token.kind == "compare" for token in context.tokens[max(0, begin - 2) : begin]
    )
    # What stands between two parts is that of the first, where another name stands behind the second.
    first = max((one for one in range(begin) if _is_part(context, one)), default=begin)
    until = _next_part(context, whole.end + 1)
    is_second = bool(
        context.named(first, begin).scored and context.named(whole.end + 1, until or len(context.tokens)).scored
    )
    strict = sure and not context.guarded and not is_loose and not is_second
    readings = _shares(context, groups, figures, part.interval)
    far = _shares(context, groups, figures, part.wide)
    if readings:
        numbers = frozenset(range(begin, end))
        yield Candidate("share", (begin, end), readings, strict, far, rows=groups[0], numbers=numbers)


def _next_part(context: Context, begin: int) -> int | None:
    """Return where the next part of an enumeration stands: `20% of the hours were the boss, 48% the maps`."""
    return next((one for one in range(begin, len(context.tokens)) if _is_part(context, one)), None)


def _is_part(context: Context, place: int) -> bool:
    number = context.tokens[place].number
    return context.words[place] in _FRACTIONS or (number is not None and number.unit not in ("", "n"))


def _like_the_one_before(context: Context, place: int, whole: Whole) -> Whole:
    """Return a whole without a unit in that of the number before: `Its 15 hours are a tenth of the week's 278`."""
    numbers = (token.number for token in context.tokens[:place][::-1])
    unit = next((number.unit for number in numbers if number and number.unit in ("h", "m")), "")
    number = replace(whole.number, unit=unit) if whole.number else None
    return Whole(whole.end, _figures(context, whole.end, number), number) if number and unit else whole


def _of_period(
    context: Context, places: tuple[int, int], part: WrittenNumber, whole: Whole, scope: Scope
) -> Iterator[Candidate]:
    """Yield the part that a day, or a task of it, is of its week, month or year."""
    facts, (begin, end) = context.facts, places
    named = context.named(0, begin).scored or context.named(end, len(context.tokens)).scored
    groups, sure = named_groups(context, end - 1) if named else ([], False)
    named_periods = [context.scope_at(one) for one, token in enumerate(context.tokens) if token.kind == "scope"]
    periods = [one for one in named_periods if one not in (None, scope)]
    days = [Scope("day", day.isoformat()) for _, _, day in context.others if day <= facts.today] or [facts.scope]
    figures = [figure for figure in whole.figures if figure in _SUMS]

    def readings(printed: Interval) -> list[ShareClaim]:
        parts = [facts.of_tasks("", group) for group in groups] or [facts.of("", part) for part in periods or days]
        return [
            ShareClaim(replace(part, figure=figure), facts.of(figure, scope), printed)
            for figure in figures
            for part in parts
        ]

    is_of_day = not context.strangers() and not context.memory.rows and len(days) == 1 and not periods
    is_of_day = is_of_day and _OF_OTHERS.isdisjoint(context.words)
    strict = not context.guarded and (sure if groups else is_of_day)
    yield Candidate("share", (begin, end), readings(part.interval), strict, readings(part.wide))


def _shares(
    context: Context, groups: Iterable[tuple[KnownTask, ...]], figures: Iterable[str], printed: Interval
) -> list[ShareClaim]:
    facts = context.facts
    return [
        ShareClaim(facts.of_tasks(figure, group), facts.own(figure), printed)
        for figure in figures
        for group in groups
        if group
    ]
