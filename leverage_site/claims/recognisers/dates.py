"""Dates with their day of the week: `Tuesday, 7 April`, `May 4 was a Monday`, `It was a Sunday`."""

import datetime as dt
from collections.abc import Iterator

from leverage_site.claims.model import DateClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.named_days import latest

_BETWEEN = frozenset(("was", "is", "a", "an", "on", "fell", "of", ",", "(", "the", "falls", "being"))
_ARTICLES = frozenset(("a", "an"))
_OPENINGS = frozenset(("it", "today", "this", "was", "is", "that"))
# Words before a number of weeks or days that is how long ago something was.
_BEFORE_SPANS = frozenset(("in", "last", "past", "previous", "these"))
_MOST = 5
# Without a year, a date is the one within a month; beyond half a year another one is nearer.
_MONTH, _HALF_A_YEAR = 31, 183


def dates(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each day of the week that is said of a date, or of the day itself; numbers of days are taken."""
    tokens = context.tokens
    for first, behind, _ in context.days:
        taken.update(range(first, behind))
    taken.update(
        place
        for place, _ in context.scan.numbers
        if context.counts_days(place) and not _BEFORE_SPANS.isdisjoint(context.words[max(0, place - 1) : place])
    )
    for place, token in enumerate(tokens):
        if token.kind != "weekday":
            continue
        weekday = int(token.value)
        beside = [
            (a, b, day)
            for a, b, day in context.days
            if tokens[a].kind not in ("day", "weekday") and _is_beside(context, place, a, b)
        ]
        if beside and not _is_numbered(context, beside[0][0]):
            first, behind, day = beside[0]
            begin, end = min(first, place), max(behind, place + 1)
            readings = [DateClaim(one, weekday) for one in _years(context, first, behind, day)]
            yield Candidate("date", (begin, end), readings, strict=True)
        elif context.facts.is_of_day and _is_of_today(context, place):
            yield Candidate("date", (place, place + 1), [DateClaim(context.facts.today, weekday)], strict=True)


def _is_numbered(context: Context, first: int) -> bool:
    """Whether a number stands before a date, which then may be its day: `1 Jan 1`."""
    before = context.tokens[first - 1].number if first else None
    return before is not None and not before.unit and context.tokens[first].kind == "month"


def _is_beside(context: Context, place: int, first: int, behind: int) -> bool:
    between = range(behind, place) if behind <= place else range(place + 1, first)
    return len(between) < _MOST and all(context.word(one) in _BETWEEN for one in between)


def _years(context: Context, first: int, behind: int, day: dt.date) -> list[dt.date]:
    """Return the days that a date may be: without a year, those of the years around as well."""
    said = any(str(day.year) in token.value for token in context.tokens[first:behind])
    others = [] if said else [latest(day.month, day.day, day, day.year + step) for step in (1, -1)]
    near = [one for one in others if one and abs((one - context.facts.today).days) < _HALF_A_YEAR]
    close = [one for one in (day, *near) if abs((one - context.facts.today).days) <= _MONTH]
    return close[:1] or [day, *near]


def _is_of_today(context: Context, place: int) -> bool:
    """Whether `a Tuesday` is said of the day itself: `It was a …`, `A short …`."""
    tokens = context.tokens
    before = [token.value for token in tokens[:place]]
    if len(before) > _MOST or not before:
        return False
    if before[0] in _OPENINGS and before[-1] in _ARTICLES and {"was", "is"} & set(before):
        return True
    ends = place + 1 >= len(tokens) or tokens[place + 1].kind == "sign"
    return before[0] in _ARTICLES and ends and len(before) <= 2
