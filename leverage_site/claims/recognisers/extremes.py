"""Superlatives without one: `No task took more than 90 minutes`, `more hours than on any other day`."""

from collections.abc import Iterator, Sequence

from leverage_site.claims.model import Interval, SuperlativeClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import is_of_sessions
from leverage_site.claims.sentence.units import FIGURES, figure_of_unit, figures_at
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.claims.text.tokens import Token
from leverage_site.claims.text.vocabulary import TASK_NOUNS, figure_of_label
from leverage_site.dates import week_of
from leverage_site.stats.as_of import End, Scope

_NONE = frozenset(("no", "nothing", "none"))
_ANY = frozenset(("any", "every", "all", "anything else"))
# Words between `than` and `any other`.
_LINKS = (["on"], ["in"], ["into"], ["those"])
_SIGNS = _NONE | {"than", "more than", "less than", "fewer than"}
_TASKS = TASK_NOUNS | {"one"}
_DAYS = frozenset(("day", "days"))
_NOUNS = _TASKS | _DAYS | {"factor", "factors", "leverage"}
_OF_TIME = frozenset(("longer", "shorter", "quicker", "faster", "slower"))
_REACH = 6


def extremes(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield each claim that nothing is beyond something, or that something is beyond all others."""
    tokens = context.tokens
    if not context.facts.is_of_day or _SIGNS.isdisjoint(context.words):
        return
    for place, token in enumerate(tokens):
        if place in taken:
            continue
        if token.value in _NONE and token.kind == "word":
            yield from _beyond_none(context, place)
        elif context.word(place).endswith("than"):
            begin = place + 1 + (context.words[place + 1 : place + 2] in _LINKS)
            if not _ANY.isdisjoint(context.words[begin : begin + 1]):
                yield from _beyond_any(context, place)


def _figure(context: Context, begin: int, end: int) -> str:
    """Return the figure of a comparison between two tokens."""
    for one in range(begin, end):
        token = context.tokens[one]
        if token.kind == "label":
            return figure_of_label(token.value)
        if token.kind == "mark" and token.value == "supervision_minutes":
            return token.value
        if token.kind == "unit":
            return figure_of_unit(token.value)
        if context.word(one) in _OF_TIME or context.word(one) == "time":
            return "ai_minutes"
    return ""


def _compares(token: Token) -> bool:
    return token.kind == "compare" or (token.kind == "hedge" and token.value in ("over", "under"))


def _beyond_none(context: Context, place: int) -> Iterator[Candidate]:
    """Read `No task took more than 90 minutes`, `Nothing beat the offline mode`, `No day has more hours`."""
    facts, tokens = context.facts, context.tokens
    if context.words[place] == "no" and _NOUNS.isdisjoint(context.words[place + 1 : place + 4]):
        return
    numbers = ((one, token.number) for one, token in context.scan.numbers if one > place)
    number_place, number = next((one for one in numbers if context.is_figure(one[0])), (0, None))
    near = range(place + 1, min(len(tokens), place + 1 + 2 * _REACH))
    found = next((one for one in near if _compares(tokens[one])), None)
    if found is None:
        if number is not None and number.hedge in ("over", "under"):
            yield from _bounded(context, place, number_place, number)
        return
    kind = tokens[found].value
    end: End = "highest" if kind in ("higher", "over") else "lowest"
    figure = _figure(context, found, min(len(tokens), found + 4)) or _figure(context, place, found)
    figure = figure or ("leverage" if context.word(found) in ("beat", "beats", "better") else "")
    if any(context.word(one) in _DAYS for one in range(place, found)):
        if figure and not any(token.value == "than" for token in tokens[found:]):
            yield _of_days(context, (place, found + 1), end, figure)
        return
    if number is not None and number.unit in FIGURES:
        figure = figure or figures_at(context, number_place, number)[0][0]
    named = context.named(found + 1, len(tokens))
    rows = named.best
    strict = not context.guarded and named.clear and named.unknown <= 1 and is_of_sessions(context, found)
    if figure and rows:
        readings = [SuperlativeClaim(figure, end, facts.scope, facts.today, (row.id,)) for row in rows]
        yield Candidate("superlative", (place, found + 1), readings, strict, rows=rows)


def _bounded(context: Context, place: int, number_place: int, number: WrittenNumber) -> Iterator[Candidate]:
    """Read a bound that no task is beyond."""
    facts = context.facts
    if any(context.word(one) in _DAYS for one in range(place, number_place)) or number.unit not in FIGURES:
        return
    figures, sure = figures_at(context, number_place, number)
    if not sure and number.unit in ("m", "h"):
        figures = ("ai_minutes",)
    end: End = "highest" if number.hedge == "over" else "lowest"
    interval = Interval(None, number.value) if number.hedge == "over" else Interval(number.value, None)
    readings = [
        SuperlativeClaim(
            figure, end, facts.scope, facts.today, (), 1, scaled(interval, FIGURES[number.unit][figure])
        )
        for figure in figures
    ]
    is_of_tasks = any(context.word(one) in _TASKS for one in range(place, number_place))
    strict = is_of_tasks and not context.guarded and context.strangers() == 0
    numbers = frozenset((number_place,))
    yield Candidate("superlative", (place, number_place + 1), readings, strict, numbers=numbers)


def _beyond_any(context: Context, place: int) -> Iterator[Candidate]:
    """Read `more than any other task of the day`, `more hours than on any day before`; `than` is at `place`."""
    facts, tokens = context.facts, context.tokens
    found = next((one for one in range(place, max(-1, place - _REACH), -1) if _compares(tokens[one])), None)
    if found is None:
        return
    end: End = "highest" if tokens[found].value in ("higher", "over") else "lowest"
    behind = [context.word(one) for one in range(place + 1, min(len(tokens), place + _REACH))]
    figures = _figures_before(context, found, place)
    if not figures:
        return
    last = min(len(tokens), place + 3)
    if any(word in _TASKS or word == "anything else" for word in behind):
        named = context.named(0, found)
        named = named if named.scored else context.named_one(found + 1, place)
        strict = not context.guarded and named.clear and named.unknown <= 1
        readings = [
            SuperlativeClaim(figure, end, facts.scope, facts.today, (row.id,))
            for figure in figures
            for row in named.best
        ]
        if readings:
            yield Candidate("superlative", (found, last), readings, strict, rows=named.best)
    elif any(word.startswith("day") for word in behind) or any(
        token.kind == "scope" and token.value != "day" for token in tokens[place:]
    ):
        yield _of_days(context, (found, last), end, figures[0])


def _figures_before(context: Context, found: int, place: int) -> Sequence[str]:
    """Return the figures that a comparison is of: those between it and `than`, else of the number before it."""
    if figure := _figure(context, found, place):
        return (figure,)
    if figure := _figure(context, 0, found):
        return (figure,)
    for one in range(found - 1, -1, -1):
        number = context.tokens[one].number
        if number and number.unit in FIGURES:
            return figures_at(context, one, number)[0]
        if number and number.unit == "n":
            return ("tasks",)
    return ()


def _of_days(context: Context, printed: tuple[int, int], end: End, figure: str) -> Candidate:
    facts = context.facts
    scopes, said, is_sure = context.days_among
    week = Scope("week", week_of(facts.today).key)
    readings, besides = (
        [
            SuperlativeClaim(figure, end, scope, facts.today, (facts.today.isoformat(),))
            for scope in some
            if len(facts.known.values(figure, scope)) > 1
        ]
        for some in (scopes, () if said else (week,))
    )
    strict = is_sure and not context.guarded and context.strangers() == 0 and context.leading is None
    return Candidate(
        "superlative", printed, readings, strict, besides, numbers=frozenset((*range(*printed), *said))
    )
