"""Superlatives of days: among which days one is at an end, and by which figure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leverage_site.claims.model import SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.units import FIGURES, figure_of_unit
from leverage_site.claims.text.vocabulary import figure_of_label
from leverage_site.dates import month_of, week_of
from leverage_site.stats.as_of import ALL, End, Scope

_WEEK = 7
_REACH = 5


def scopes_of(context: Context, place: int, behind: int) -> tuple[list[Scope], int]:
    """Return what the days may be among which a superlative is, and where the words for it end."""
    tokens = context.tokens
    for one in [*range(behind, min(len(tokens), behind + 6)), *range(place - 1, max(-1, place - 4), -1)]:
        if (found := context.span_at(one)) is not None:
            scopes, end = found
            return scopes, end if tokens[one].value in ("in", "for", "since") else max(end, behind)
        if tokens[one].kind == "sign" and one > place and tokens[one].value in (";", "."):
            break
    return [ALL] if context.words[place] == "record" else [], behind


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
