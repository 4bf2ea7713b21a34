"""Superlatives of days: among which days one is at an end, and by which figure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.claims.context import Candidate, Context
from leverage_site.claims.model import End, SuperlativeClaim
from leverage_site.claims.named_days import weekday_before
from leverage_site.claims.numbers import WrittenNumber
from leverage_site.claims.units import FIGURES, figure_of_unit
from leverage_site.claims.vocabulary import figure_of_label
from leverage_site.dates import FIRST_YEAR, LAST_YEAR, month_of, week_of
from leverage_site.stats.as_of import ALL, Scope

_WEEK = 7
_REACH = 5
# As many days as records can be apart: of more, the first would lie before all dates.
_MOST_DAYS = (dt.date(LAST_YEAR + 1, 1, 1) - dt.date(FIRST_YEAR, 1, 1)).days


def scopes_of(context: Context, place: int, behind: int) -> tuple[list[Scope], int]:
    """Return what the days may be among which a superlative is, and where the words for it end."""
    tokens = context.tokens
    for one in [*range(behind, min(len(tokens), behind + 6)), *range(place - 1, max(-1, place - 4), -1)]:
        token = tokens[one]
        if token.kind == "month" and (scope := context.month_at(one)):
            return [scope], max(one + 1, behind)
        if token.kind == "scope" and (scope := context.scope_at(one)):
            return [scope], max(one + 1, behind)
        if token.value in ("in", "for") and (found := _last_days(context, one)):
            return found
        if token.value == "since" and (day := _day_behind(context, one)):
            return [Scope("after", day[1].isoformat()), Scope("since", day[1].isoformat())], day[0]
        if token.kind == "sign" and one > place and token.value in (";", "."):
            break
    return [ALL] if context.words[place] == "record" else [], behind


def _last_days(context: Context, place: int) -> tuple[list[Scope], int] | None:
    """Read `in over a week`, `in ten days`, `of the fortnight` behind the preposition at `place`."""
    tokens = context.tokens
    words = [token.value for token in tokens[place + 1 : place + 4]]
    text = context.scan.text(place + 1, min(len(tokens), place + 4)).lower()
    if "week" in words or "week" in text.split():
        more = any(word in text for word in ("over", "more"))
        return [Scope("days", str(_WEEK + more))], min(len(tokens), place + 4)
    for one in range(place + 1, min(len(tokens), place + 3)):
        number = tokens[one].number
        if number is None or one + 1 >= len(tokens):
            continue
        if tokens[one + 1].value in ("days", "day"):
            return [_days(number, 1)], one + 2
        if number.unit == "w":
            return [_days(number, _WEEK)], one + 1
    return None


def _days(number: WrittenNumber, length: int) -> Scope:
    """Return the days of a number of spans, each of some days in length."""
    return Scope("days", str(int(min(number.value * length, _MOST_DAYS)) + (number.hedge == "over")))


def _day_behind(context: Context, place: int) -> tuple[int, dt.date] | None:
    """Return the date behind `since` at `place`, and where it ends."""
    for begin, end, day in context.days:
        if begin == place + 1 and day < context.facts.today:
            return end, day
    behind = place + 1
    if behind < len(context.tokens) and context.tokens[behind].kind == "weekday":
        return behind + 1, weekday_before(int(context.tokens[behind].value), context.facts.today)
    return None


def of_days(
    context: Context,
    places: tuple[int, int, int],
    end: End,
    figures: Sequence[str],
    rank: int,
    scopes: list[Scope],
) -> Iterator[Candidate]:
    """Yield a superlative of days, whose `places` are its first token, its word, and where its scope ends."""
    begin, place, behind = places
    facts = context.facts
    day = facts.today if facts.is_of_day else None
    start = context.clause(place)[0]
    before = [one for one in context.others if start <= one[0] and one[1] <= place]
    if before:
        day = before[-1][2] if before[-1][0] - start < _REACH else None
    said = bool(figures)
    figures, number_place = (figures, None) if figures else _before(context, place)
    if day is None or not figures or not facts.is_of_day:
        return
    sure = said or number_place is not None
    readings = [
        SuperlativeClaim(figure, end, scope, facts.today, (day.isoformat(),), rank)
        for figure in figures
        for scope in scopes
    ]
    lenient = [other for one in readings for other in _other_weeks(one, day)]
    values = [facts.known.values(figure, scope) for figure in figures for scope in scopes]
    among_others = any(len(one) > 1 for one in values)
    is_said = begin > 0 or _is_all_that_is_said(context, behind)
    strict = sure and among_others and is_said and not context.guarded
    strict = strict and _is_of_today(context, start, begin, behind)
    yield Candidate("superlative", (begin, behind), readings, strict, lenient)


def _is_all_that_is_said(context: Context, behind: int) -> bool:
    """Whether a superlative that begins a sentence is no name for what follows: `The best day so far had …`."""
    words = context.words[behind:]
    return all(word in (".", "!") for word in words) or (words[:2] in ([",", "with"], [",", "at"]))


def _is_of_today(context: Context, start: int, begin: int, behind: int) -> bool:
    """Whether nothing but the day can be what stands at an end: no task, no week, no word that is not known."""
    subject = range(start, begin)
    if any(context.tokens[one].kind == "scope" for one in subject) or context.named(start, begin).scored:
        return False
    return context.strangers(start, behind) == 0


def _other_weeks(reading: SuperlativeClaim, day: dt.date) -> Iterator[SuperlativeClaim]:
    """Yield what a superlative may mean besides: weeks from Sunday on, the last seven days, the last thirty."""
    if reading.scope.kind == "week" and reading.scope.key == week_of(day).key:
        sunday = day - dt.timedelta(days=(day.weekday() + 1) % _WEEK)
        yield replace(reading, scope=Scope("since", sunday.isoformat()))
        yield replace(reading, scope=Scope("days", str(_WEEK)))
    elif reading.scope.kind == "month" and reading.scope.key == month_of(day).key:
        yield replace(reading, scope=Scope("days", "30"))


def _before(context: Context, place: int) -> tuple[tuple[str, ...], int | None]:
    """Return the figure that the words or the number before a superlative name."""
    begin = context.left(place)
    if begin and context.is_figure(begin - 1):
        begin = context.left(begin - 1)
    for one in range(place - 1, begin - 1, -1):
        token = context.tokens[one]
        if token.kind == "label":
            return (figure_of_label(token.value),), one
        if token.kind == "mark" and token.value == "supervision_minutes":
            return ("supervision_minutes",), one
        if token.kind == "unit":
            figure = figure_of_unit(token.value)
            return ((figure,), one) if figure else ((), None)
        if token.number and token.number.unit in FIGURES:
            # Those figures of the day that print so, or all of the unit.
            possible, facts = FIGURES[token.number.unit], context.facts
            exact = [
                one for one, scale in possible.items() if token.number.holds(facts.value(facts.own(one)), scale)
            ]
            return tuple(exact or possible), one
        if token.number and token.number.unit == "n":
            return ("tasks",), one
    memory = context.memory.figure
    return ((memory,), None) if memory else ((), None)
