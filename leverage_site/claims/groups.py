"""Groups of tasks that a phrase describes: by their rank, by a bound, by a number of the table."""

from collections.abc import Iterator

from leverage_site.claims.context import Context
from leverage_site.claims.facts import KnownTask
from leverage_site.claims.vocabulary import ENDS

_NOUNS = frozenset(("task", "tasks", "row", "rows", "session", "sessions", "ones"))
_REACH = 4


def described(context: Context, begin: int, end: int) -> Iterator[tuple[KnownTask, ...]]:
    """Yield the groups that a stretch describes: `the two longest sessions`, `the eleven rows below 10x`."""
    for place in range(begin, end):
        token = context.tokens[place]
        if token.kind == "end" and any(context.word(one) in _NOUNS for one in _behind(context, place, end)):
            yield from _ranked(context, place, token.value)
        elif token.kind in ("compare", "hedge") or (token.number and token.number.hedge):
            yield from _bounded(context, place, end)


def _behind(context: Context, place: int, end: int) -> range:
    return range(place + 1, min(len(context.tokens), end, place + _REACH))


def _ranked(context: Context, place: int, word: str) -> Iterator[tuple[KnownTask, ...]]:
    """Yield the first tasks by what `best`, `longest` or another such word means."""
    which, figures = ENDS[word]
    count = 1
    for one in range(max(0, place - 2), place):
        number = context.tokens[one].number
        if number and not number.unit and number.value.is_integer():
            count = int(number.value)
    for figure in figures or ("leverage",):
        rows = [row for row in context.facts.rows if row.values.get(figure) is not None]
        rows.sort(key=lambda row: row.values[figure] or 0, reverse=which == "highest")
        if len(rows) > count and rows[count - 1].values[figure] != rows[count].values[figure]:
            yield tuple(rows[:count])


def _bounded(context: Context, place: int, end: int) -> Iterator[tuple[KnownTask, ...]]:
    """Yield the tasks on one side of a factor: `the rows below 10x`."""
    token = context.tokens[place]
    number_place = place if token.number else place + 1
    if number_place >= end or not (number := context.tokens[number_place].number) or number.unit != "x":
        return
    is_below = (token.number.hedge if token.number else token.value) in ("under", "lower")
    rows = [row for row in context.facts.rows if (row.values["leverage"] or 0) != number.value]
    yield tuple(row for row in rows if ((row.values["leverage"] or 0) < number.value) == is_below)
