"""A figure that has gone from one amount to another: `Supervision went from 16 to 17 minutes`, `up from 15.4x`."""

from collections.abc import Iterator

from leverage_site.claims.model import Quantity, ValueClaim
from leverage_site.claims.sentence.context import Candidate, Context
from leverage_site.claims.sentence.sides import figure_named
from leverage_site.claims.sentence.units import FIGURES
from leverage_site.claims.text.numbers import WrittenNumber, scaled
from leverage_site.stats.as_of import Scope

_VERBS = frozenset(("went", "came", "moved", "goes", "moves", "gone", "swung", "edged", "crept", "back"))
_UNITS = {"leverage": "x", "supervisory": "x", "human_hours": "h", "ai_minutes": "m", "supervision_minutes": "m"}
_REACH = 5
# The factor before may be that of one of so many days.
_MANY = 31


def moves(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield both amounts between which a figure of the day is said to have moved; both numbers are taken."""
    words = context.words
    if not context.facts.is_of_day:
        return
    if "after" in words:
        yield from _after(context, taken)
    if "from" not in words or "to" not in words:
        return
    numbers = {at: token.number for at, token in context.scan.numbers if at not in taken and token.number}
    for at, number in numbers.items():
        if words[at - 1 : at] != ["from"] or not _has_moved(context, at - 1):
            continue
        new = next(
            (one for one in range(at + 2, at + 2 + _REACH) if one in numbers and words[one - 1] == "to"), None
        )
        new = at - 2 if new is None and at - 2 in numbers and words[at - 3 : at - 2] == ["to"] else new
        figure = figure_named(context, 0, at)
        if new is not None and figure:
            is_turned = _is_turned(context, at, numbers[new].value - number.value)
            yield from _both(context, figure, (at, number), (new, numbers[new]), is_turned=is_turned)


def _after(context: Context, taken: set[int]) -> Iterator[Candidate]:
    """Yield the factor that the day is said to follow: `22.3x, after 16.5x`."""
    facts = context.facts
    if context.others or facts.known.previous is None:
        return
    for at, token in context.scan.numbers:
        number = token.number
        is_other = context.words[at - 1 : at] == ["after"] and at not in taken
        if number is None or number.unit != "x" or not is_other:
            continue
        figure = figure_named(context, 0, at) or "leverage"
        if figure not in FIGURES["x"]:
            continue
        before = [day.date for day in facts.known.days if day.date < facts.today]
        readings = [ValueClaim(amount, number.interval) for amount in _earlier(context, figure)]
        far = [ValueClaim(facts.of(figure, Scope("day", day.isoformat())), number.wide) for day in before[-_MANY:]]
        strangers = context.strangers() - context.opens_with_label
        strict = not context.guarded and strangers <= 0 and not context.looks_back
        yield Candidate("value", (at, at + 1), readings, strict, far, numbers=frozenset((at,)))


def _has_moved(context: Context, place: int) -> bool:
    """Whether a verb of going stands before `from` at a place."""
    near = range(max(0, place - 4), place)
    return any(context.tokens[one].kind == "compare" or context.words[one] in _VERBS for one in near)


def _is_turned(context: Context, place: int, change: float) -> bool:
    """Whether the word before `from` says the other way than the two numbers behind it: `rose from 49 to 34`."""
    words = [token.value for token in context.tokens[max(0, place - _REACH) : place] if token.kind == "compare"]
    return ("higher" in words and change < 0) or ("lower" in words and change > 0)


def _both(
    context: Context,
    figure: str,
    old: tuple[int, WrittenNumber],
    new: tuple[int, WrittenNumber],
    *,
    is_turned: bool,
) -> Iterator[Candidate]:
    facts = context.facts
    unit = old[1].unit or new[1].unit or _UNITS.get(figure, "")
    is_count = figure == "tasks" and unit in ("", "n")
    if (not is_count and figure not in FIGURES.get(unit, {})) or {old[1].unit, new[1].unit} - {"", unit}:
        return
    scale = 1.0 if is_count else FIGURES[unit][figure]
    strict = not context.guarded and not context.strangers() and not context.looks_back
    strict = strict and not any(token.kind == "scope" for token in context.tokens)
    for (at, number), amounts, is_sure in (
        (old, list(_earlier(context, figure)), False),
        (new, [facts.own(figure)], strict),
    ):
        printed, wide = (scaled(one, scale) for one in (number.interval, number.wide))
        readings = [] if is_turned else [ValueClaim(amount, printed) for amount in amounts]
        far = [ValueClaim(amount, wide) for amount in amounts]
        yield Candidate("value", (at, at + 1), readings, is_sure, far, numbers=frozenset((at,)))


def _earlier(context: Context, figure: str) -> Iterator[Quantity]:
    """Yield what a figure may have been before: that of a day that is named, or of the last one."""
    facts = context.facts
    for _, _, day in context.others:
        yield facts.of(figure, Scope("day", day.isoformat()))
    if not context.others and facts.known.previous is not None:
        yield facts.of(figure, Scope("day", facts.known.previous.date.isoformat()))
