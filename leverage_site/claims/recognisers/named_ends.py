"""Days that are named as the ends of a period: `Best day: Sunday, 42.9x`, `second only to Monday`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from leverage_site.claims.model import ComparisonClaim, Relation, SuperlativeClaim, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import figure_named
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import scaled
from leverage_site.claims.text.vocabulary import ENDS, SPEEDS
from leverage_site.stats.as_of import ALL, End, Scope

# A label is so long at most: `Weakest day of the week:`.
_LABEL = 4
_IS = frozenset((":", "is", "was", "remains", "remained", "stays"))
# Words between a day and its figure.
_WITH = frozenset((",", "with", "at", "("))
_HAVE = frozenset(("had", "has", "have", "was", "were", "is", "saw"))
_UNITS = {"x": "leverage", "h": "human_hours", "m": "ai_minutes", "n": "tasks"}
_OPPOSITE: dict[End, End] = {"highest": "lowest", "lowest": "highest"}


def named_ends(context: Context, _: set[int]) -> Iterator[Candidate]:
    """Yield each label with a day that is at an end, and each day or two that alone are beyond this one."""
    words = context.words
    if any(token.kind == "end" for token in context.tokens[:2]):
        yield from _of_label(context)
    if not context.facts.is_of_day or not context.others:
        return
    for place, word in enumerate(words):
        if word == "only" and words[place + 1 : place + 2] == ["to"] and words[place - 1 : place] == ["second"]:
            yield from _second(context, place - 1, "higher", _figure_before(context, place), place + 2)
        elif word == "only" and (found := _beyond(context, place)):
            at, relation = found
            figure = figure_named(context, at + 1, at + 4)
            yield from _second(context, place, relation, figure, at)


def _of_label(context: Context) -> Iterator[Candidate]:
    facts, words = context.facts, context.words
    place = next(at for at in range(2) if context.tokens[at].kind == "end")
    colon = next((at for at in range(place + 1, min(len(words), place + _LABEL)) if words[at] in _IS), None)
    if colon is None:
        return
    begin = colon + 1 + (words[colon + 1 : colon + 2] == ["still"])
    is_short = not facts.is_of_day and words[place + 1] == ":"
    if (day := _day_at(context, begin)) is None or not (is_short or "day" in words[place:colon]):
        return
    scope = context.period_in(place, colon)
    end, hints = ENDS[context.tokens[place].value]
    figures = (figure,) if (figure := figure_named(context, place, colon)) else hints
    among = scope or (ALL if facts.is_of_day else facts.scope)
    readings = [SuperlativeClaim(figure, end, among, facts.today, (day[1].isoformat(),)) for figure in figures]
    if context.tokens[place].value in SPEEDS and figures == hints:
        # A slow day is a long one, or one of little leverage.
        readings += [replace(one, figure="leverage", end=_OPPOSITE[end]) for one in readings]
    strict = len(figures) == 1 and not context.guarded and (scope is not None or not facts.is_of_day)
    yield Candidate("superlative", (place, day[0]), readings, strict, numbers=frozenset(range(place, day[0])))
    if len(figures) == 1:
        yield from _its_value(context, day, figures[0])


def _its_value(context: Context, day: tuple[int, dt.date], figure: str) -> Iterator[Candidate]:
    """Yield the number behind the name of a day: `Sunday, 42.9x`."""
    at, number = next(((at, token.number) for at, token in context.scan.numbers if at >= day[0]), (0, None))
    if (
        number is None
        or not _WITH.issuperset(context.words[day[0] : at])
        or figure not in FIGURES.get(number.unit, {})
    ):
        return
    amount = context.facts.of(figure, Scope("day", day[1].isoformat()))
    reading = ValueClaim(amount, scaled(number.interval, FIGURES[number.unit][figure]))
    yield Candidate("value", (at, at + 1), [reading], not context.guarded, numbers=frozenset((at,)))


def _day_at(context: Context, place: int) -> tuple[int, dt.date] | None:
    """Return where the words for a day at a place end, and the day; one of the week may be today."""
    if place >= len(context.tokens):
        return None
    found = next(((end, day) for first, end, day in context.days if first == place), None)
    token, today = context.tokens[place], context.facts.today
    if found is None and token.kind == "weekday" and int(token.value) == today.weekday():
        return place + 1, today
    return found


def _beyond(context: Context, place: int) -> tuple[int, Relation] | None:
    """Return where `higher` stands in `Only Monday had a higher factor`, and which way it goes."""
    near = range(place + 1, min(len(context.tokens), place + 10))
    if _HAVE.isdisjoint(context.words[place + 1 : place + 10]) or "than" in context.words:
        return None
    at = next((one for one in near if context.tokens[one].kind == "compare"), None)
    if at is None:
        return None
    return at, "higher" if context.tokens[at].value == "higher" else "lower"


def _figure_before(context: Context, place: int) -> str:
    """Return the figure that `second only to` is said of: that of a name, or of the unit of a number before it."""
    if figure := figure_named(context, 0, place) or figure_named(context, place + 2, len(context.tokens)):
        return figure
    units = [token.number.unit for token in context.tokens[:place] if token.number]
    return _UNITS.get(units[-1], "") if units else ""


def _second(context: Context, place: int, relation: Relation, figure: str, last: int) -> Iterator[Candidate]:
    """Yield that the days named are beyond this one, and that no others are."""
    facts = context.facts
    scopes, said, is_sure = context.days_among
    days = [one for one in context.others if one[0] > place and one[0] not in said]
    if not figure or not days:
        return
    strict = not context.guarded and context.strangers() == 0
    end: End = "highest" if relation == "higher" else "lowest"
    own = facts.own(figure)
    for first, behind, day in days:
        other = facts.of(figure, Scope("day", day.isoformat()))
        yield Candidate("comparison", (first, behind), [ComparisonClaim(other, relation, own)], strict)
    subject = (facts.today.isoformat(),)
    readings = [SuperlativeClaim(figure, end, scope, facts.today, subject, len(days) + 1) for scope in scopes]
    numbers = frozenset((*range(place, last + 1), *said))
    yield Candidate("superlative", (place, last), readings, strict and is_sure, numbers=numbers)
